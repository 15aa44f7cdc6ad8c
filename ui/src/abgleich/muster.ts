import type { AbgleichView, EinzelheitenView, KonfliktZeile } from '../ipc/bindings';

/** Views for tests, with nothing in them that a test did not ask for. */
export const abgleich: AbgleichView = {
  zustand: 'aktuell',
  satz: '',
  antwort: '',
  zentrale: 'https://zentrale.example',
  offeneAenderungen: 0,
  angenommenNichtGesichert: 0,
  offeneOriginale: 0,
  fehlendeOriginale: 0,
  zurueckgestellt: 0,
  zuKlaeren: 0,
  vorfaelle: 0,
  zuletztUm: null,
  naechsterVersuchUm: null,
  fehlversuche: 0,
  nachweisGleich: null,
  siegelUm: null,
  hemmnis: null,
};

export const einzelheiten: EinzelheitenView = {
  konflikte: [],
  konflikteGesamt: 0,
  entschieden: [],
  abgelehnte: [],
  abgelehnteGesamt: 0,
  handlungen: [],
  handlungenGesamt: 0,
  originale: [],
  originaleGesamt: 0,
  zurueckgestellt: [],
  zurueckgestelltGesamt: 0,
  zusammengefuehrt: [],
  vorfaelle: [],
  geborgenes: [],
  geborgenesGesamt: 0,
};

export function konflikt(id: string, vorgang: string): KonfliktZeile {
  return {
    id,
    gegenstand: { name: 'Vorgang 4.2-2/2026-1 Löcher', id: vorgang, art: 'vorgang' },
    feld: 'Betreff',
    ausgangsstand: 'Alt',
    zentrale: 'Löcher',
    zentraleAkteur: null,
    zentraleUm: null,
    eigener: 'Risse',
    vonHier: true,
    akteur: 'Bernd Grasmück',
    arbeitsplatz: 'K02',
    um: '2026-11-22T08:00:00Z',
    gilt: 'Löcher',
    beide: 'Löcher / Risse',
    frei: true,
    entschiedenVon: null,
    entschiedenUm: null,
  };
}
