import { expect, test } from 'vitest';
import { mit, wert } from './filter';

test('a filter is read out of the question and written into it', () => {
  expect(wert('hund von:"Stadtwerke Quendel" steuer', 'von')).toBe('Stadtwerke Quendel');
  expect(wert('Absender:Meier', 'von')).toBe('Meier');
  expect(mit('hund', 'von', 'Stadtwerke Quendel')).toBe('hund von:"Stadtwerke Quendel"');
  expect(mit('', 'az', '4.2-17')).toBe('az:4.2-17');
});

test('a second word can be typed letter by letter', () => {
  const typed = [...'Amt Quendel'].reduce((frage, c) => mit(frage, 'von', wert(frage, 'von') + c), '');
  expect(typed).toBe('von:"Amt Quendel"');
});

test('another value takes the place of the first, and none lifts it', () => {
  expect(mit('hund typ:Rechnung steuer', 'art', 'Akte')).toBe('hund art:Akte steuer');
  expect(mit('hund art:Akte steuer', 'art', '')).toBe('hund steuer');
  expect(mit('art:Akte', 'art', '')).toBe('');
});

test('what only looks like a filter stays a word', () => {
  expect(wert('davon:x', 'von')).toBe('');
  expect(wert('-von:Meier', 'von')).toBe('');
  expect(wert('von: Meier', 'von')).toBe('');
  expect(mit('-von:Meier', 'von', 'Amt')).toBe('-von:Meier von:Amt');
});

test('a quotation mark in a value does not end it', () => {
  expect(mit('', 'von', 'Gasthof "Zur Linde"')).toBe('von:"Gasthof Zur Linde"');
});
