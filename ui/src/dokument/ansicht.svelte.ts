import type { Fehler, OriginalStandView } from '../ipc/bindings';
import { bytes, call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import { darstellung, gleich, lesen, type Darstellung, type Vorlage } from './vorlage';

/** Long enough that a held-down arrow key does not load every letter it passes. */
const SETTLE_MS = 60;

/** Longer texts would block the window; nobody reads them here. */
const TEXT_MAX = 400_000;

/** What stands in for an original that this window cannot show. */
export type Ersatz = 'kopie' | 'vorschau';

/** The original in view, fetched and ready to be drawn. */
export class AnsichtState {
  vorlage = $state.raw<Vorlage>();
  art = $state<Darstellung>();
  data = $state.raw<ArrayBuffer>();
  text = $state('');
  url = $state('');
  laedt = $state(false);
  fehler = $state.raw<Fehler>();
  /** Something else is shown, because the original cannot be. */
  ersatz = $state<Ersatz>();
  /** Where an original is that is not here. */
  stand = $state.raw<OriginalStandView>();
  #round = 0;

  /** Shows an original; the same bytes again change nothing. */
  show(vorlage: Vorlage | undefined): void {
    const before = this.vorlage;
    this.vorlage = vorlage;
    if (gleich(before, vorlage)) return;
    const round = ++this.#round;
    this.laedt = vorlage !== undefined;
    if (vorlage) setTimeout(() => void this.#load(vorlage, round), SETTLE_MS);
    else this.#clear();
  }

  close(): void {
    this.#round++;
    this.#clear();
  }

  /** Has an original fetched that is not here, before all others. */
  async holen(): Promise<void> {
    const round = this.#round;
    if (!this.vorlage) return;
    try {
      const stand = await call('original_holen', { sha256: this.vorlage.sha256 });
      if (round === this.#round) this.stand = stand;
    } catch (reason) {
      if (round === this.#round) this.fehler = asFehler(reason);
    }
  }

  async #load(vorlage: Vorlage, round: number): Promise<void> {
    if (round !== this.#round) return;
    try {
      await this.#fetch(vorlage, round);
    } catch (reason) {
      if (round !== this.#round) return;
      this.#clear();
      this.fehler = asFehler(reason);
    } finally {
      if (round === this.#round) this.laedt = false;
    }
  }

  async #fetch(vorlage: Vorlage, round: number): Promise<void> {
    const { sha256, mime } = vorlage;
    if (vorlage.fassung === 'kopie') {
      const data = await bytes({ sha256, fassung: 'kopie' });
      if (round === this.#round) this.#set('pdf', data, mime);
      return;
    }
    const art = darstellung(mime);
    if (!vorlage.originalVorhanden) {
      this.#clear();
      // Whoever looks at it wants it: without a word nobody would fetch it.
      await this.holen();
    } else if (!art) await this.#standIn(vorlage, round);
    else {
      const data = await bytes({ sha256, fassung: 'original' });
      if (round === this.#round) this.#set(art, data, mime);
    }
  }

  /** The searchable copy, else the picture of the first page, else nothing. */
  async #standIn({ sha256, fassung }: Vorlage, round: number): Promise<void> {
    const kopie = fassung === undefined ? await optional({ sha256, fassung: 'kopie' }) : undefined;
    const bild = kopie ? undefined : await optional({ sha256, fassung: 'vorschau' });
    if (round !== this.#round) return;
    this.#clear();
    if (kopie) this.#set('pdf', kopie, '');
    else if (bild) this.#set('bild', bild, 'image/png');
    if (kopie || bild) this.ersatz = kopie ? 'kopie' : 'vorschau';
  }

  #set(art: Darstellung, data: ArrayBuffer, mime: string): void {
    this.#clear();
    this.art = art;
    if (art === 'pdf') this.data = data;
    if (art === 'text') this.text = lesen(data).slice(0, TEXT_MAX);
    if (art === 'bild') this.url = URL.createObjectURL(new Blob([data], { type: mime }));
  }

  #clear(): void {
    if (this.url !== '') URL.revokeObjectURL(this.url);
    this.art = undefined;
    this.data = undefined;
    this.text = '';
    this.url = '';
    this.fehler = undefined;
    this.ersatz = undefined;
    this.stand = undefined;
  }
}

/** Bytes that may well not be there. */
async function optional(args: Parameters<typeof bytes>[0]): Promise<ArrayBuffer | undefined> {
  try {
    return await bytes(args);
  } catch {
    return undefined;
  }
}
