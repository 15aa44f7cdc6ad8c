import type { EingangView, EingangZeile, ZielArt, ZielZeile } from '../ipc/bindings';

/** Records for tests. */
export function zeile(nummer: number): EingangZeile {
  return {
    id: `e${nummer}`,
    titel: `Eingang ${nummer}`,
    eingegangenUm: '2026-11-21T08:00:00Z',
    quelle: 'Ordner',
    dateiname: `scan_${nummer}.pdf`,
    seiten: 1,
    pruefungNoetig: false,
    signiert: false,
    mehrfach: false,
    zugeordnet: false,
    aktenzeichen: null,
    ausstehend: false,
  };
}

export function ziel(art: ZielArt, nummer: number): ZielZeile {
  return {
    art,
    id: `${art.charAt(0)}${nummer}`,
    aktenzeichen: `4.2-${nummer}/2026`,
    vorlaeufig: false,
    betreff: 'Sondernutzung',
    akte: null,
    geschlossen: false,
  };
}

export function eingangView(row: EingangZeile): EingangView {
  return {
    zeile: row,
    ordner: '/eingang',
    groesseBytes: 1,
    sha256: row.id,
    mime: 'application/pdf',
    verschluesselt: false,
    textebene: true,
    hinweise: [],
    weitereZugaenge: [],
    originalVorhanden: true,
    ziel: null,
    vorschlaege: [],
    verlauf: [],
  };
}
