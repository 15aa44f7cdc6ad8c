import type {
  BefundView,
  EingangView,
  EingangZeile,
  TeilView,
  ZielArt,
  ZielZeile,
} from '../ipc/bindings';

/** Records for tests. */
export function zeile(nummer: number): EingangZeile {
  return {
    id: `e${nummer}`,
    titel: `Eingang ${nummer}`,
    eingegangenUm: '2026-11-21T08:00:00Z',
    quelle: 'Ordner',
    dateiname: `scan_${nummer}.pdf`,
    seiten: 1,
    teile: 0,
    rechnung: false,
    pruefungNoetig: false,
    signiert: false,
    mehrfach: false,
    zugeordnet: false,
    aufgeteilt: false,
    aktenzeichen: null,
    ausstehend: false,
    konfliktOffen: false,
  };
}

export function befund(mime: string): BefundView {
  return {
    mime,
    art: mime,
    seiten: 1,
    format: null,
    erzeuger: null,
    erstelltUm: null,
    schutz: null,
    kennwortNoetig: false,
    signaturen: [],
    aktiveInhalte: [],
    eingebettet: [],
    pdfa: null,
    strukturiert: false,
  };
}

export function teil(nummer: number, mime: string): TeilView {
  return {
    nummer,
    name: `Anlage ${nummer}`,
    rolle: 'Anlage',
    sha256: `t${nummer}`,
    groesseBytes: 1,
    originalVorhanden: true,
    befund: befund(mime),
    hinweise: [],
    erkennung: null,
    kopie: null,
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
    textebene: true,
    befund: befund('application/pdf'),
    teile: [],
    nachricht: null,
    rechnung: null,
    erkennung: null,
    kopie: null,
    stapel: null,
    aufgeteiltIn: [],
    archivnummer: null,
    ersetzend: null,
    hinweise: [],
    weitereZugaenge: [],
    originalVorhanden: true,
    ziel: null,
    vorschlaege: [],
    verlauf: [],
  };
}
