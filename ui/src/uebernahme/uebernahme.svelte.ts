import type { Fehler, OrdnerArgs, OrdnerView, UebernahmeZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { pickFiles, pickFolder, pickTarget } from '../ipc/pick';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { groesse } from '../text/format';
import { t } from '../text/text.svelte';
import { encode, PASTE_MAX, pasteName } from './einfuegen';
import { summe } from './summe';

/** Sources of post: watched folders, files chosen by hand, dropped on the window, or pasted. */
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
      this.#tell((await call('dateien_uebernehmen', { pfade })).zeilen);
    } catch (reason) {
      const { meldung, rat } = asFehler(reason);
      this.#messages.settle();
      this.#messages.say('danger', meldung, { details: rat ? [rat] : [] });
    }
  }

  /** Takes in what was pasted. */
  async einfuegen(dateien: readonly File[]): Promise<void> {
    const satz = t().uebernahme;
    if (dateien.length === 0) {
      this.#messages.say('info', satz.einfuegenLeer);
      return;
    }
    this.#messages.say('info', satz.laeuft(dateien.length));
    const zeilen: UebernahmeZeile[] = [];
    for (const datei of dateien) zeilen.push(...(await this.#einfuegen(datei)));
    this.#tell(zeilen);
  }

  async #einfuegen(datei: File): Promise<UebernahmeZeile[]> {
    const satz = t().uebernahme;
    const name = pasteName(datei.name, datei.type, new Date(), satz.eingefuegt);
    try {
      if (datei.size > PASTE_MAX) return [failed(name, satz.zuGross(groesse(PASTE_MAX)))];
      return (await call('zwischenablage_uebernehmen', await encode(datei, name))).zeilen;
    } catch (reason) {
      const { meldung, rat } = asFehler(reason);
      return [failed(name, rat ? `${meldung} ${rat}` : meldung)];
    }
  }

  /** A folder chosen by hand; nothing if the person changed their mind. */
  async ordnerWaehlen(titel: string): Promise<string | null> {
    try {
      return await pickFolder(titel);
    } catch (reason) {
      this.fehler = asFehler(reason);
      return null;
    }
  }

  ordnerSetzen(ordner: OrdnerArgs): Promise<boolean> {
    return this.#attempt(async () => {
      this.quellen.set(await call('eingangsordner_setzen', ordner));
      this.#messages.say('success', t().uebernahme.gesetzt);
      return true;
    });
  }

  /** Watches a folder no longer, with a way back. */
  ordnerEntfernen({ pfad, besitzer, regel, ziel }: OrdnerView): Promise<boolean> {
    const ordner: OrdnerArgs = { pfad, besitzer, regel, ziel };
    return this.#attempt(async () => {
      this.quellen.set(await call('eingangsordner_entfernen', ordner));
      this.#messages.say('success', t().uebernahme.entfernt(pfad), {
        action: { label: t().app.rueckgaengig, run: () => void this.ordnerSetzen(ordner) },
      });
      return true;
    });
  }

  /** Writes separator sheets where the person wants them; false if they changed their mind. */
  trennblaetter(anzahl: number, anlage: boolean): Promise<boolean> {
    return this.#attempt(async () => {
      const satz = t().uebernahme;
      const pfad = await pickTarget(satz.trennblattTitel, satz.trennblattDatei);
      if (pfad === null) return false;
      await call('trennblaetter', { pfad, anzahl, anlage });
      this.#messages.say('success', satz.trennblattFertig(pfad));
      return true;
    });
  }

  /** Forgets what went wrong before. */
  neu(): void {
    this.fehler = undefined;
  }

  async #attempt(act: () => Promise<boolean>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      return await act();
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #tell(zeilen: readonly UebernahmeZeile[]): void {
    const { kind, text, details } = summe(zeilen);
    this.#messages.settle();
    this.#messages.say(kind, text, { details });
  }
}

function failed(pfad: string, meldung: string): UebernahmeZeile {
  return {
    pfad,
    eingang: null,
    sha256: null,
    bereitsVorhanden: false,
    meldung,
    fehlgeschlagen: true,
  };
}
