import type { ScanFarbe, ScanProfil, ScanZufuhr } from '../ipc/bindings';

/** Function keys for profiles. F1 is the help and F6 goes from pane to pane, everywhere. */
export const TASTEN = [2, 3, 4, 5, 7, 8, 9, 10, 11, 12];

/** Whether a function key is left to profiles. */
export function frei(taste: number | null): boolean {
  return taste !== null && TASTEN.includes(taste);
}

/** The number of a function key without any other key; nothing if it is another one. */
export function funktionstaste(event: {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}): number | undefined {
  const number = /^F(\d{1,2})$/.exec(event.key)?.[1];
  const alone = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  return number !== undefined && alone ? Number(number) : undefined;
}

/** Sizes of paper by name, in tenths of a millimetre. */
export const PAPIERE = {
  a4: [2100, 2970],
  a5: [1480, 2100],
  a5quer: [2100, 1480],
  a6: [1050, 1480],
  a3: [2970, 4200],
} as const;

export type Papier = keyof typeof PAPIERE;

export const AUFLOESUNGEN = [150, 200, 300, 400, 600];

/** A profile as it is being written. */
export interface ProfilFormular {
  name: string;
  /** Of the function key; empty for none. */
  taste: string;
  zufuhr: ScanZufuhr;
  dpi: string;
  farbe: ScanFarbe;
  papier: string;
}

/** The name of a size; `2000x3000` if it has none. */
export function papierName(breite: number, hoehe: number): string {
  const found = Object.entries(PAPIERE).find(([, [b, h]]) => b === breite && h === hoehe);
  return found?.[0] ?? `${breite}x${hoehe}`;
}

/** Width and height of a size by the name that `papierName` gave. */
export function papierMass(name: string): readonly [number, number] {
  const known = Object.entries(PAPIERE).find(([key]) => key === name)?.[1];
  if (known) return known;
  const [breite = 0, hoehe = 0] = name.split('x').map(Number);
  return [breite, hoehe];
}

/** What is wrong with a profile: no name or a taken one, or whose key it has. */
export interface ProfilMaengel {
  name: 'leer' | 'vergeben' | undefined;
  taste: string | undefined;
}

export function maengel(form: ProfilFormular, andere: readonly ScanProfil[]): ProfilMaengel {
  const name = form.name.trim();
  const taken = andere.some((other) => other.name === name);
  const key = andere.find(({ taste }) => form.taste !== '' && taste === Number(form.taste));
  return { name: name === '' ? 'leer' : taken ? 'vergeben' : undefined, taste: key?.name };
}

export function formular(profil: ScanProfil | undefined): ProfilFormular {
  return {
    name: profil?.name ?? '',
    taste: profil?.taste?.toString() ?? '',
    zufuhr: profil?.zufuhr ?? 'einzug',
    dpi: String(profil?.dpi ?? 300),
    farbe: profil?.farbe ?? 'graustufen',
    papier: papierName(profil?.breite ?? 2100, profil?.hoehe ?? 2970),
  };
}

export function profil(form: ProfilFormular): ScanProfil {
  const [breite, hoehe] = papierMass(form.papier);
  return {
    name: form.name.trim(),
    taste: form.taste === '' ? null : Number(form.taste),
    zufuhr: form.zufuhr,
    dpi: Number(form.dpi),
    farbe: form.farbe,
    breite,
    hoehe,
  };
}
