import { expect, it } from 'vitest';
import { ausgezeichnet, type Zeichen } from './text';

/** `<` and `>` stand around what is chosen. */
function nach(mit: string, zeichen: Zeichen): string {
  const von = mit.indexOf('<');
  const bis = mit.indexOf('>') - 1;
  const { text, von: a, bis: b } = ausgezeichnet(
    { text: mit.replace('<', '').replace('>', ''), von, bis },
    zeichen,
  );
  return `${text.slice(0, a)}<${text.slice(a, b)}>${text.slice(b)}`;
}

it('makes bold and takes it back', () => {
  expect(nach('ein <Wort> hier', 'fett')).toBe('ein **<Wort>** hier');
  expect(nach('ein **<Wort>** hier', 'fett')).toBe('ein <Wort> hier');
});

it('makes whole lines a list, a numbered list, a heading', () => {
  expect(nach('a\nb<b\nc>c\nd', 'liste')).toBe('a\n<- bb\n- cc>\nd');
  expect(nach('<- bb\n- cc>', 'liste')).toBe('<bb\ncc>');
  expect(nach('<- bb\n- cc>', 'nummern')).toBe('<1. bb\n2. cc>');
  expect(nach('Sach<>verhalt', 'ueberschrift')).toBe('<# Sachverhalt>');
});

it('begins a table in a line of its own', () => {
  expect(nach('Text<>', 'tabelle')).toBe(
    'Text\n\n| <Bezeichnung> | Betrag |\n|---|--:|\n|  |  |\n',
  );
});
