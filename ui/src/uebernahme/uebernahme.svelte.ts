import type { Fehler, UebernahmeErgebnis } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { pickFiles, pickFolder } from '../ipc/pick';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { dateiname } from '../text/format';
import { t } from '../text/text.svelte';

/** Sources of post: watched folders, files chosen by hand, files dropped on the window. */
export class UebernahmeState {
  readonly quellen = new Query('uebernahme', ['uebernahme']);
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** Files hang over the window. */
  drueber = $state(false);
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    void this.quellen.ask({});
    return this.quellen.follow();
  }

  async waehlen(): Promise<void> {
    try {
      await this.uebernehmen(await pickFiles(t().eingang.uebernehmen));
    } catch (reason) {
      this.#messages.say('danger', asFehler(reason).meldung);
    }
  }

  /** Takes files in and says what became of each that needs a word. */
  async uebernehmen(pfade: string[]): Promise<void> {
    if (pfade.length === 0) return;
    this.#messages.say('info', t().uebernahme.laeuft(pfade.length));
    try {
      this.#tell(await call('dateien_uebernehmen', { pfade }));
    } catch (reason) {
      const { meldung, rat } = asFehler(reason);
      this.#messages.settle();
      this.#messages.say('danger', meldung, { details: rat === null ? [] : [rat] });
    }
  }

  /** A folder chosen by hand; nothing if the person changed their mind. */
  async ordnerWaehlen(): Promise<string | null> {
    try {
      return await pickFolder(t().uebernahme.pfad);
    } catch (reason) {
      this.fehler = asFehler(reason);
      return null;
    }
  }

  async ordnerSetzen(pfad: string): Promise<void> {
    this.busy = true;
    this.fehler = undefined;
    try {
      this.quellen.set(await call('eingangsordner_setzen', { pfad }));
      this.#messages.say('success', t().uebernahme.gesetzt);
    } catch (reason) {
      this.fehler = asFehler(reason);
    } finally {
      this.busy = false;
    }
  }

  #tell({ zeilen }: UebernahmeErgebnis): void {
    const satz = t().uebernahme;
    const failed = zeilen.filter((zeile) => zeile.fehlgeschlagen);
    const known = zeilen.filter((zeile) => !zeile.fehlgeschlagen && zeile.bereitsVorhanden);
    const taken = zeilen.length - failed.length - known.length;
    const parts: string[] = [];
    if (taken > 0) parts.push(satz.fertig(taken));
    if (known.length > 0) parts.push(satz.schonDa(known.length));
    if (failed.length > 0) parts.push(satz.fehlgeschlagen(failed.length));
    this.#messages.settle();
    this.#messages.say(failed.length > 0 ? 'warning' : 'success', `${parts.join(', ')}.`, {
      details: [...failed, ...known].map((zeile) =>
        satz.zeile(dateiname(zeile.pfad), zeile.meldung),
      ),
    });
  }
}
