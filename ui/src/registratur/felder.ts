import type { Feld, Metadatum } from '../ipc/bindings';
import { datum } from '../text/format';
import type { de } from '../text/de';

type Satz = (typeof de)['registratur'];

/** How a field is written. */
export type Feldart = 'text' | 'mehrzeilig' | 'tag' | 'zahl' | 'auswahl' | 'kontakt';

const arten: Partial<Record<Feld, Feldart>> = {
  bemerkung: 'mehrzeilig',
  laufzeitBeginn: 'tag',
  laufzeitEnde: 'tag',
  datumDesSchreibens: 'tag',
  aufbewahrungJahre: 'zahl',
  aussonderungsart: 'auswahl',
  vertraulichkeitsstufe: 'auswahl',
  absender: 'kontakt',
};

export function artOf(feld: Feld): Feldart {
  return arten[feld] ?? 'text';
}

/** The choices of a field; the first one takes the value away. */
export function wahlOf(satz: Satz, feld: Feld): { value: string; label: string }[] {
  const worte = feld === 'aussonderungsart' ? satz.aussonderung : satz.stufen;
  const none = { value: '', label: satz.wieVorgabe };
  return [none, ...Object.entries(worte).map(([value, label]) => ({ value, label }))];
}

function wort(satz: Satz, feld: Feld, wert: string): string {
  switch (artOf(feld)) {
    case 'tag':
      return datum(wert);
    case 'zahl':
      return satz.jahre(wert);
    case 'auswahl':
      return wahlOf(satz, feld).find((wahl) => wahl.value === wert)?.label ?? wert;
    default:
      return wert;
  }
}

/** What stands beside the field's name, and whether it is only what holds without a value. */
export function gezeigt(satz: Satz, zeile: Metadatum): { text: string; vorgabe: boolean } {
  if (zeile.anzeige !== null) return { text: zeile.anzeige, vorgabe: false };
  if (zeile.wert !== '') return { text: wort(satz, zeile.feld, zeile.wert), vorgabe: false };
  if (zeile.vorgabe === null) return { text: '–', vorgabe: true };
  return { text: wort(satz, zeile.feld, zeile.vorgabe), vorgabe: true };
}
