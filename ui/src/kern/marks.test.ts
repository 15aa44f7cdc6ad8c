import { expect, it } from 'vitest';
import { find, nearest, pieces } from './marks';

it('takes hits out of their marks', () => {
  expect(pieces('Antrag auf ‹Sondernutzung› am ‹Markt›')).toEqual([
    { text: 'Antrag auf ', hit: false },
    { text: 'Sondernutzung', hit: true },
    { text: ' am ', hit: false },
    { text: 'Markt', hit: true },
  ]);
});

it('shows a mark that never closes as it stands', () => {
  expect(pieces('bis ‹hier')).toEqual([{ text: 'bis ‹hier', hit: false }]);
});

const brief = 'Az. 4.2-17/2026\nBezug: Az.\n4.2-17/2026, Ihr (Schreiben)';

it('finds words whatever stands between them, and takes no sign for a pattern', () => {
  const hits = (words: string) => find(brief, words).filter(({ hit }) => hit).map(({ text }) => text);
  expect(hits('az. 4.2-17/2026')).toEqual(['Az. 4.2-17/2026', 'Az.\n4.2-17/2026']);
  expect(hits('(Schreiben)')).toEqual(['(Schreiben)']);
  expect(hits('4x2')).toEqual([]);
  expect(hits(' ')).toEqual([]);
  expect(find(brief, 'az.').map(({ text }) => text).join('')).toBe(brief);
});

it('knows which hit stands nearest to a line', () => {
  const pieces = find(brief, '4.2-17/2026');
  expect(nearest(pieces, 1)).toBe(1);
  expect(nearest(pieces, 3)).toBe(3);
  expect(nearest(find(brief, 'Linde'), 1)).toBe(-1);
});
