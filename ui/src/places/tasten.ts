import { orte, type Ort } from './ort.svelte';

/** What a key means wherever the cursor is. */
export type Befehl =
  | { art: 'ort'; ort: Ort }
  | { art: 'hilfe' }
  | { art: 'rueckgaengig' }
  | { art: 'finden' }
  | { art: 'bereich'; direction: 1 | -1 };

export interface Taste {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  shiftKey: boolean;
}

/** `schreibt`: the cursor is in a text field, which keeps its own keys. */
export function befehl(taste: Taste, schreibt: boolean): Befehl | undefined {
  const { key, altKey, ctrlKey, shiftKey } = taste;
  if (altKey && !ctrlKey) {
    // The tenth place has the key 0.
    const ort = /^\d$/.test(key) ? orte[(Number(key) + 9) % 10] : undefined;
    return ort && { art: 'ort', ort };
  }
  if (key === 'F1') return { art: 'hilfe' };
  if (key === 'F6') return { art: 'bereich', direction: shiftKey ? -1 : 1 };
  if (ctrlKey && key.toLowerCase() === 'f') return { art: 'finden' };
  if (schreibt) return undefined;
  if (ctrlKey && key.toLowerCase() === 'z') return { art: 'rueckgaengig' };
  if (key === '?' && !ctrlKey) return { art: 'hilfe' };
  return undefined;
}
