import { expect, it } from 'vitest';
import { maengel, neuesFormular, pruefenArgs, seitenzahl } from './formular';

const vorgaben = {
  hersteller: '',
  modell: 'S-100',
  seriennummer: '',
  profil: '',
  anweisung: 'VA-Scan',
  anweisungVersion: '2',
};
const scan = { seiten: 3, leerseiten: 1 };
const fremd = { vorgaben, gezaehlt: null };

function ausgefuellt(seiten: string) {
  return { ...neuesFormular(fremd), seiten, sichtpruefung: true };
}

it('never counts the pages for the clerk', () => {
  expect(neuesFormular(fremd).seiten).toBe('');
  expect([...maengel(neuesFormular(fremd), scan)]).toEqual(['seiten', 'sichtpruefung']);
});

it('begins with what was counted before scanning here', () => {
  expect(neuesFormular({ vorgaben, gezaehlt: 4 }).seiten).toBe('4');
});

it('takes only a whole number from 1', () => {
  expect(['4', ' 12 '].map(seitenzahl)).toEqual([4, 12]);
  expect(['', '0', '-1', '2,5', 'vier', '1e3'].map(seitenzahl)).toEqual(
    Array(6).fill(undefined),
  );
});

it('counts the blank pages that were removed', () => {
  expect(maengel(ausgefuellt('4'), scan).size).toBe(0);
  expect([...maengel(ausgefuellt('3'), scan)]).toEqual(['grund']);
});

it('lets a difference pass if its reason is named', () => {
  const form = { ...ausgefuellt('5'), auffaelligkeiten: ' \n Seite 4 ist ein Umschlag \n' };
  expect(maengel(form, scan).size).toBe(0);
  expect(pruefenArgs('e1', form)).toMatchObject({
    eingang: 'e1',
    seitenVorbereitung: 5,
    auffaelligkeiten: ['Seite 4 ist ein Umschlag'],
  });
});

it('asks for device and procedure', () => {
  const form = ausgefuellt('4');
  form.umgebung = { ...vorgaben, modell: ' ', anweisungVersion: '' };
  expect([...maengel(form, scan)]).toEqual(['modell', 'anweisungVersion']);
});
