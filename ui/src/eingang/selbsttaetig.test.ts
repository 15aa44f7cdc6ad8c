import { beforeEach, expect, it, vi } from 'vitest';
import type { SelbsttaetigZeile } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { Ablage } from './ablage.svelte';
import { eingangView, zeile, ziel } from './muster';
import { SelbsttaetigState } from './selbsttaetig.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

let rows: SelbsttaetigZeile[] = [];
let abProzent: number | null = 98;

const row = (nummer: number): SelbsttaetigZeile => ({
  dokument: `d${nummer}`,
  eingang: `e${nummer}`,
  titel: `Schreiben ${nummer}`,
  um: '2026-11-21T08:00:00Z',
  ziel: ziel('vorgang', nummer),
  prozent: 99,
  begruendung: 'Aktenzeichen gefunden',
  gesehenVon: null,
  zurueckgenommen: false,
});

beforeEach(() => {
  freshDesk();
  rows = [1, 2, 3].map(row);
  abProzent = 98;
  desk.answers.selbsttaetig = ({ offen, ausschnitt: { ab, anzahl } }) => {
    const waiting = rows.filter((one) => one.gesehenVon === null && !one.zurueckgenommen);
    const shown = offen ? waiting : rows;
    return { abProzent, gesamt: shown.length, ungesehen: waiting.length, zeilen: shown.slice(ab, ab + anzahl) };
  };
  desk.answers.selbsttaetig_bestaetigen = ({ id }) => {
    rows = rows.map((one) => (one.dokument === id ? { ...one, gesehenVon: 'Anna Fennwald' } : one));
    return {};
  };
  desk.answers.zuordnung_zuruecknehmen = ({ id }) => {
    rows = rows.map((one) => (one.eingang === id ? { ...one, zurueckgenommen: true } : one));
    return eingangView(zeile(0));
  };
  desk.answers.eingang = ({ id }) => eingangView({ ...zeile(0), id });
});

async function opened(): Promise<SelbsttaetigState> {
  const state = new SelbsttaetigState(new Ablage(), new Messages());
  state.follow();
  state.followList();
  await settled();
  return state;
}

it('says how much nobody has looked at', async () => {
  const state = await opened();
  expect([state.ungesehen, state.ab]).toEqual([3, 98]);
  rows = [];
  abProzent = null;
  await desk.touch('dokument');
  expect([state.ungesehen, state.ab]).toEqual([0, undefined]);
});

it('shows the letter of the row, and the next one when that has been seen', async () => {
  const state = await opened();
  expect(state.eingang.view?.zeile.id).toBe('e1');
  await state.bestaetigen();
  await settled();
  expect([state.zeile?.dokument, state.eingang.view?.zeile.id, state.gesamt]).toEqual(['d2', 'e2', 2]);
  expect(desk.calls).toContainEqual(['selbsttaetig_bestaetigen', { id: 'd1' }]);
});

it('takes a filing back by its item', async () => {
  const state = await opened();
  state.select(1);
  await state.zuruecknehmen();
  expect(desk.calls).toContainEqual(['zuordnung_zuruecknehmen', { id: 'e2' }]);
  state.choose('alle');
  await settled();
  expect(state.row(1)?.zurueckgenommen).toBe(true);
});

it('keeps the cursor on its row when more is filed above it', async () => {
  const state = await opened();
  state.select(1);
  rows = [row(9), ...rows];
  await desk.touch('dokument');
  expect([state.index, state.zeile?.dokument]).toEqual([2, 'd2']);
});

it('says why something could not be done', async () => {
  const state = await opened();
  delete desk.answers.selbsttaetig_bestaetigen;
  await state.bestaetigen();
  expect([state.fehler?.code, state.busy]).toEqual(['notFound', false]);
});
