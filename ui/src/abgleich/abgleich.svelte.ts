import type {
  AbgleichState,
  AbgleichView,
  BremseView,
  Fehler,
  GegenstandView,
  HemmnisArt,
  KonfliktLoesenArgs,
  KonfliktZeile,
  MischZeile,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { pickTarget } from '../ipc/pick';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

type Kind = 'info' | 'success' | 'warning' | 'danger';

/** How each state looks; the word for it is in the catalogue. */
export const aussehen: Record<AbgleichState, { icon: string; kind: Kind }> = {
  nichtEingerichtet: { icon: 'info', kind: 'info' },
  laeuft: { icon: 'autorenew', kind: 'info' },
  aktuell: { icon: 'success', kind: 'success' },
  ausstehend: { icon: 'pending', kind: 'info' },
  offline: { icon: 'offline', kind: 'warning' },
  stoerung: { icon: 'danger', kind: 'danger' },
};

/** What goes away by itself is a warning; what needs a person is more. */
const mild: readonly HemmnisArt[] = ['keineVerbindung', 'ueberlastet', 'originaleHaengen'];

export function schwere(art: HemmnisArt): Kind {
  return mild.includes(art) ? 'warning' : 'danger';
}

/** Rows of each list at first, and how many more each time somebody asks. */
const STEP = 50;
/** The desk gives no more. */
const MOST = 500;

/** The truth about the reconciliation, and what a clerk does about it. */
export class AbgleichStand {
  readonly stand = new Query('abgleich', ['abgleich']);
  /** The lists of the page; asked for only while the page is open. */
  readonly listen = new Query('abgleich_einzelheiten', [
    'abgleich',
    'eingang',
    'akte',
    'vorgang',
    'dokument',
  ]);
  anzahl = $state(STEP);
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** The record whose difference somebody wants to see first. */
  gesucht = $state<string>();
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    void this.stand.ask({});
    return this.stand.follow();
  }

  /** Keeps the lists of the page fresh until stopped. */
  followListen(): Stop {
    this.anzahl = STEP;
    void this.listen.ask({ anzahl: STEP });
    const stop = this.listen.follow();
    return () => {
      stop();
      this.gesucht = undefined;
      this.listen.clear();
      this.fehler = undefined;
    };
  }

  /** A list has more rows than are shown, and the desk would give them. */
  mehrDa(gezeigt: number, gesamt: number): boolean {
    return gezeigt < gesamt && this.anzahl < MOST;
  }

  mehr(): Promise<void> {
    this.anzahl = Math.min(this.anzahl + 2 * STEP, MOST);
    return this.listen.ask({ anzahl: this.anzahl });
  }

  starten(): Promise<boolean> {
    return this.#attempt(() => call('abgleich_starten', {}));
  }

  /** Settles a disputed field, also one that was settled before. */
  async loesen(konflikt: KonfliktZeile, args: Omit<KonfliktLoesenArgs, 'id'>): Promise<boolean> {
    const done = await this.#attempt(() => call('konflikt_loesen', { id: konflikt.id, ...args }));
    if (done) this.#say(t().abgleich.geklaert, konflikt.gegenstand);
    return done;
  }

  bestaetigen(mid: string): Promise<boolean> {
    return this.#attempt(() => call('ablehnung_bestaetigen', { mid }));
  }

  async zuruecknehmen({ mid, gegenstand }: MischZeile): Promise<boolean> {
    const done = await this.#attempt(() => call('zusammenfuehrung_zuruecknehmen', { mid }));
    if (done) this.#say(t().abgleich.zurueckgenommen, gegenstand);
    return done;
  }

  erneutSenden(mid: string): Promise<boolean> {
    return this.#attempt(() => call('zurueckgestelltes_senden', { mid }));
  }

  vorfallBestaetigen(id: string): Promise<boolean> {
    return this.#attempt(() => call('vorfall_bestaetigen', { id }));
  }

  bremseLoesen({ id, richtung }: BremseView): Promise<boolean> {
    return this.#attempt(() => call('bremse_loesen', { id, richtung }));
  }

  anerkennen(kennung: string): Promise<boolean> {
    return this.#attempt(() => call('zentrale_anerkennen', { kennung }));
  }

  /** Writes a report without content where the person wants it; false if they changed their mind. */
  async diagnose(): Promise<boolean> {
    const satz = t().abgleich;
    const pfad = await pickTarget(satz.diagnoseTitel, satz.diagnoseDatei);
    if (pfad === null) return false;
    const done = await this.#attempt(async () => {
      await call('diagnose_speichern', { pfad });
      return undefined;
    });
    if (done) this.#messages.say('success', satz.diagnoseFertig(pfad));
    return done;
  }

  #say(satz: (gegenstand: string) => string, gegenstand: GegenstandView): void {
    this.#messages.say('success', satz(gegenstand.name));
  }

  async #attempt(act: () => Promise<AbgleichView | undefined>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      const view = await act();
      if (view) this.stand.set(view);
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
