import type { ScanDokument, ScanGriff, ScanSeite, ScanTischView } from '../ipc/bindings';

/** Where a page lies: on the table, with the fronts or backs that wait, or taken off. */
export type Lage = 'tisch' | 'vorn' | 'hinten' | 'entfernt';

/** A page with its place. */
export interface Karte {
  seite: ScanSeite;
  lage: Lage;
  /** Number, from 1, of the document that begins with it, where there are several. */
  beginnt: number | undefined;
}

/** All pages to look at, in the order in which they are shown. */
export function karten(view: ScanTischView, mitEntfernten: boolean): Karte[] {
  const { seiten, dokumente, duplex, entfernt } = view;
  const numbers = new Map(dokumente.map(({ erste }, i) => [erste, i + 1]));
  const of = (pages: readonly ScanSeite[], lage: Lage): Karte[] =>
    pages.map((seite) => ({ seite, lage, beginnt: undefined }));
  const lying = of(seiten, 'tisch').map((karte) => ({
    ...karte,
    beginnt: numbers.size > 1 ? numbers.get(karte.seite.seite) : undefined,
  }));
  return [
    ...lying,
    ...of(duplex?.vorderseiten ?? [], 'vorn'),
    ...of(duplex?.rueckseiten ?? [], 'hinten'),
    ...of(mitEntfernten ? entfernt : [], 'entfernt'),
  ];
}

/** The document in which a page lies, with its number from 1. */
export function dokumentVon(
  { seiten, dokumente }: ScanTischView,
  seite: number,
): { nummer: number; dokument: ScanDokument } | undefined {
  const at = seiten.findIndex((page) => page.seite === seite);
  if (at < 0) return undefined;
  let from = 0;
  for (const [i, dokument] of dokumente.entries()) {
    from += dokument.seiten;
    if (at < from) return { nummer: i + 1, dokument };
  }
  return undefined;
}

/** Pages of a stack that would be gone with it. */
export function verlust({ seiten, entfernt, duplex }: ScanTischView): number {
  const waiting = duplex ? duplex.vorderseiten.length + duplex.rueckseiten.length : 0;
  return seiten.length + entfernt.length + waiting;
}

/** Moves a page to a place among those that lie, from 0; nothing if it lies there already. */
export function verschieben(
  { seiten }: ScanTischView,
  seite: number,
  nach: number,
): ScanGriff | undefined {
  const from = seiten.findIndex((page) => page.seite === seite);
  const to = Math.min(Math.max(nach, 0), seiten.length - 1);
  if (from < 0 || from === to) return undefined;
  const before = seiten[to > from ? to + 1 : to];
  return { art: 'verschieben', seite, vor: before?.seite ?? null };
}

/** What can be done with the page that has the cursor. */
export type Handgriff =
  | 'vor'
  | 'zurueck'
  | 'links'
  | 'rechts'
  | 'teilen'
  | 'einfuegen'
  | 'neu'
  | 'entfernen';

/** Whether it can be done with a page where it lies. */
export function geht(view: ScanTischView, karte: Karte, was: Handgriff): boolean {
  const first = view.seiten[0]?.seite === karte.seite.seite;
  const last = view.seiten.at(-1)?.seite === karte.seite.seite;
  switch (karte.lage) {
    case 'tisch':
      return !(first && (was === 'vor' || was === 'teilen')) && !(last && was === 'zurueck');
    case 'entfernt':
      return was === 'entfernen';
    default:
      return was === 'neu';
  }
}

/** What is done on the table; nothing where it is not done there, or changes nothing. */
export function griff(
  view: ScanTischView,
  { seite, lage }: Karte,
  was: Handgriff,
): ScanGriff | undefined {
  const nummer = seite.seite;
  const at = view.seiten.findIndex((page) => page.seite === nummer);
  switch (was) {
    case 'vor':
      return verschieben(view, nummer, at - 1);
    case 'zurueck':
      return verschieben(view, nummer, at + 1);
    case 'links':
      return { art: 'drehen', seite: nummer, grad: 270 };
    case 'rechts':
      return { art: 'drehen', seite: nummer, grad: 90 };
    case 'teilen':
      return begins(view, nummer)
        ? { art: 'verbinden', vor: nummer }
        : { art: 'teilen', vor: nummer };
    case 'entfernen':
      return { art: lage === 'entfernt' ? 'zurueckholen' : 'loeschen', seiten: [nummer] };
    default:
      return undefined;
  }
}

/** Whether a document begins with a page, be it that the page before it was taken off. */
export function begins({ dokumente }: ScanTischView, seite: number): boolean {
  return dokumente.some(({ erste }) => erste === seite);
}

/** Sheets as a person names them, `3, 7`; nothing if it is anything else. */
export function blaetter(text: string): number[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length === 0 || !words.every((word) => /^[1-9]\d{0,4}$/.test(word))) return undefined;
  return [...new Set(words.map(Number))];
}
