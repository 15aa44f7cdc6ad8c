/** The desk makes no more at once. */
export const BLAETTER_MAX = 500;

/** How many sheets a text asks for; nothing if it is no such number. */
export function anzahlAus(text: string): number | undefined {
  const anzahl = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
  return anzahl >= 1 && anzahl <= BLAETTER_MAX ? anzahl : undefined;
}
