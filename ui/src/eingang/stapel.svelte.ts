import type { EingangZeile, Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import type { PosteingangState } from './posteingang.svelte';

/** Taking back the cutting of a stack. */
export class StapelState {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #posteingang: PosteingangState;
  readonly #messages: Messages;

  constructor(posteingang: PosteingangState, messages: Messages) {
    this.#posteingang = posteingang;
    this.#messages = messages;
  }

  async join({ id, titel }: EingangZeile): Promise<void> {
    this.busy = true;
    this.fehler = undefined;
    try {
      const view = await call('stapel_zusammenfuehren', { id });
      if (this.#posteingang.id === id) this.#posteingang.eingang.set(view);
      await this.#posteingang.reload();
      this.#messages.say('success', t().stapel.zurueckgenommen(titel));
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
    } finally {
      this.busy = false;
    }
  }
}
