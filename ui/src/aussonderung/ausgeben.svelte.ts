import type { KnotenArt } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import { pickFiles, pickFolder, pickTarget } from '../ipc/pick';
import { zahl } from '../text/format';
import { t } from '../text/text.svelte';

/** Says what came of it. */
export type Sage = (kind: 'success' | 'danger', text: string, details?: readonly string[]) => void;

/** A node of the tree that can leave the house, or take something in. */
export interface Quelle {
  art: KnotenArt;
  id: string;
  kennzeichen: string;
}

/** Files and cases as one PDF, as a package for another office, and packages that come from one. */
export class AusgebenState {
  busy = $state(false);
  /** What is under way, in words; nothing while a person still chooses a place for it. */
  laeuft = $state<string>();
  readonly #sage: Sage;

  constructor(sage: Sage) {
    this.#sage = sage;
  }

  pdf(quelle: Quelle): Promise<void> {
    return this.#act(async () => {
      const satz = t().aussonderung.ausgeben;
      // A reference has signs in it that no file name may have.
      const name = `${quelle.kennzeichen.replace(/[^\p{L}\p{N}.-]+/gu, '-')}.pdf`;
      const pfad = await pickTarget(satz.pdfWohin, name);
      if (pfad === null) return;
      this.laeuft = satz.pdfLaeuft;
      const view = await call('akte_als_pdf', { id: quelle.id, pfad });
      this.#sage('success', satz.pdfFertig(zahl(view.seiten), view.pfad), view.hinweise);
    });
  }

  abgeben(quelle: Quelle): Promise<void> {
    return this.#act(async () => {
      const satz = t().aussonderung.ausgeben;
      const ordner = await pickFolder(satz.abgabeWohin);
      if (ordner === null) return;
      this.laeuft = satz.abgabeLaeuft;
      const view = await call('abgabe_erstellen', { id: quelle.id, ordner, empfaenger: '' });
      this.#sage('success', satz.abgabeFertig(view.pfad));
    });
  }

  plan(): Promise<void> {
    return this.#act(async () => {
      const satz = t().aussonderung.ausgeben;
      const ordner = await pickFolder(satz.planWohin);
      if (ordner === null) return;
      this.laeuft = satz.planLaeuft;
      const view = await call('aktenplan_ausgeben', { ordner });
      this.#sage('success', satz.abgabeFertig(view.pfad));
    });
  }

  /** What comes without a place of ours goes where the tree stands. */
  uebernehmen(quelle: Quelle): Promise<void> {
    return this.#act(async () => {
      const satz = t().aussonderung.ausgeben;
      const [pfad] = await pickFiles(satz.uebernahmeWas);
      if (pfad === undefined) return;
      this.laeuft = satz.uebernahmeLaeuft;
      const view = await call('abgabe_einlesen', {
        pfad,
        aktenplaneinheit: quelle.art === 'aktenplaneinheit' ? quelle.id : null,
        akte: quelle.art === 'akte' ? quelle.id : null,
      });
      const text = satz.uebernommen(zahl(view.akten), zahl(view.vorgaenge), zahl(view.dokumente));
      const known = view.vorhanden > 0 ? [satz.vorhanden(zahl(view.vorhanden))] : [];
      this.#sage('success', text, [...known, ...view.hinweise]);
    });
  }

  async #act(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await act();
    } catch (reason) {
      const { meldung, rat } = asFehler(reason);
      this.#sage('danger', meldung, rat === null ? [] : [rat]);
    } finally {
      this.laeuft = undefined;
      this.busy = false;
    }
  }
}
