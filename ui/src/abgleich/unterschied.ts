import type { KonfliktZeile } from '../ipc/bindings';

/** Disputed fields of one record. */
export interface Gruppe {
  id: string;
  felder: readonly KonfliktZeile[];
}

/** Puts the disputed fields of one record side by side, in the order in which they came. */
export function gruppen(zeilen: readonly KonfliktZeile[]): Gruppe[] {
  const groups = new Map<string, KonfliktZeile[]>();
  for (const zeile of zeilen) {
    const known = groups.get(zeile.gegenstand.id);
    if (known) known.push(zeile);
    else groups.set(zeile.gegenstand.id, [zeile]);
  }
  return [...groups].map(([id, felder]) => ({ id, felder }));
}

/** Words beyond this are shown without marks; nobody compares a page word by word. */
const WORDS_MAX = 200;

/** Marks, between `‹` and `›`, the words of a text that another text does not have in this order. */
export function unterschied(alt: string, neu: string): string {
  const [before, after] = [words(alt), words(neu)];
  // Nothing to compare with: everything is new, and marking everything says nothing.
  if (before.length === 0 || before.length > WORDS_MAX || after.length > WORDS_MAX) return neu;
  const kept = common(before, after);
  let open = false;
  let marked = '';
  for (const [i, word] of after.entries()) {
    const differs = !kept.has(i);
    if (open && !differs) marked += '›';
    if (i > 0) marked += ' ';
    if (!open && differs) marked += '‹';
    open = differs;
    marked += word;
  }
  return open ? `${marked}›` : marked;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Indices in `after` of a longest common sequence of words. */
function common(before: readonly string[], after: readonly string[]): Set<number> {
  const width = after.length + 1;
  const lengths = new Array<number>((before.length + 1) * width).fill(0);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i] === after[j];
      lengths[i * width + j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<number>();
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      kept.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}
