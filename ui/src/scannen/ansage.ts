import type { ScanTischView } from '../ipc/bindings';
import { t } from '../text/text.svelte';

/** A word about pages that come, at most this often: a page a second would drown the reader. */
const RUHE_MS = 6000;

/** Says for those who listen what happens on the table, and how far a scan is. */
export class Ansage {
  readonly #sagen: (text: string) => void;
  readonly #jetzt: () => number;
  #zuletzt = 0;

  constructor(sagen: (text: string) => void, jetzt: () => number = () => performance.now()) {
    this.#sagen = sagen;
    this.#jetzt = jetzt;
  }

  /** Compares two views of one stack that follow each other. */
  hoeren(vorher: ScanTischView, view: ScanTischView): void {
    if (vorher.id !== view.id) return;
    const satz = t().scannen;
    if (view.lauf) {
      const first = !vorher.lauf || vorher.lauf.seiten === 0;
      this.#laufend(view.lauf.seiten, first);
    } else if (vorher.lauf && view.ergebnis) {
      this.#sagen([...view.ergebnis.saetze, view.duplex?.satz ?? ''].join(' ').trim());
    }
    const neu = view.abgegeben.length > vorher.abgegeben.length;
    if (view.uebernahme || !(vorher.uebernahme || neu)) return;
    const anzahl = view.abgegeben.length;
    this.#sagen([anzahl > 0 ? satz.uebernommen(anzahl) : '', ...view.hinweise].join(' ').trim());
  }

  #laufend(seiten: number, first: boolean): void {
    const now = this.#jetzt();
    if (seiten === 0 || (!first && now - this.#zuletzt < RUHE_MS)) return;
    this.#zuletzt = now;
    this.#sagen(t().scannen.gekommen(seiten));
  }
}
