import type { VerfuegungZeile } from '../ipc/bindings';

/** How many instructions would fall with the closing; signatures hold it up, and the one that asks
 * for it is done by it. */
export function fallend(verfuegungen: readonly VerfuegungZeile[]): number {
  return verfuegungen.filter(
    (punkt) => punkt.stand === 'offen' && punkt.fassung === null && punkt.art !== 'zuDenAkten',
  ).length;
}
