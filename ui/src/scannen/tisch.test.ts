import { describe, expect, it } from 'vitest';
import { einpassen } from './bild';
import { duplex, POST, seite, tisch } from './muster';
import { formular, frei, funktionstaste, maengel, papierName, profil } from './profil';
import { tischtaste } from './tasten';
import { blaetter, dokumentVon, geht, griff, karten, verlust, verschieben } from './tisch';

const dreiSeiten = [seite(1), seite(2), seite(3)];
const zweiDokumente = tisch(dreiSeiten, {
  dokumente: [
    { erste: 1, seiten: 2, hindernis: null },
    { erste: 3, seiten: 1, hindernis: null },
  ],
});

describe('the pages to look at', () => {
  it('are those that lie, then those that wait, then those that were taken off', () => {
    const view = tisch([seite(9)], {
      duplex: duplex({ rueckseiten: [seite(3)] }),
      entfernt: [seite(4, { entfernt: 'leer' })],
    });
    const shown = (all: boolean) => karten(view, all).map((k) => `${k.seite.seite} ${k.lage}`);
    expect(shown(false)).toEqual(['9 tisch', '1 vorn', '2 vorn', '3 hinten']);
    expect(shown(true).at(-1)).toBe('4 entfernt');
    expect(verlust(view)).toBe(5);
  });

  it('say where a document begins, if there are several', () => {
    const begins = (view: typeof zweiDokumente) => karten(view, false).map((k) => k.beginnt);
    expect(begins(zweiDokumente)).toEqual([1, undefined, 2]);
    expect(begins(tisch(dreiSeiten))).toEqual([undefined, undefined, undefined]);
    expect(dokumentVon(zweiDokumente, 2)?.nummer).toBe(1);
    expect(dokumentVon(zweiDokumente, 3)?.nummer).toBe(2);
    expect(dokumentVon(zweiDokumente, 7)).toBeUndefined();
  });
});

describe('moving a page', () => {
  const view = tisch(dreiSeiten);

  it('names the page before which it comes to lie, or the end', () => {
    expect(verschieben(view, 3, 0)).toEqual({ art: 'verschieben', seite: 3, vor: 1 });
    expect(verschieben(view, 1, 1)).toEqual({ art: 'verschieben', seite: 1, vor: 3 });
    expect(verschieben(view, 1, 2)).toEqual({ art: 'verschieben', seite: 1, vor: null });
    expect(verschieben(view, 1, 99)).toEqual({ art: 'verschieben', seite: 1, vor: null });
  });

  it('is nothing where it lies already', () => {
    expect(verschieben(view, 2, 1)).toBeUndefined();
    expect(verschieben(view, 1, -3)).toBeUndefined();
    expect(verschieben(view, 8, 0)).toBeUndefined();
  });
});

describe('what can be done with a page', () => {
  const at = (index: number) => {
    const karte = karten(zweiDokumente, true)[index];
    if (!karte) throw new Error(`no page ${index}`);
    return karte;
  };

  it('depends on where it lies', () => {
    expect(geht(zweiDokumente, at(0), 'vor')).toBe(false);
    expect(geht(zweiDokumente, at(0), 'teilen')).toBe(false);
    expect(geht(zweiDokumente, at(1), 'teilen')).toBe(true);
    expect(geht(zweiDokumente, at(2), 'zurueck')).toBe(false);
    const vorn = { ...at(1), lage: 'vorn' } as const;
    expect([geht(zweiDokumente, vorn, 'neu'), geht(zweiDokumente, vorn, 'rechts')]).toEqual([
      true,
      false,
    ]);
  });

  it('splits a document, and joins it again with the same key', () => {
    expect(griff(zweiDokumente, at(1), 'teilen')).toEqual({ art: 'teilen', vor: 2 });
    expect(griff(zweiDokumente, at(2), 'teilen')).toEqual({ art: 'verbinden', vor: 3 });
  });

  it('takes a page off, and lays it back with the same key', () => {
    expect(griff(zweiDokumente, at(1), 'entfernen')).toEqual({ art: 'loeschen', seiten: [2] });
    const off = { ...at(1), lage: 'entfernt' } as const;
    expect(griff(zweiDokumente, off, 'entfernen')).toEqual({ art: 'zurueckholen', seiten: [2] });
  });

  it('is found by its key', () => {
    const of = (key: string, shiftKey = false) => tischtaste({ key, shiftKey });
    expect([of('r'), of('R', true), of('Delete'), of(' '), of(' ', true)]).toEqual([
      'rechts',
      'links',
      'entfernen',
      'weiter',
      'zurueckblaettern',
    ]);
    // A capital letter by the caps lock is the same key.
    expect([of('R'), of('T'), of('T', true), of('x')]).toEqual([
      'rechts',
      'teilen',
      undefined,
      undefined,
    ]);
  });
});

describe('a picture in its room', () => {
  const a4 = { breite: 210, hoehe: 297 };

  it('is as large as it can be, and takes the room that it has when it is turned', () => {
    const box = { breite: 420, hoehe: 297 };
    expect(einpassen(a4, 0, box, 'seite').raum).toEqual({ breite: 210, hoehe: 297 });
    expect(einpassen(a4, 90, box, 'seite')).toEqual({
      bild: { breite: 297, hoehe: 420 },
      raum: { breite: 420, hoehe: 297 },
    });
    expect(einpassen(a4, 0, box, 'breite').raum).toEqual({ breite: 420, hoehe: 594 });
  });

  it('has the room of a sheet before anything is known of it', () => {
    expect(einpassen({ breite: 0, hoehe: 0 }, 180, a4, 'seite').raum).toEqual(a4);
  });
});

it('reads sheets as people write them', () => {
  expect([blaetter('3, 7'), blaetter(' 3;7 7 '), blaetter('12')]).toEqual([[3, 7], [3, 7], [12]]);
  expect([blaetter(''), blaetter('0'), blaetter('drei'), blaetter('3-5')]).toEqual(
    Array(4).fill(undefined),
  );
});

describe('profiles', () => {
  it('have the function keys that the window leaves to them', () => {
    expect([frei(5), frei(6), frei(1), frei(null)]).toEqual([true, false, false, false]);
    const taste = { key: 'F5', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
    expect(funktionstaste(taste)).toBe(5);
    expect(funktionstaste({ ...taste, shiftKey: true })).toBeUndefined();
    expect(funktionstaste({ ...taste, key: 'f' })).toBeUndefined();
  });

  it('come out of their form as they went in, whatever their paper', () => {
    const bon = { ...POST, taste: null, breite: 800, hoehe: 2000 };
    expect([profil(formular(POST)), profil(formular(bon))]).toEqual([POST, bon]);
    expect([papierName(2100, 2970), papierName(800, 2000)]).toEqual(['a4', '800x2000']);
  });

  it('need a name and a key that no other has', () => {
    const form = formular(POST);
    expect(maengel(form, [])).toEqual({ name: undefined, taste: undefined });
    expect(maengel(form, [POST])).toEqual({ name: 'vergeben', taste: 'Post' });
    expect(maengel({ ...form, name: ' ', taste: '' }, [POST])).toEqual({
      name: 'leer',
      taste: undefined,
    });
  });
});
