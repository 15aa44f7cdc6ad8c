import type { EingangView, VorschlagView, ZielZeile } from '../ipc/bindings';
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
  /** Why it is proposed, and how sure that is; none for what was only used or found. */
  vorschlag: VorschlagView | undefined;
}

/** The destinations for one item: proposals and recent ones, or what matches the typed text. */
export class ZielState {
  text = $state('');
  /** The clerk has pointed at the choice; it is not only the first one. */
  gewaehlt = $state(false);
  /** The file in which a new case is being named. */
  akte = $state.raw<ZielZeile>();
  #eingang = $state.raw<EingangView>();
  /** The choice that stays, wherever it stands in a list that is read again. */
  #key = $state<string>();
  readonly treffer = new Query('ziele', ['akte', 'vorgang']);

  readonly wahlen = $derived.by(() => {
    const gesucht = this.text.trim() !== '';
    const vorschlaege = gesucht ? [] : (this.#eingang?.vorschlaege ?? []);
    const wahlen = vorschlaege.map((vorschlag) => wahl(vorschlag.ziel, 'vorschlag', vorschlag));
    const schonDa = new Set(wahlen.map(({ key }) => key));
    const herkunft = gesucht ? 'treffer' : 'zuletzt';
    const weitere = (this.treffer.view ?? []).map((ziel) => wahl(ziel, herkunft));
    return [...wahlen, ...weitere.filter(({ key }) => !schonDa.has(key))];
  });

  /** The ready choice; -1 while nothing speaks for one, or too little. */
  readonly active = $derived.by(() => {
    if (this.#key !== undefined) return this.wahlen.findIndex(({ key }) => key === this.#key);
    if (this.text.trim() !== '') return this.wahlen.length > 0 ? 0 : -1;
    const first = this.#eingang?.vorschlaege[0];
    return first && first.vertrauen !== 'unsicher' ? 0 : -1;
  });

  /** The chosen destination; none while the list still answers an older text. */
  readonly aktiv = $derived(this.treffer.busy ? undefined : this.wahlen[this.active]);

  /** Follows new and changed destinations. */
  follow(): Stop {
    return this.treffer.follow();
  }

  /**
   * Starts over for an item; the same item again only renews its proposals. Then the choice stays
   * with its destination, and is none if that is proposed no more. `gesehen`: somebody may be about
   * to press Enter; as long as nobody has seen anything, the first of the new proposals is ready.
   */
  start(eingang: EingangView | undefined, gesehen = true): void {
    const same = eingang?.zeile.id === this.#eingang?.zeile.id;
    const before = this.wahlen[this.active]?.key;
    this.#eingang = eingang;
    if (!same) {
      this.akte = undefined;
      void this.search('');
    } else if (before !== undefined && (gesehen || this.gewaehlt)) {
      this.#key = before;
    }
  }

  async search(text: string): Promise<void> {
    this.text = text;
    this.#key = undefined;
    this.gewaehlt = false;
    await this.treffer.ask({ text: text.trim() });
  }

  /** Points at a choice. */
  select(index: number): void {
    this.#key = this.wahlen[index]?.key;
    this.gewaehlt = this.#key !== undefined;
  }

  /** Starts naming a new case in the file of a choice. */
  async nameVorgang({ ziel }: Wahl): Promise<void> {
    if (ziel.art === 'akte') {
      this.akte = ziel;
      return;
    }
    const eingang = this.#eingang?.zeile.id;
    try {
      const { akte } = await call('vorgang', { id: ziel.id });
      // Whoever has gone on to another item meanwhile names nothing there.
      if (this.#eingang?.zeile.id === eingang) this.akte = akte;
    } catch (reason) {
      this.treffer.fehler = asFehler(reason);
    }
  }
}

function wahl(ziel: ZielZeile, herkunft: Herkunft, vorschlag?: VorschlagView): Wahl {
  return { key: `${ziel.art}-${ziel.id}`, herkunft, ziel, vorschlag };
}
