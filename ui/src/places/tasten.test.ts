import { expect, it } from 'vitest';
import { orte } from './ort.svelte';
import { befehl, type Taste } from './tasten';

const taste = (key: string, more: Partial<Taste> = {}): Taste => ({
  key,
  altKey: false,
  ctrlKey: false,
  shiftKey: false,
  ...more,
});

it('goes to a place from anywhere, even out of a text field', () => {
  expect(befehl(taste('3', { altKey: true }), true)).toEqual({ art: 'ort', ort: orte[2] });
  expect(befehl(taste('0', { altKey: true }), false)).toEqual({ art: 'ort', ort: orte[9] });
  expect(befehl(taste('x', { altKey: true }), false)).toBeUndefined();
});

it('leaves to a text field what belongs to it', () => {
  expect(befehl(taste('z', { ctrlKey: true }), true)).toBeUndefined();
  expect(befehl(taste('?'), true)).toBeUndefined();
  expect(befehl(taste('z', { ctrlKey: true }), false)).toEqual({ art: 'rueckgaengig' });
  expect(befehl(taste('?', { shiftKey: true }), false)).toEqual({ art: 'hilfe' });
});

it('walks through the panes both ways', () => {
  expect(befehl(taste('F6'), true)).toEqual({ art: 'bereich', direction: 1 });
  expect(befehl(taste('F6', { shiftKey: true }), false)).toEqual({ art: 'bereich', direction: -1 });
});
