/** The places of the window. */
export const orte = [
  'posteingang',
  'sortieren',
  'scannen',
  'akten',
  'wiedervorlagen',
  'mitzeichnung',
  'suche',
  'abgleich',
  'kontakte',
  'aussonderung',
] as const;
export type Ort = (typeof orte)[number];

/** Where the window stands. */
export class OrtState {
  ort = $state<Ort>('posteingang');

  go(ort: Ort): void {
    this.ort = ort;
  }
}
