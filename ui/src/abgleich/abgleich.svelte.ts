import type { AbgleichState, AbgleichView, Fehler, KonfliktZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

/** How each state looks; the word for it is in the catalogue. */
export const aussehen: Record<
  AbgleichState,
  { icon: string; kind: 'info' | 'success' | 'warning' | 'danger' }
> = {
  nichtEingerichtet: { icon: 'info', kind: 'info' },
  laeuft: { icon: 'autorenew', kind: 'info' },
  aktuell: { icon: 'success', kind: 'success' },
  ausstehend: { icon: 'pending', kind: 'info' },
  offline: { icon: 'offline', kind: 'warning' },
  stoerung: { icon: 'danger', kind: 'danger' },
};

/** The truth about the reconciliation, and what a clerk does about it. */
export class AbgleichStand {
  readonly stand = new Query('abgleich', ['abgleich']);
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    void this.stand.ask({});
    return this.stand.follow();
  }

  starten(): Promise<boolean> {
    return this.#attempt(() => call('abgleich_starten', {}));
  }

  /** Settles a disputed field with a value from either side or a third one. */
  async loesen(konflikt: KonfliktZeile, wert: string): Promise<boolean> {
    const done = await this.#attempt(() => call('konflikt_loesen', { id: konflikt.id, wert }));
    if (done) this.#messages.say('success', t().abgleich.geklaert(konflikt.gegenstand));
    return done;
  }

  bestaetigen(mid: string): Promise<boolean> {
    return this.#attempt(() => call('ablehnung_bestaetigen', { mid }));
  }

  async #attempt(act: () => Promise<AbgleichView>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      this.stand.set(await act());
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
