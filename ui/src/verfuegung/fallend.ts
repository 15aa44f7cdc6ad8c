import type { VorgangView } from '../ipc/bindings';

/** Instructions that would fall with the closing; signatures hold it up, and the one that asks
 * for it is done by it. */
export function fallend({ verfuegungen }: VorgangView): number {
  return verfuegungen.filter(
    (punkt) => punkt.stand === 'offen' && punkt.fassung === null && punkt.art !== 'zuDenAkten',
  ).length;
}
