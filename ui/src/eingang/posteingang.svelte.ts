import type { EingangFilter, EingangView, EingangZeile, Fehler, StelleView } from '../ipc/bindings';
import { call } from '../ipc/call';
import { onChanged, type Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';

/** Rows asked for at once. */
export const PAGE = 200;

/** Pictures of an item or of its parts are not read to their end yet. */
export function beingRead(view: EingangView | undefined): boolean {
  const all = [view?.erkennung, ...(view?.teile ?? []).map(({ erkennung }) => erkennung)];
  return all.some((one) => one?.stand === 'wartet' || one?.stand === 'laeuft');
}

/**
 * The list of the Posteingang and the item in view.
 *
 * Only the pages that were looked at are held; they are read again when post has changed.
 * The cursor stays on its item while rows come and go above it.
 */
export class PosteingangState {
  filter = $state<EingangFilter>('offen');
  gesamt = $state(0);
  geladen = $state(false);
  fehler = $state.raw<Fehler>();
  /** Row of the cursor; -1 if the item in view is not in the list. */
  index = $state(-1);
  /** The item in view. */
  id = $state<string>();
  /** A place in the item in view that is to be shown. */
  stelle = $state.raw<StelleView>();
  readonly eingang = new Query('eingang', ['eingang', 'vorgang', 'akte', 'dokument']);

  #pages = $state.raw<ReadonlyMap<number, EingangZeile[]>>(new Map());
  #wanted = new Set<number>();
  #round = 0;
  #visible = { first: 0, last: 1 };

  /** Reads the list and follows every change. */
  follow(): Stop {
    void this.reload();
    const stops = [
      onChanged(['eingang'], () => void this.reload()),
      onChanged(['erkennung'], () => {
        if (beingRead(this.eingang.view)) void this.eingang.again();
      }),
      this.eingang.follow(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  zeile(index: number): EingangZeile | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The view is that of the item under the cursor, and not still that of the one before. */
  get current(): boolean {
    return this.id !== undefined && this.eingang.view?.zeile.id === this.id;
  }

  /** The rows on the screen; what is missing of them is fetched. */
  show(first: number, last: number): void {
    this.#visible = { first, last };
    void this.#fetch(this.#missing());
  }

  async choose(filter: EingangFilter): Promise<void> {
    if (filter === this.filter) return;
    this.filter = filter;
    this.index = -1;
    this.id = undefined;
    this.eingang.clear();
    await this.reload();
  }

  /** Puts the cursor on a row. */
  select(index: number): void {
    this.index = index;
    this.#view(this.zeile(index)?.id);
  }

  /** Shows an item wherever it stands; the cursor goes there once its row is loaded. */
  open(id: string): void {
    this.index = this.#find(id);
    this.#view(id);
  }

  /** The open item after the cursor, else the one before it. */
  next(): EingangZeile | undefined {
    const open = (index: number) => {
      const zeile = this.zeile(index);
      return zeile && !zeile.zugeordnet && !zeile.aufgeteilt ? zeile : undefined;
    };
    for (let index = this.index + 1; this.zeile(index); index++) {
      if (open(index)) return open(index);
    }
    for (let index = this.index - 1; index >= 0 && this.zeile(index); index--) {
      if (open(index)) return open(index);
    }
    return undefined;
  }

  /** Reads what is on the screen again; all else is fetched when it is looked at. */
  async reload(): Promise<void> {
    const round = ++this.#round;
    const pages = new Map<number, EingangZeile[]>();
    try {
      for (const page of this.#needed()) {
        const liste = await this.#read(page);
        if (round !== this.#round) return;
        pages.set(page, liste.zeilen);
        this.gesamt = liste.gesamt;
      }
    } catch (reason) {
      this.fehler = asFehler(reason);
      return;
    }
    this.fehler = undefined;
    this.#pages = pages;
    this.#wanted.clear();
    this.geladen = true;
    this.#settle();
  }

  #needed(): number[] {
    const pages = new Set<number>([0]);
    const page = (index: number) => Math.floor(index / PAGE);
    if (this.index >= 0) pages.add(page(this.index));
    for (let at = page(this.#visible.first); at <= page(this.#visible.last - 1); at++) {
      pages.add(at);
    }
    return [...pages].filter((at) => at >= 0).sort((a, b) => a - b);
  }

  #missing(): number[] {
    if (!this.geladen) return [];
    return this.#needed().filter(
      (page) => page * PAGE < this.gesamt && !this.#pages.has(page) && !this.#wanted.has(page),
    );
  }

  async #fetch(pages: number[]): Promise<void> {
    const round = this.#round;
    for (const page of pages) {
      this.#wanted.add(page);
      try {
        const liste = await this.#read(page);
        if (round !== this.#round) return;
        this.#pages = new Map(this.#pages).set(page, liste.zeilen);
        // The cursor was put on a row before the row was there.
        if (this.id === undefined) this.#settle();
      } catch (reason) {
        this.fehler = asFehler(reason);
      } finally {
        this.#wanted.delete(page);
      }
    }
  }

  #read(page: number) {
    const ausschnitt = { ab: page * PAGE, anzahl: PAGE };
    return call('posteingang', { filter: this.filter, ausschnitt });
  }

  #find(id: string): number {
    for (const [page, zeilen] of this.#pages) {
      const at = zeilen.findIndex((zeile) => zeile.id === id);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /**
   * Keeps the cursor on its item. If somebody else has filed it, it stays in view without a row:
   * another item must not slip under the hands of a person who is about to press Enter.
   */
  #settle(): void {
    if (this.id !== undefined) this.index = this.#find(this.id);
    else if (this.gesamt > 0) this.select(Math.min(Math.max(this.index, 0), this.gesamt - 1));
  }

  #view(id: string | undefined): void {
    if (id === this.id) return;
    this.id = id;
    this.stelle = undefined;
    if (id === undefined) this.eingang.clear();
    else void this.eingang.ask({ id });
  }
}
