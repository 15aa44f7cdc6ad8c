import type { AufgabeZeile, VertretungArgs } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Fehler } from '../ipc/bindings';
import { verschoben } from './tage';

/** How far ahead the day's list looks. */
export const spannen = ['heute', 'woche', 'monat', 'alle'] as const;
export type Spanne = (typeof spannen)[number];

const TAGE: Record<Spanne, number> = { heute: 0, woche: 7, monat: 31, alle: 36_500 };
const KINDS = ['verfuegung', 'vorgang', 'dokument', 'akte', 'abgleich'] as const;

/** A list with a cursor that stays where it is when the row under it goes. */
class Liste {
  index = $state(0);

  at(rows: readonly AufgabeZeile[]): AufgabeZeile | undefined {
    return rows[Math.min(this.index, rows.length - 1)];
  }

  active(rows: readonly AufgabeZeile[]): number {
    return Math.min(this.index, rows.length - 1);
  }
}

/** The day's list. */
export class WiedervorlagenState {
  spanne = $state<Spanne>('heute');
  readonly liste = new Liste();
  readonly query = new Query('wiedervorlagen', KINDS);
  readonly zeilen = $derived(this.query.view?.zeilen ?? []);
  readonly index = $derived(this.liste.active(this.zeilen));
  readonly gewaehlt = $derived(this.liste.at(this.zeilen));

  follow(): Stop {
    const stop = this.query.follow();
    void this.#ask();
    return stop;
  }

  async choose(spanne: Spanne): Promise<void> {
    this.spanne = spanne;
    this.liste.index = 0;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    // The desk knows what day it is.
    await this.query.ask({ von: null, bis: null });
    const heute = this.query.view?.heute;
    if (heute === undefined || this.spanne === 'heute') return;
    await this.query.ask({ von: null, bis: verschoben(heute, TAGE[this.spanne]) });
  }
}

export type Mappe = 'zuZeichnen' | 'erbeten';

/** The folder of signatures. */
export class MitzeichnungState {
  mappe = $state<Mappe>('zuZeichnen');
  /** The page of the draft under the cursor. */
  pdf = $state.raw<ArrayBuffer>();
  /** What was read: a signature is given for this draft and for no later one. */
  #gelesen = $state.raw<{ dokument: string; fassung: string }>();
  readonly liste = new Liste();
  readonly query = new Query('mitzeichnungen', KINDS);
  readonly seite = new Query('entwurf_vorschau', []);
  readonly zeilen = $derived(this.query.view?.[this.mappe] ?? []);
  readonly index = $derived(this.liste.active(this.zeilen));
  readonly gewaehlt = $derived(this.liste.at(this.zeilen));
  /** The draft has changed since its page was set. */
  readonly neuer = $derived.by(() => {
    const punkt = this.gewaehlt?.punkt;
    const read = this.#gelesen;
    if (!punkt || !read || punkt.dokument !== read.dokument) return false;
    return punkt.fassung !== read.fassung;
  });

  follow(): Stop {
    const stop = this.query.follow();
    void this.query.ask({});
    return stop;
  }

  choose(mappe: Mappe): void {
    this.mappe = mappe;
    this.liste.index = 0;
  }

  get fassung(): string {
    return this.#gelesen?.fassung ?? '';
  }

  /** Shows the page of a draft as it stands now. */
  async lesen(): Promise<void> {
    const punkt = this.gewaehlt?.punkt;
    if (!punkt?.dokument || punkt.fassung === null) {
      this.#gelesen = undefined;
      this.pdf = undefined;
      return;
    }
    if (this.#gelesen?.dokument !== punkt.dokument) this.pdf = undefined;
    const { dokument, fassung } = punkt;
    this.#gelesen = { dokument, fassung };
    await this.seite.ask({ id: dokument, felder: null });
    const view = this.seite.view;
    if (view && this.#gelesen.dokument === dokument) this.pdf = decoded(view.pdf);
  }
}

function decoded(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)).buffer;
}

/** Who stands in for whom. */
export class VertretungState {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly query = new Query('vertretungen', ['verfuegung']);

  follow(): Stop {
    const stop = this.query.follow();
    void this.query.ask({});
    return stop;
  }

  eintragen(args: VertretungArgs): Promise<boolean> {
    return this.#act(async () => this.query.set(await call('vertretung_eintragen', args)));
  }

  beenden(id: string): Promise<boolean> {
    return this.#act(async () => this.query.set(await call('vertretung_beenden', { id })));
  }

  async #act(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      await act();
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
