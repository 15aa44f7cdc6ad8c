import { naechster, type Fund } from './fund';
import { ScanSuche, type Suche } from './scansuche.svelte';

/** Finding in a single picture, by what was read from it. */
export class BildSuche implements Suche {
  suchwort = $state('');
  #nummer = $state(1);
  readonly #scan: ScanSuche;

  constructor(sha256: string) {
    this.#scan = new ScanSuche(sha256, async () => false);
  }

  get funde(): readonly Fund[] {
    return this.#scan.funde;
  }

  /** The hit that was stepped to. */
  get imBlick(): Fund | undefined {
    return this.funde[this.#nummer - 1];
  }

  get treffer(): { nummer: number; gesamt: number } | undefined {
    if (this.suchwort === '' || this.#scan.laeuft) return undefined;
    const gesamt = this.funde.length;
    return { nummer: Math.min(this.#nummer, gesamt), gesamt };
  }

  search(suchwort: string): void {
    this.suchwort = suchwort;
    this.#nummer = 1;
    void this.#scan.search(suchwort, 1);
  }

  step(direction: 1 | -1): void {
    this.#nummer = naechster(this.#nummer, direction, this.funde.length);
  }

  close(): void {
    this.#scan.close();
  }
}
