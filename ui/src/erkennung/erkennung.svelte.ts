import type { ErkennungView, Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';

/** Reading the pictures of pages: how far it is everywhere, and what a clerk does about it. */
export class ErkennungState {
  readonly alle = new Query('erkennungen', ['erkennung']);
  busy = $state(false);
  fehler = $state.raw<Fehler>();

  follow(): Stop {
    void this.alle.ask({});
    return this.alle.follow();
  }

  /** How far it is with an original, as fresh as can be. */
  stand(erkennung: ErkennungView): ErkennungView {
    return this.alle.view?.zeilen.find(({ sha256 }) => sha256 === erkennung.sha256) ?? erkennung;
  }

  starten(sha256: string): Promise<void> {
    return this.#attempt('erkennung_starten', sha256);
  }

  abbrechen(sha256: string): Promise<void> {
    return this.#attempt('erkennung_abbrechen', sha256);
  }

  async #attempt(act: 'erkennung_starten' | 'erkennung_abbrechen', sha256: string): Promise<void> {
    this.busy = true;
    this.fehler = undefined;
    try {
      await call(act, { sha256 });
      await this.alle.again();
    } catch (reason) {
      this.fehler = asFehler(reason);
    } finally {
      this.busy = false;
    }
  }
}

/** Still going on or about to. */
export function inArbeit({ stand }: ErkennungView): boolean {
  return stand === 'wartet' || stand === 'laeuft';
}
