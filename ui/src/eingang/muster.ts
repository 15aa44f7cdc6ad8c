import type {
  AblesungenView,
  AblesungView,
  BefundView,
  EingangView,
  EingangZeile,
  TeilView,
  Vertrauen,
  VorschlagView,
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

/** A proposal with one reason, which stands on the first page. */
export function vorschlag(wohin: ZielZeile, vertrauen: Vertrauen = 'sicher'): VorschlagView {
  const prozent = { sicher: 97, wahrscheinlich: 80, unsicher: 30 }[vertrauen];
  const satz = `Aktenzeichen ${wohin.aktenzeichen} gefunden`;
  const stelle = { sha256: 'e0', seite: 1, zeile: 3, wortlaut: wohin.aktenzeichen };
  return { ziel: wohin, begruendung: satz, prozent, vertrauen, belege: [{ satz, stelle }] };
}

export function ablesung(wert: string, vertrauen: Vertrauen = 'sicher'): AblesungView {
  return { wert, anzeige: wert, prozent: 90, vertrauen, stelle: null };
}

export const nichtsGelesen: AblesungenView = {
  titel: null,
  typ: null,
  absender: null,
  absenderName: null,
  datum: null,
  frist: null,
  fremdzeichen: null,
};

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
    ablesungen: nichtsGelesen,
    vorschlaegeFolgen: false,
    verlauf: [],
  };
}
