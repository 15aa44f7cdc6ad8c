import type {
  ScanDokument,
  ScanDuplex,
  ScannerView,
  ScanProfil,
  ScanSeite,
  ScanTischView,
} from '../ipc/bindings';

/** A page as a device gives it. */
export const seite = (nummer: number, more: Partial<ScanSeite> = {}): ScanSeite => ({
  seite: nummer,
  name: `Seite ${nummer}`,
  sha256: `sha-${nummer}`,
  grad: 0,
  beginnt: false,
  breite: 1654,
  hoehe: 2339,
  dpi: 200,
  leer: false,
  lesbar: true,
  hinweis: null,
  entfernt: null,
  ...more,
});

/** A table with these pages, as one document unless others are named. */
export const tisch = (
  seiten: readonly ScanSeite[],
  more: Partial<ScanTischView> = {},
): ScanTischView => ({
  id: 's1',
  begonnenUm: '2026-03-02T08:00:00Z',
  seiten: [...seiten],
  entfernt: [],
  dokumente: dokumente(seiten, more.dokumente),
  leerseiten: 0,
  zuruecknehmbar: false,
  duplex: null,
  lauf: null,
  ergebnis: null,
  uebernahme: null,
  abgegeben: [],
  gesperrt: null,
  hinweise: [],
  geschlossen: false,
  ...more,
});

function dokumente(seiten: readonly ScanSeite[], named?: ScanDokument[]): ScanDokument[] {
  const first = seiten[0];
  if (named || !first) return named ?? [];
  return [{ erste: first.seite, seiten: seiten.length, hindernis: null }];
}

export const duplex = (more: Partial<ScanDuplex> = {}): ScanDuplex => ({
  stand: 'wartet',
  satz: '2 Vorderseiten sind da.',
  vorderseiten: [seite(1, { name: 'Vorderseite von Blatt 1' }), seite(2)],
  rueckseiten: [],
  blaetter: [],
  gewiss: false,
  ...more,
});

export const POST: ScanProfil = {
  name: 'Post',
  taste: 5,
  zufuhr: 'einzug',
  dpi: 300,
  farbe: 'graustufen',
  breite: 2100,
  hoehe: 2970,
};

export const BEIDSEITIG: ScanProfil = {
  ...POST,
  name: 'Post beidseitig',
  taste: 6,
  zufuhr: 'einzugBeidseitig',
};

/** A copier with a feeder for one side, set up and chosen. */
export const scanner = (more: Partial<ScannerView> = {}): ScannerView => ({
  geraete: [
    {
      id: 'g1',
      name: 'Kopierer Flur',
      art: 'escl',
      adresse: 'https://192.0.2.7/eSCL',
      modell: 'Werkstatt Papierwolf 12',
      verschluesselt: true,
      zufuhren: ['glas', 'einzug'],
      gewaehlt: true,
    },
  ],
  gefunden: [],
  sucht: false,
  gesucht: false,
  hinweise: [],
  profile: [POST, BEIDSEITIG],
  profileWerk: true,
  ...more,
});
