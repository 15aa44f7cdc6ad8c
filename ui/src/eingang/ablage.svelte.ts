import type { DokumentView, EingangView, EingangZeile, Ziel, ZuordnenAngaben } from '../ipc/bindings';
import { call } from '../ipc/call';

/** What was filed, as far as it is needed to take it back. */
export interface Abgelegt {
  id: string;
  titel: string;
}

/** What goes with an item when it is filed. */
export interface Beigabe {
  /** Title of the document. */
  titel: string;
  angaben: ZuordnenAngaben;
}

/** The acts of filing, and what was filed in this window, wherever in it. */
export class Ablage {
  /** Latest last. */
  #abgelegt: readonly Abgelegt[] = [];

  get letztes(): Abgelegt | undefined {
    return this.#abgelegt.at(-1);
  }

  /** Rejects with a `Fehler`; then nothing is filed. */
  async ablegen(eingang: EingangZeile, ziel: Ziel, beigabe: Beigabe): Promise<DokumentView> {
    const titel = beigabe.titel.trim();
    const dokument = await call('eingang_zuordnen', {
      eingang: eingang.id,
      ziel,
      titel: titel === eingang.titel ? null : titel || null,
      angaben: beigabe.angaben,
    });
    this.#abgelegt = [...this.#abgelegt, { id: eingang.id, titel: eingang.titel }];
    return dokument;
  }

  /** Rejects with a `Fehler`; then it stays filed. */
  async zuruecknehmen(id: string): Promise<EingangView> {
    const view = await call('zuordnung_zuruecknehmen', { id });
    this.#abgelegt = this.#abgelegt.filter((one) => one.id !== id);
    return view;
  }
}
