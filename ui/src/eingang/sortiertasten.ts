/** What a key means while the pile is sorted and nothing is being written. */
export type SortierBefehl =
  | { art: 'annehmen' | 'ueberspringen' | 'zurueck' | 'neuerVorgang' | 'fundstelle' | 'verlassen' }
  | { art: 'waehlen'; nummer: number }
  | { art: 'suchen'; text: string }
  | { art: 'lesen'; direction: 1 | -1 };

export interface Taste {
  key: string;
  shiftKey: boolean;
}

const feste: Partial<Record<string, SortierBefehl>> = {
  Enter: { art: 'annehmen' },
  s: { art: 'ueberspringen' },
  ArrowRight: { art: 'ueberspringen' },
  ArrowLeft: { art: 'zurueck' },
  n: { art: 'neuerVorgang' },
  F3: { art: 'fundstelle' },
  Escape: { art: 'verlassen' },
  '/': { art: 'suchen', text: '' },
  PageDown: { art: 'lesen', direction: 1 },
  PageUp: { art: 'lesen', direction: -1 },
};

export function sortierBefehl({ key, shiftKey }: Taste): SortierBefehl | undefined {
  if (key === ' ') return { art: 'lesen', direction: shiftKey ? -1 : 1 };
  if (/^[1-5]$/.test(key)) return { art: 'waehlen', nummer: Number(key) };
  const fest = feste[key.length === 1 ? key.toLowerCase() : key];
  if (fest) return fest;
  return /^\p{L}$/u.test(key) ? { art: 'suchen', text: key } : undefined;
}
