import { expect, it } from 'vitest';
import { konflikt } from './muster';
import { gruppen, unterschied } from './unterschied';

it.each([
  ['Löcher im Weg', 'Große Löcher im Mühlweg', '‹Große› Löcher im ‹Mühlweg›'],
  ['Löcher im Weg', 'Löcher im Weg', 'Löcher im Weg'],
  ['Löcher im Weg', 'Löcher', 'Löcher'],
  ['', 'Löcher im Weg', 'Löcher im Weg'],
  ['a b c', 'c b a', 'c ‹b a›'],
])('marks what %o does not have in %o', (alt, neu, marked) => {
  expect(unterschied(alt, neu)).toBe(marked);
});

it('does not compare whole pages word by word', () => {
  const page = 'wort '.repeat(5000);
  expect(unterschied('wort', page)).toBe(page);
});

it('puts the fields of one record side by side', () => {
  const zeilen = [konflikt('a', 'v'), konflikt('b', 'w'), konflikt('c', 'v')];
  expect(gruppen(zeilen).map(({ id, felder }) => [id, felder.map((feld) => feld.id)])).toEqual([
    ['v', ['a', 'c']],
    ['w', ['b']],
  ]);
});
