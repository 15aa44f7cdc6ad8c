import type { EingangView, ZielZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';

/** Where a choice comes from. */
export type Herkunft = 'vorschlag' | 'zuletzt' | 'treffer';

/** A destination in the list below the field. */
export interface Wahl {
  key: string;
  herkunft: Herkunft;
  ziel: ZielZeile;
  /** Why it is proposed. */
  begruendung: string | undefined;
}

/** The destinations for one item: proposals and recent ones, or what matches the typed text. */
export class ZielState {
  text = $state('');
  titel = $state('');
  /** The ready choice; -1 while nothing but habit would speak for one. */
  active = $state(-1);
  /** The file in which a new case is being named. */
  akte = $state.raw<ZielZeile>();
  #eingang = $state.raw<EingangView>();
  readonly treffer = new Query('ziele', ['akte', 'vorgang']);

  readonly wahlen = $derived.by(() => {
    const gesucht = this.text.trim() !== '';
    const vorschlaege = gesucht ? [] : (this.#eingang?.vorschlaege ?? []);
    const wahlen = vorschlaege.map(({ ziel, begruendung }) =>
      wahl(ziel, 'vorschlag', begruendung),
    );
    const schonDa = new Set(wahlen.map(({ key }) => key));
    const herkunft = gesucht ? 'treffer' : 'zuletzt';
    const weitere = (this.treffer.view ?? []).map((ziel) => wahl(ziel, herkunft));
    return [...wahlen, ...weitere.filter(({ key }) => !schonDa.has(key))];
  });

  /** The chosen destination; none while the list still answers an older text. */
  readonly aktiv = $derived(this.treffer.busy ? undefined : this.wahlen[this.active]);

  /** Follows new and changed destinations. */
  follow(): Stop {
    return this.treffer.follow();
  }

  /** Starts over for an item; the same item again only renews its proposals. */
  start(eingang: EingangView | undefined): void {
    const same = eingang?.zeile.id === this.#eingang?.zeile.id;
    this.#eingang = eingang;
    if (same) return;
    this.akte = undefined;
    this.titel = eingang?.zeile.titel ?? '';
    void this.search('');
  }

  async search(text: string): Promise<void> {
    this.text = text;
    const gesucht = text.trim() !== '';
    this.active = gesucht || (this.#eingang?.vorschlaege.length ?? 0) > 0 ? 0 : -1;
    await this.treffer.ask({ text: text.trim() });
  }

  /** Starts naming a new case in the file of a choice. */
  async nameVorgang({ ziel }: Wahl): Promise<void> {
    if (ziel.art === 'akte') {
      this.akte = ziel;
      return;
    }
    try {
      this.akte = (await call('vorgang', { id: ziel.id })).akte;
    } catch (reason) {
      this.treffer.fehler = asFehler(reason);
    }
  }
}

function wahl(ziel: ZielZeile, herkunft: Herkunft, begruendung?: string): Wahl {
  return { key: `${ziel.art}-${ziel.id}`, herkunft, ziel, begruendung };
}
