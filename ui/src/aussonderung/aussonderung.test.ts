import { beforeEach, expect, it, vi } from 'vitest';
import type { AussonderungView, AussonderungZeile } from '../ipc/bindings';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { AussonderungState } from './aussonderung.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const einstellungen = {
  ordner: '/uebergabe',
  behoerde: 'Gemeinde Lindenhain',
  schluessel: '',
  praefix: '',
  archiv: '',
  fassung: '3.1.0',
};
const zeile = (id: string): AussonderungZeile => ({
  id,
  zweck: 'vernichtung',
  stand: 'laufend',
  angelegtUm: '2026-11-22T08:00:00Z',
  angelegtVon: 'Anna Fennwald',
  akten: 1,
  naechstes: 'Vernichtung vorschlagen',
  zuTun: true,
});
const view = (id: string): AussonderungView => ({
  zeile: zeile(id),
  prozess: 'p',
  objekte: [],
  nachrichten: [],
  schritte: [],
  loeschbar: 1,
  zuLoeschen: 0,
  vorschlag: null,
  freigabe: null,
  kannFreigeben: false,
  ausstehend: false,
});
const reif = (id: string) => ({
  id,
  aktenzeichen: `3.4-${id}/2026`,
  betreff: 'Fundsachen',
  zdaAm: '2016-12-15',
  aufbewahrtBis: '2018-12-31',
  bewertung: 'v' as const,
  vorgaenge: 1,
  dokumente: 0,
});

let laeufe: string[] = [];

beforeEach(() => {
  freshDesk();
  laeufe = ['alt'];
  desk.answers.aussonderungsreif = () => ({
    stichtag: '2026-11-22',
    zeilen: [reif('1'), reif('2')],
    laufend: 0,
    dauernd: 0,
  });
  desk.answers.aussonderungen = () => ({ zeilen: laeufe.map(zeile), einstellungen });
  desk.answers.aussonderung = ({ id }) => view(id);
  desk.answers.vernichtung_vorschlagen = ({ id }) => view(id);
  desk.answers.aussonderung_anlegen = () => {
    laeufe = ['neu', ...laeufe];
    return view('neu');
  };
});

async function opened() {
  const aussonderung = new AussonderungState();
  aussonderung.follow();
  await settled();
  return aussonderung;
}

it('begins a run with the marked files only, and opens it', async () => {
  const aussonderung = await opened();
  aussonderung.markiere('2', true);
  await aussonderung.anlegen('vernichtung');
  await settled();
  expect(desk.calls).toContainEqual([
    'aussonderung_anlegen',
    { zweck: 'vernichtung', akten: ['2'] },
  ]);
  expect([aussonderung.index, aussonderung.lauf.view?.zeile.id]).toEqual([1, 'neu']);
  expect(aussonderung.markiert.size).toBe(0);
});

it('stays with the run on the screen when another one arrives above it', async () => {
  const aussonderung = await opened();
  aussonderung.choose(1);
  await settled();
  laeufe = ['fremd', 'alt'];
  await desk.touch('aussonderung');
  expect([aussonderung.index, aussonderung.lauf.view?.zeile.id]).toEqual([2, 'alt']);
  await aussonderung.vorschlagen();
  expect(desk.calls.at(-1)).toEqual(['vernichtung_vorschlagen', { id: 'alt' }]);
});

it('shows why a step was refused and changes nothing', async () => {
  const aussonderung = await opened();
  aussonderung.choose(1);
  await settled();
  desk.answers.vernichtung_vorschlagen = () => {
    throw { code: 'conflict', meldung: 'Die Frist läuft noch.', rat: null };
  };
  expect(await aussonderung.vorschlagen()).toBeUndefined();
  expect([aussonderung.fehler?.meldung, aussonderung.busy]).toEqual(['Die Frist läuft noch.', false]);
});

it('opens a new run also while the list is being read for another reason', async () => {
  const aussonderung = await opened();
  aussonderung.markiere('1', true);
  const letGo = held('aussonderungen');
  void aussonderung.liste.again();
  const begun = aussonderung.anlegen('vernichtung');
  await letGo();
  await letGo();
  expect(await begun).toBe(true);
  await settled();
  expect([aussonderung.index, aussonderung.lauf.view?.zeile.id]).toEqual([1, 'neu']);
});
