import type { BaumKnoten, Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

/** What a clerk does to a node of the tree: name it anew, put something new into it. */
export class KnotenActs {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  /** Puts a new file into a node of the plan, or a new case into a file. */
  anlegen(knoten: BaumKnoten, betreff: string): Promise<boolean> {
    return this.#attempt(async () => {
      const { aktenzeichen } =
        knoten.art === 'akte'
          ? await call('vorgang_anlegen', { akte: knoten.id, betreff })
          : await call('akte_anlegen', { aktenplaneinheit: knoten.id, betreff });
      return t().akten.angelegt(aktenzeichen);
    });
  }

  betreffAendern(
    art: 'akte' | 'vorgang' | 'teilakte',
    id: string,
    betreff: string,
  ): Promise<boolean> {
    return this.#attempt(async () => {
      if (art === 'teilakte') await call('teilakte_aendern', { id, betreff });
      else await call('betreff_aendern', { art, id, betreff });
      return t().akten.betreffGeaendert;
    });
  }

  async #attempt(act: () => Promise<string>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      this.#messages.say('success', await act());
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
