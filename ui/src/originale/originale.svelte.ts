import type { OriginaleView } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

/** A file or a case whose originals can be kept here in any case. */
export interface Anheftbar {
  id: string;
  name: string;
}

/** Gigabytes as a person writes them; nothing if it is no whole number from 1. */
export function gigabytes(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

/** Which originals this workstation keeps: all, or those near to the work at hand. */
export class OriginaleState {
  readonly stand = new Query('originale', ['abgleich', 'akte', 'vorgang']);
  busy = $state(false);
  /** Not all are kept, so that choosing some makes a difference. */
  readonly nachBedarf = $derived((this.stand.view?.hoechstensGb ?? null) !== null);
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    void this.stand.ask({});
    return this.stand.follow();
  }

  angeheftet(id: string): boolean {
    return this.stand.view?.angeheftet.some((zeile) => zeile.id === id) ?? false;
  }

  anheften({ id, name }: Anheftbar): Promise<boolean> {
    return this.#act(() => call('akte_anheften', { id }), () => {
      this.#messages.say('success', t().originale.angeheftet(name));
    });
  }

  /** Lets originals go when others need their room, with a way back. */
  loesen(was: Anheftbar): Promise<boolean> {
    return this.#act(() => call('akte_loesen', { id: was.id }), () => {
      this.#messages.say('success', t().originale.geloest(was.name), {
        action: { label: t().app.rueckgaengig, run: () => void this.anheften(was) },
      });
    });
  }

  /** Room in gigabytes, or nothing to keep them all. */
  einstellen(hoechstensGb: number | null): Promise<boolean> {
    return this.#act(() => call('originale_einstellen', { hoechstensGb }), () => {
      this.#messages.say('success', t().originale.gespeichert);
    });
  }

  async #act(act: () => Promise<OriginaleView>, done: () => void): Promise<boolean> {
    this.busy = true;
    try {
      this.stand.set(await act());
      done();
      return true;
    } catch (reason) {
      const { meldung, rat } = asFehler(reason);
      this.#messages.say('danger', meldung, { details: rat ? [rat] : [] });
      return false;
    } finally {
      this.busy = false;
    }
  }
}
