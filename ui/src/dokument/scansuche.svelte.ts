import type { SeitentextView } from '../ipc/bindings';
import { call } from '../ipc/call';
import { fundeDerSeite, type Fund } from './fund';

/** What a field for searching in a document needs. */
export interface Suche {
  readonly suchwort: string;
  /** Number of the hit in view and of all hits. */
  readonly treffer: { nummer: number; gesamt: number } | undefined;
  search(suchwort: string): void;
  step(direction: 1 | -1): void;
}

/** Every telling draws the marks anew; the first hit is told at once. */
const TELL_MS = 150;

/** Finds words on pages that are pictures, by what was read from them; page after page. */
export class ScanSuche {
  funde = $state.raw<readonly Fund[]>([]);
  laeuft = $state(false);
  readonly #sha256: string;
  readonly #hasText: (seite: number) => Promise<boolean>;
  #seiten = new Map<number, SeitentextView | undefined>();
  #round = 0;

  /** `hasText` tells whether a page has text of its own; the other search finds that. */
  constructor(sha256: string, hasText: (seite: number) => Promise<boolean>) {
    this.#sha256 = sha256;
    this.#hasText = hasText;
  }

  /** Looks at all pages, beginning with one of them, from 0; hits come in that order. */
  async search(suchwort: string, seiten: number, ab = 0): Promise<void> {
    const round = ++this.#round;
    this.funde = [];
    this.laeuft = suchwort.trim() !== '';
    if (!this.laeuft) return;
    const found: Fund[] = [];
    let told = 0;
    for (let step = 0; step < seiten; step++) {
      const seite = (ab + step) % seiten;
      const text = await this.#text(seite);
      if (round !== this.#round) return;
      if (text) found.push(...fundeDerSeite(seite, text, suchwort));
      if (found.length > this.funde.length && performance.now() - told > TELL_MS) {
        this.funde = [...found];
        told = performance.now();
      }
    }
    this.funde = found;
    this.laeuft = false;
  }

  close(): void {
    this.#round++;
  }

  async #text(seite: number): Promise<SeitentextView | undefined> {
    if (this.#seiten.has(seite)) return this.#seiten.get(seite);
    let text: SeitentextView | undefined;
    try {
      const own = await this.#hasText(seite);
      if (!own) text = await call('seitentext', { sha256: this.#sha256, seite });
    } catch {
      // A page that cannot be asked has no hits; the page itself is still shown. It is asked again.
      return undefined;
    }
    // While it is still being read, there may be more the next time.
    if (!text || text.breite > 0) this.#seiten.set(seite, text);
    return text;
  }
}
