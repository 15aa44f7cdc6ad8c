import type { EingangZeile, Fehler, Ziel } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import type { PosteingangState } from './posteingang.svelte';

interface Filed {
  id: string;
  titel: string;
}

/** Filing items of post and taking it back. */
export class ZuordnungState {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #posteingang: PosteingangState;
  readonly #messages: Messages;
  /** What was filed in this window, latest last. */
  #filed: Filed[] = [];

  constructor(posteingang: PosteingangState, messages: Messages) {
    this.#posteingang = posteingang;
    this.#messages = messages;
  }

  /** Files an item and goes on to the next open one. True if it is filed. */
  async file(eingang: EingangZeile, ziel: Ziel, titel: string): Promise<boolean> {
    if (this.busy || eingang.id !== this.#posteingang.id) return false;
    const next = this.#posteingang.next();
    return await this.#attempt(async () => {
      const dokument = await call('eingang_zuordnen', {
        eingang: eingang.id,
        ziel,
        titel: titel.trim() === eingang.titel ? null : titel.trim() || null,
      });
      this.#filed.push({ id: eingang.id, titel: eingang.titel });
      if (next) this.#posteingang.open(next.id);
      await this.#posteingang.reload();
      this.#tell(dokument.vorgang.aktenzeichen, next);
    });
  }

  /** Takes the latest filing of this window back. */
  async undo(): Promise<void> {
    const last = this.#filed.at(-1);
    if (last) await this.takeBack(last);
  }

  /** Takes a filing back and shows the item again. */
  async takeBack(eingang: Filed): Promise<void> {
    await this.#attempt(async () => {
      await call('zuordnung_zuruecknehmen', { id: eingang.id });
      this.#filed = this.#filed.filter(({ id }) => id !== eingang.id);
      await this.#posteingang.reload();
      this.#posteingang.open(eingang.id);
      this.#messages.say('success', t().zuordnen.zurueckgenommen(eingang.titel));
    });
  }

  async #attempt(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      await act();
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #tell(aktenzeichen: string, next: EingangZeile | undefined): void {
    const satz = t().zuordnen;
    this.#messages.say('success', satz.erledigt(aktenzeichen), {
      action: { label: t().app.rueckgaengig, run: () => void this.undo() },
    });
    const weiter = next ? satz.naechster(next.titel) : satz.keinWeiterer;
    this.#messages.announce(`${satz.erledigt(aktenzeichen)}. ${weiter}`);
  }
}
