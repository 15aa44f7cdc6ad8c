import type { SeitentextView, WortView } from '../ipc/bindings';

/** A hit on a page that was read from its picture. */
export interface Fund {
  /** Page, from 0. */
  seite: number;
  /** Where its words stand. */
  kaesten: readonly Kasten[];
}

/** A place on a page in percent of its width and height, so that it fits every scale. */
export interface Kasten {
  links: number;
  oben: number;
  breite: number;
  hoehe: number;
}

/** Letters as they are compared: neither case nor accents count, as in the other search. */
function form(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Every place of a page where the words stand one after the other; a line break is a space. */
export function funde(seite: SeitentextView, suchwort: string): WortView[][] {
  const gesucht = form(suchwort).trim().replace(/\s+/g, ' ');
  if (gesucht === '') return [];
  let text = '';
  const stellen = seite.zeilen.flat().map((wort) => {
    const ab = text.length;
    text += `${form(wort.text)} `;
    return { ab, bis: text.length - 1, wort };
  });
  const found: WortView[][] = [];
  let at = text.indexOf(gesucht);
  while (at >= 0) {
    const ende = at + gesucht.length;
    found.push(stellen.filter(({ ab, bis }) => ab < ende && bis > at).map(({ wort }) => wort));
    at = text.indexOf(gesucht, ende);
  }
  return found;
}

/** Where a word stands on its page. */
export function kasten(wort: WortView, { breite, hoehe }: SeitentextView): Kasten {
  return {
    links: (100 * wort.x) / breite,
    oben: (100 * wort.y) / hoehe,
    breite: (100 * wort.b) / breite,
    hoehe: (100 * wort.h) / hoehe,
  };
}

/** The hits of one page with their places; none if nothing was read there. */
export function fundeDerSeite(seite: number, text: SeitentextView, suchwort: string): Fund[] {
  if (text.breite === 0 || text.hoehe === 0) return [];
  return funde(text, suchwort).map((worte) => ({
    seite,
    kaesten: worte.map((wort) => kasten(wort, text)),
  }));
}

/** The next of so many hits, from 1, round and round; the first or last one if there is none yet. */
export function naechster(nummer: number, direction: 1 | -1, gesamt: number): number {
  if (gesamt === 0) return 0;
  if (nummer === 0) return direction > 0 ? 1 : gesamt;
  return ((nummer - 1 + direction + gesamt) % gesamt) + 1;
}
