import { expect, it } from 'vitest';
import { pieces } from './marks';

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
