import type { BaumKnoten, Fehler, KnotenRef } from '../ipc/bindings';
import { call } from '../ipc/call';
import { onChanged, type Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';

/** A node as it stands in the drawn tree. */
export interface BaumRow {
  knoten: BaumKnoten;
  key: string;
  level: number;
  /** Place among its siblings, from 1. */
  position: number;
  siblings: number;
  /** Row of its parent; -1 for a root. */
  parent: number;
  open: boolean;
}

const ROOT = '';

export function keyOf({ art, id }: KnotenRef): string {
  return `${art}-${id}`;
}

/**
 * The tree of files. Children are read when their parent is opened, and all open ones again when
 * something has changed.
 */
export class BaumState {
  fehler = $state.raw<Fehler>();
  geladen = $state(false);
  /** Key of the node with the cursor. */
  aktiv = $state('');
  /** A node shown without standing in an opened part of the tree, such as a hit of a search. */
  #guest = $state.raw<BaumKnoten>();
  #children = $state.raw<ReadonlyMap<string, BaumKnoten[]>>(new Map());
  #open = $state.raw<ReadonlySet<string>>(new Set());
  #round = 0;

  readonly rows = $derived.by(() => {
    const rows: BaumRow[] = [];
    this.#flatten(rows, ROOT, 1, -1);
    return rows;
  });
  readonly index = $derived(this.rows.findIndex((row) => row.key === this.aktiv));
  readonly knoten = $derived(this.rows[this.index]?.knoten ?? this.#guest);

  follow(): Stop {
    void this.reload();
    return onChanged(['akte', 'vorgang', 'dokument'], () => void this.reload());
  }

  children(knoten: KnotenRef): readonly BaumKnoten[] {
    return this.#children.get(keyOf(knoten)) ?? [];
  }

  select(index: number): void {
    const row = this.rows[index];
    if (!row) return;
    this.show(row.knoten);
  }

  /** Shows a node, wherever it stands. */
  show(knoten: BaumKnoten): void {
    this.aktiv = keyOf(knoten);
    this.#guest = knoten;
    void this.#load(knoten);
    if (this.index < 0) void this.#reveal(knoten);
  }

  /** Opens what a node lies in, so that it is seen where it stands. */
  async #reveal(knoten: BaumKnoten): Promise<void> {
    try {
      const above = await call('baumpfad', { id: knoten.id });
      if (this.aktiv !== keyOf(knoten)) return;
      this.#open = new Set([...this.#open, ...above.map(keyOf)]);
      await this.reload();
    } catch (reason) {
      this.fehler = asFehler(reason);
    }
  }

  /** Opens a closed node and closes an open one. */
  async toggle(index: number): Promise<void> {
    const row = this.rows[index];
    if (!row || row.knoten.kinder === 0) return;
    const open = new Set(this.#open);
    if (!open.delete(row.key)) {
      await this.#load(row.knoten);
      open.add(row.key);
    }
    this.#open = open;
  }

  /** What the arrow keys to the sides do, as the tree pattern has it. */
  async sideways(direction: 1 | -1): Promise<void> {
    const row = this.rows[this.index];
    if (!row) return;
    const foldable = row.knoten.kinder > 0;
    if (direction > 0) {
      if (foldable && !row.open) await this.toggle(this.index);
      else if (row.open) this.select(this.index + 1);
    } else if (row.open) {
      await this.toggle(this.index);
    } else if (row.parent >= 0) {
      this.select(row.parent);
    }
  }

  /** Reads the roots and the children of all open nodes again. */
  async reload(): Promise<void> {
    const round = ++this.#round;
    try {
      const children = new Map<string, BaumKnoten[]>();
      await this.#readOpen(children, ROOT, await call('aktenbaum', { knoten: null }));
      const { knoten } = this;
      if (knoten && knoten.art !== 'dokument' && !children.has(keyOf(knoten))) {
        children.set(keyOf(knoten), await this.#read(knoten));
      }
      if (round !== this.#round) return;
      this.#children = children;
      this.geladen = true;
      this.fehler = undefined;
      if (this.aktiv === '') this.select(0);
    } catch (reason) {
      this.fehler = asFehler(reason);
    }
  }

  /** Notes the children of a node, and reads those of all that are open among them. */
  async #readOpen(
    into: Map<string, BaumKnoten[]>,
    key: string,
    children: BaumKnoten[],
  ): Promise<void> {
    into.set(key, children);
    for (const knoten of children) {
      const below = keyOf(knoten);
      if (this.#open.has(below)) await this.#readOpen(into, below, await this.#read(knoten));
    }
  }

  async #load(knoten: BaumKnoten): Promise<void> {
    const key = keyOf(knoten);
    if (this.#children.has(key) || knoten.art === 'dokument') return;
    try {
      const children = await this.#read(knoten);
      this.#children = new Map(this.#children).set(key, children);
    } catch (reason) {
      this.fehler = asFehler(reason);
    }
  }

  #read({ art, id }: KnotenRef): Promise<BaumKnoten[]> {
    return call('aktenbaum', { knoten: { art, id } });
  }

  #flatten(rows: BaumRow[], parentKey: string, level: number, parent: number): void {
    const children = this.#children.get(parentKey) ?? [];
    children.forEach((knoten, i) => {
      const key = keyOf(knoten);
      const open = this.#open.has(key) && this.#children.has(key);
      const at = rows.length;
      const siblings = children.length;
      rows.push({ knoten, key, level, position: i + 1, siblings, parent, open });
      if (open) this.#flatten(rows, key, level + 1, at);
    });
  }
}
