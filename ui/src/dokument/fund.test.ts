import { describe, expect, it } from 'vitest';
import type { SeitentextView } from '../ipc/bindings';
import { funde, fundeDerSeite, kasten, naechster } from './fund';

const wort = (text: string, x: number, y: number) => ({ text, x, y, b: 595, h: 84 });

/** A4 in tenths of a point. */
const seite: SeitentextView = {
  breite: 5950,
  hoehe: 8420,
  zeilen: [
    [wort('Größere', 595, 842), wort('Schlaglöcher', 1190, 842)],
    [wort('im', 595, 1684), wort('MÜHLGÄSSCHEN', 1190, 1684), wort('im', 2000, 1684)],
  ],
};

const texte = (suchwort: string) =>
  funde(seite, suchwort).map((worte) => worte.map(({ text }) => text).join(' '));

describe('words read from a picture', () => {
  it('are found whatever their case and their accents', () => {
    expect(texte('mühlgässchen')).toEqual(['MÜHLGÄSSCHEN']);
    expect(texte('muhlgasschen')).toEqual(['MÜHLGÄSSCHEN']);
    expect(texte('löcher')).toEqual(['Schlaglöcher']);
  });

  it('are found one after the other, also over the end of a line', () => {
    expect(texte('schlaglöcher  im mühl')).toEqual(['Schlaglöcher im MÜHLGÄSSCHEN']);
  });

  it('are found every time', () => {
    expect(texte('im')).toEqual(['im', 'im']);
    expect(texte('  ')).toEqual([]);
    expect(texte('Gänsekresse')).toEqual([]);
  });
});

describe('their places', () => {
  it('are percent of the page, so that they fit every scale', () => {
    expect(kasten(wort('Größere', 595, 842), seite)).toEqual({
      links: 10,
      oben: 10,
      breite: 10,
      hoehe: 84 / 84.2,
    });
  });

  it('are none where nothing was read', () => {
    expect(fundeDerSeite(2, { breite: 0, hoehe: 0, zeilen: [] }, 'im')).toEqual([]);
    expect(fundeDerSeite(2, seite, 'größere')).toMatchObject([{ seite: 2 }]);
  });
});

it('walks through the hits round and round', () => {
  expect([naechster(0, 1, 3), naechster(0, -1, 3)]).toEqual([1, 3]);
  expect([naechster(3, 1, 3), naechster(1, -1, 3), naechster(2, 1, 3)]).toEqual([1, 3, 3]);
  expect(naechster(1, 1, 0)).toBe(0);
});
