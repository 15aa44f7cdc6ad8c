import type { Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { PosteingangState } from './posteingang.svelte';

/** Opening what is protected. The password itself is never kept here. */
export class KennwortState {
  busy = $state(false);
  #fehler = $state.raw<{ sha256: string; fehler: Fehler }>();
  readonly #posteingang: PosteingangState;

  constructor(posteingang: PosteingangState) {
    this.#posteingang = posteingang;
  }

  /** What went wrong with this original last. */
  fehler(sha256: string): Fehler | undefined {
    return this.#fehler?.sha256 === sha256 ? this.#fehler.fehler : undefined;
  }

  /** True if it fits; then the item is shown anew. */
  async enter(eingang: string, sha256: string, kennwort: string): Promise<boolean> {
    this.busy = true;
    this.#fehler = undefined;
    try {
      const view = await call('kennwort_eingeben', { eingang, sha256, kennwort });
      if (this.#posteingang.id === eingang) this.#posteingang.eingang.set(view);
      return true;
    } catch (reason) {
      this.#fehler = { sha256, fehler: asFehler(reason) };
      return false;
    } finally {
      this.busy = false;
    }
  }
}
