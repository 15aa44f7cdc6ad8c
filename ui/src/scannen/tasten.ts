import type { Handgriff } from './tisch';

/** What a key pressed in the table means besides moving the cursor. */
export type Tischtaste = Handgriff | 'leerseiten' | 'breite' | 'weiter' | 'zurueckblaettern';

interface Taste {
  key: string;
  shiftKey: boolean;
}

/** The keys of the table, as they are shown; the same in every language. */
export const BUCHSTABEN = {
  rechts: 'R',
  teilen: 'T',
  einfuegen: 'E',
  neu: 'N',
  leerseiten: 'L',
  breite: 'V',
} as const;

const LETTERS: Record<string, Tischtaste> = {
  r: 'rechts',
  t: 'teilen',
  e: 'einfuegen',
  n: 'neu',
  l: 'leerseiten',
  v: 'breite',
};

export function tischtaste({ key, shiftKey }: Taste): Tischtaste | undefined {
  if (key === 'Delete') return 'entfernen';
  if (key === ' ') return shiftKey ? 'zurueckblaettern' : 'weiter';
  const letter = key.length === 1 ? LETTERS[key.toLowerCase()] : undefined;
  if (!shiftKey) return letter;
  // With shift only what turns means something.
  return letter === 'rechts' ? 'links' : undefined;
}
