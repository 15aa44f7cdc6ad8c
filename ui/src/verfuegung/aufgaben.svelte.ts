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

/** A cursor that goes with its row, and stays at its place where the row is gone. */
class Cursor {
  index = $state(0);
  #id: string | undefined;

  /** Puts it on a row. */
  put(rows: readonly AufgabeZeile[], index: number): void {
    this.index = index;
    this.#id = rows[index]?.punkt.id;
  }

  /** Finds its row among others. */
  follow(rows: readonly AufgabeZeile[]): void {
    const at = rows.findIndex(({ punkt }) => punkt.id === this.#id);
    this.put(rows, at < 0 ? Math.max(0, Math.min(this.index, rows.length - 1)) : at);
  }
}

/** The day's list. */
export class WiedervorlagenState {
  spanne = $state<Spanne>('heute');
  readonly #cursor = new Cursor();
  readonly query = new Query('wiedervorlagen', KINDS, ({ zeilen }) => this.#cursor.follow(zeilen));
  readonly zeilen = $derived(this.query.view?.zeilen ?? []);
  readonly index = $derived(Math.min(this.#cursor.index, this.zeilen.length - 1));
  readonly gewaehlt = $derived(this.zeilen[this.index]);

  follow(): Stop {
    const stop = this.query.follow();
    void this.#ask();
    return stop;
  }

  select(index: number): void {
    this.#cursor.put(this.zeilen, index);
  }

  async choose(spanne: Spanne): Promise<void> {
    this.spanne = spanne;
    this.select(0);
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
  /** What is read: a signature is given for this draft and for no later one. */
  #gelesen = $state.raw<{ dokument: string; fassung: string; pdf: ArrayBuffer }>();
  #turn = 0;
  readonly #cursor = new Cursor();
  readonly query = new Query('mitzeichnungen', KINDS, (view) =>
    this.#cursor.follow(view[this.mappe]),
  );
  readonly seite = new Query('entwurf_vorschau', []);
  readonly zeilen = $derived(this.query.view?.[this.mappe] ?? []);
  readonly index = $derived(Math.min(this.#cursor.index, this.zeilen.length - 1));
  readonly gewaehlt = $derived(this.zeilen[this.index]);
  /** The draft under the cursor as it was read; none while its page is not there. */
  readonly #blatt = $derived(
    this.gewaehlt?.punkt.dokument === this.#gelesen?.dokument ? this.#gelesen : undefined,
  );
  readonly pdf = $derived(this.#blatt?.pdf);
  /** The draft has changed since its page was set. */
  readonly neuer = $derived(
    this.#blatt !== undefined && this.gewaehlt?.punkt.fassung !== this.#blatt.fassung,
  );
  readonly offen = $derived(
    this.mappe === 'zuZeichnen' && this.gewaehlt?.punkt.stand === 'offen',
  );
  /** What can be signed now, with the draft that was read; nothing that is not on the screen. */
  readonly zeichenbar = $derived.by(() => {
    const punkt = this.gewaehlt?.punkt;
    if (!punkt || !this.offen || punkt.wartet || !this.#blatt) return undefined;
    return { punkt, fassung: this.#blatt.fassung };
  });

  follow(): Stop {
    const stop = this.query.follow();
    void this.query.ask({});
    return stop;
  }

  select(index: number): void {
    this.#cursor.put(this.zeilen, index);
  }

  choose(mappe: Mappe): void {
    this.mappe = mappe;
    this.select(0);
  }

  /** Shows the page of a draft as it stands now. */
  async lesen(): Promise<void> {
    const turn = ++this.#turn;
    this.#gelesen = undefined;
    this.seite.clear();
    const punkt = this.gewaehlt?.punkt;
    if (!punkt?.dokument || punkt.fassung === null) return;
    const { dokument, fassung } = punkt;
    await this.seite.ask({ id: dokument, felder: null });
    const view = this.seite.view;
    if (view && turn === this.#turn) this.#gelesen = { dokument, fassung, pdf: decoded(view.pdf) };
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
