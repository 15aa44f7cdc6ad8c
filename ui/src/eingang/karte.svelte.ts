import type { StelleView, VorschlagView } from '../ipc/bindings';
import { onChanged, type Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';
import { AngabenDraft, felder } from './angaben.svelte';
import { beingRead } from './posteingang.svelte';
import { ZielState, type Wahl } from './ziel.svelte';

/** Proposals that have a digit. */
export const ZIFFERN = 5;

/** One item of the pile with all that is decided about it; made before it is looked at. */
export class Karte {
  readonly id: string;
  readonly ziel = new ZielState();
  readonly angaben = new AngabenDraft();
  readonly query = new Query('eingang', ['eingang', 'vorgang', 'akte', 'dokument'], (view) => {
    this.ziel.start(view, this.gesehen);
    this.angaben.start(view);
  });
  /** A place in it that is to be shown. */
  stelle = $state.raw<StelleView>();
  /** Read since the last decision: earlier proposals may have learned from it. */
  frisch = $state(false);
  /** Its proposals were on the screen long enough to act upon. */
  gesehen = false;
  #stops: readonly Stop[] = [];

  readonly view = $derived(this.query.view);
  /** The proposals that have a digit. */
  readonly vorschlaege = $derived(
    this.ziel.wahlen.filter(({ vorschlag }) => vorschlag !== undefined).slice(0, ZIFFERN),
  );
  /** Somebody has decided about it; there is nothing left to do. */
  readonly erledigt = $derived(this.view !== undefined && (this.view.zeile.zugeordnet || this.view.zeile.aufgeteilt));

  /** What Enter would act upon, as far as it was not the clerk's doing; none while it is not read. */
  readonly bild = $derived.by(() => {
    if (!this.view || !this.frisch) return undefined;
    const { zeile, vorschlaege, ablesungen } = this.view;
    const ziele = vorschlaege.map(({ ziel, vertrauen }) => [ziel.art, ziel.id, ziel.geschlossen, vertrauen]);
    const gelesen = [...felder, 'absender' as const].map((feld) => ablesungen[feld]?.wert);
    return JSON.stringify([zeile.id, this.erledigt, ziele, gelesen, this.ziel.akte?.id]);
  });

  constructor(id: string) {
    this.id = id;
  }

  /** Reads it and follows every change; once more is nothing more. */
  open(): void {
    if (this.#stops.length > 0) return;
    this.#stops = [
      this.query.follow(),
      this.ziel.follow(),
      onChanged(['erkennung'], () => {
        if (beingRead(this.view)) void this.query.again();
      }),
    ];
    void this.query.ask({ id: this.id });
  }

  close(): void {
    this.#stops.forEach((stop) => stop());
    this.#stops = [];
  }

  /** Reads it once more, now that everything decided so far is known. */
  async auffrischen(): Promise<void> {
    this.frisch = false;
    this.gesehen = false;
    await this.query.again();
    this.frisch = true;
  }

  /** The choice that Enter acts upon. */
  get wahl(): Wahl | undefined {
    return this.ziel.wahlen[this.ziel.active];
  }

  /** The proposal whose reasons are told: the chosen one, else the first. */
  readonly erklaert = $derived.by((): VorschlagView | undefined => {
    const active = this.ziel.wahlen[this.ziel.active];
    return active ? active.vorschlag : this.vorschlaege[0]?.vorschlag;
  });

  /** Goes to the next place that speaks for the proposal or that a field was read from. */
  zeigeNaechste(): boolean {
    const stellen = this.#stellen();
    const at = stellen.findIndex((stelle) => this.stelle && gleich(stelle, this.stelle));
    const next = stellen[(at + 1) % stellen.length];
    if (!next) return false;
    this.zeige(next);
    return true;
  }

  /** Shows a place; the same one again as well. */
  zeige(stelle: StelleView): void {
    this.stelle = { ...stelle };
  }

  #stellen(): StelleView[] {
    const ablesungen = this.view?.ablesungen;
    const alle = [
      ...(this.erklaert?.belege ?? []).map(({ stelle }) => stelle),
      ...felder.map((feld) => ablesungen?.[feld]?.stelle),
      ablesungen?.absender?.stelle,
      ablesungen?.absenderName?.stelle,
    ].filter((stelle) => stelle !== null && stelle !== undefined);
    return alle.filter((stelle, i) => alle.findIndex((one) => gleich(one, stelle)) === i);
  }
}

/** Whether two places are the same words. */
export function gleich(eine: StelleView, andere: StelleView): boolean {
  return (
    eine.sha256 === andere.sha256 &&
    eine.seite === andere.seite &&
    eine.zeile === andere.zeile &&
    eine.wortlaut === andere.wortlaut
  );
}
