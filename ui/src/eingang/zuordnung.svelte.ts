import type { EingangZeile, Fehler, Ziel } from '../ipc/bindings';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import type { Abgelegt, Ablage, Beigabe } from './ablage.svelte';
import type { PosteingangState } from './posteingang.svelte';

/** Filing items of post and taking it back. */
export class ZuordnungState {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #posteingang: PosteingangState;
  readonly #messages: Messages;
  readonly #ablage: Ablage;

  constructor(posteingang: PosteingangState, messages: Messages, ablage: Ablage) {
    this.#posteingang = posteingang;
    this.#messages = messages;
    this.#ablage = ablage;
  }

  /** Files an item and goes on to the next open one. True if it is filed. */
  async file(eingang: EingangZeile, ziel: Ziel, beigabe: Beigabe): Promise<boolean> {
    if (this.busy || eingang.id !== this.#posteingang.id) return false;
    const next = this.#posteingang.next();
    return await this.#attempt(async () => {
      const dokument = await this.#ablage.ablegen(eingang, ziel, beigabe);
      if (next) this.#posteingang.open(next.id);
      await this.#posteingang.reload();
      this.#tell(dokument.vorgang.aktenzeichen, next);
    });
  }

  /** Takes the latest filing of this window back. */
  async undo(): Promise<void> {
    const last = this.#ablage.letztes;
    if (last) await this.takeBack(last);
  }

  /** Takes a filing back and shows the item again. */
  async takeBack(eingang: Abgelegt): Promise<void> {
    await this.#attempt(async () => {
      await this.#ablage.zuruecknehmen(eingang.id);
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
