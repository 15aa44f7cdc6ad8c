import { expect, it } from 'vitest';
import { sortierBefehl } from './sortiertasten';

const taste = (key: string, shiftKey = false) => sortierBefehl({ key, shiftKey });

it('files, chooses and skips with one key each', () => {
  expect(taste('Enter')).toEqual({ art: 'annehmen' });
  expect(taste('3')).toEqual({ art: 'waehlen', nummer: 3 });
  expect([taste('s'), taste('S'), taste('ArrowRight')]).toEqual(Array(3).fill({ art: 'ueberspringen' }));
  expect(taste('ArrowLeft')).toEqual({ art: 'zurueck' });
  expect(taste('n')).toEqual({ art: 'neuerVorgang' });
});

it('searches with every other letter, and with the stroke for those that mean something', () => {
  expect(taste('/')).toEqual({ art: 'suchen', text: '' });
  expect([taste('b'), taste('Ö')]).toEqual([
    { art: 'suchen', text: 'b' },
    { art: 'suchen', text: 'Ö' },
  ]);
});

it('leaves alone what has no meaning here', () => {
  expect(['6', '0', '?', 'Tab', 'F1', 'Shift'].map((key) => taste(key))).toEqual(Array(6).fill(undefined));
});

it('reads on and back', () => {
  expect([taste(' '), taste(' ', true)]).toEqual([
    { art: 'lesen', direction: 1 },
    { art: 'lesen', direction: -1 },
  ]);
});
