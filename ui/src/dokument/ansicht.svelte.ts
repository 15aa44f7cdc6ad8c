import type { Fehler } from '../ipc/bindings';
import { bytes } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import { darstellung, lesen, type Darstellung, type Vorlage } from './vorlage';

/** Long enough that a held-down arrow key does not load every letter it passes. */
const SETTLE_MS = 60;

/** Longer texts would block the window; nobody reads them here. */
const TEXT_MAX = 400_000;

/** The original in view, fetched and ready to be drawn. */
export class AnsichtState {
  vorlage = $state.raw<Vorlage>();
  art = $state<Darstellung>();
  data = $state.raw<ArrayBuffer>();
  text = $state('');
  url = $state('');
  laedt = $state(false);
  fehler = $state.raw<Fehler>();
  #round = 0;

  /** Shows an original; the same bytes again change nothing. */
  show(vorlage: Vorlage | undefined): void {
    const before = this.vorlage;
    this.vorlage = vorlage;
    const same =
      before?.sha256 === vorlage?.sha256 &&
      before?.originalVorhanden === vorlage?.originalVorhanden;
    if (same) return;
    const round = ++this.#round;
    this.laedt = vorlage !== undefined;
    if (vorlage) setTimeout(() => void this.#load(vorlage, round), SETTLE_MS);
    else this.#clear();
  }

  close(): void {
    this.#round++;
    this.#clear();
  }

  async #load(vorlage: Vorlage, round: number): Promise<void> {
    if (round !== this.#round) return;
    const art = darstellung(vorlage.mime);
    if (!art || !vorlage.originalVorhanden) {
      this.#clear();
      this.laedt = false;
      return;
    }
    try {
      const data = await bytes({ sha256: vorlage.sha256, fassung: 'original' });
      if (round !== this.#round) return;
      this.#clear();
      this.art = art;
      if (art === 'pdf') this.data = data;
      if (art === 'text') this.text = lesen(data).slice(0, TEXT_MAX);
      if (art === 'bild') this.url = URL.createObjectURL(new Blob([data], { type: vorlage.mime }));
    } catch (reason) {
      if (round !== this.#round) return;
      this.#clear();
      this.fehler = asFehler(reason);
    } finally {
      if (round === this.#round) this.laedt = false;
    }
  }

  #clear(): void {
    if (this.url !== '') URL.revokeObjectURL(this.url);
    this.art = undefined;
    this.data = undefined;
    this.text = '';
    this.url = '';
    this.fehler = undefined;
  }
}
