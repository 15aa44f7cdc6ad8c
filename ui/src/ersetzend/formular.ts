import type {
  ErsetzendView,
  Gleichheit,
  ScanPruefenArgs,
  SchutzArgs,
  ScanUmgebung,
} from '../ipc/bindings';

/** What a clerk fills in about one scan. */
export interface Scanformular {
  seiten: string;
  sichtpruefung: boolean;
  bildgleichheit: Gleichheit;
  /** One per line. */
  auffaelligkeiten: string;
  schutzbedarf: SchutzArgs;
  umgebung: ScanUmgebung;
}

/** What is known of the scan beforehand. */
export type Herkunft = Pick<ErsetzendView, 'vorgaben' | 'gezaehlt'>;

/** Fields that have to be looked at again. */
export type Mangel = 'seiten' | 'grund' | 'sichtpruefung' | 'modell' | 'anweisung' | 'anweisungVersion';

/**
 * A form to begin with. The pages are filled in only where a person counted them before scanning
 * here; otherwise they have to be counted.
 */
export function neuesFormular({ vorgaben, gezaehlt }: Herkunft): Scanformular {
  return {
    seiten: gezaehlt === null ? '' : String(gezaehlt),
    sichtpruefung: false,
    bildgleichheit: 'bildlich',
    auffaelligkeiten: '',
    schutzbedarf: { vertraulichkeit: 'normal', integritaet: 'normal', verfuegbarkeit: 'normal' },
    umgebung: { ...vorgaben },
  };
}

/** A whole number from 1; nothing otherwise. */
export function seitenzahl(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

export function zeilen(text: string): string[] {
  return text
    .split('\n')
    .map((zeile) => zeile.trim())
    .filter((zeile) => zeile !== '');
}

/** What is missing, or does not fit the scan. */
export function maengel(
  form: Scanformular,
  { seiten, leerseiten }: Pick<ErsetzendView, 'seiten' | 'leerseiten'>,
): Set<Mangel> {
  const found = new Set<Mangel>();
  const gezaehlt = seitenzahl(form.seiten);
  if (gezaehlt === undefined) found.add('seiten');
  else if (
    seiten !== null &&
    gezaehlt !== seiten + leerseiten &&
    zeilen(form.auffaelligkeiten).length === 0
  ) {
    found.add('grund');
  }
  if (!form.sichtpruefung) found.add('sichtpruefung');
  for (const feld of ['modell', 'anweisung', 'anweisungVersion'] as const) {
    if (form.umgebung[feld].trim() === '') found.add(feld);
  }
  return found;
}

export function pruefenArgs(eingang: string, form: Scanformular): ScanPruefenArgs {
  return {
    eingang,
    seitenVorbereitung: seitenzahl(form.seiten) ?? 0,
    sichtpruefung: form.sichtpruefung,
    bildgleichheit: form.bildgleichheit,
    auffaelligkeiten: zeilen(form.auffaelligkeiten),
    schutzbedarf: form.schutzbedarf,
    umgebung: form.umgebung,
  };
}
