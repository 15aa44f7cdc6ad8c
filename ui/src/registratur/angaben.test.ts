import { beforeEach, expect, it, vi } from 'vitest';
import type { MetadatenView } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { de } from '../text/de';
import { AngabenState } from './angaben.svelte';
import { gezeigt, wahlOf } from './felder';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const view = (bemerkung: string): MetadatenView => ({
  art: 'vorgang',
  id: 'v1',
  geschlossen: false,
  ausstehend: false,
  felder: [
    { feld: 'bemerkung', wert: bemerkung, vorgabe: null, anzeige: null },
    { feld: 'laufzeitBeginn', wert: '', vorgabe: '2026-11-02', anzeige: null },
  ],
  beteiligte: [],
  verweise: [],
  teilakte: null,
  teilakten: [],
});

let stand = '';

beforeEach(() => {
  freshDesk();
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  stand = 'alt';
  desk.answers.metadaten = () => view(stand);
  desk.answers.vorgang_aendern = ({ wert }) => view((stand = wert));
});

async function shown() {
  const messages = new Messages();
  const angaben = new AngabenState(messages);
  angaben.show('vorgang', 'v1');
  await settled();
  return { messages, angaben };
}

const wert = (angaben: AngabenState) => angaben.metadaten.view?.felder[0]?.wert;

it('saves one field, and the message takes it back', async () => {
  const { messages, angaben } = await shown();
  expect(await angaben.aendern('bemerkung', 'neu', 'alt')).toBe(true);
  expect([wert(angaben), messages.list[0]?.text]).toEqual(['neu', 'Gespeichert: Bemerkung']);
  messages.list[0]?.action?.run();
  await settled();
  expect([wert(angaben), messages.list[0]?.text]).toEqual(['alt', 'Zurückgenommen.']);
  expect(desk.calls.filter(([name]) => name === 'vorgang_aendern')).toEqual([
    ['vorgang_aendern', { id: 'v1', feld: 'bemerkung', wert: 'neu', vorher: 'alt' }],
    ['vorgang_aendern', { id: 'v1', feld: 'bemerkung', wert: 'alt', vorher: 'neu' }],
  ]);
});

it('keeps what was refused on the screen with its reason', async () => {
  const { angaben } = await shown();
  desk.answers.vorgang_aendern = () => {
    throw { code: 'conflict', meldung: 'Der Vorgang ist geschlossen.', rat: null };
  };
  expect(await angaben.aendern('bemerkung', 'neu', 'alt')).toBe(false);
  expect([wert(angaben), angaben.fehler?.meldung]).toEqual(['alt', 'Der Vorgang ist geschlossen.']);
});

it('puts a view of another thing nowhere', async () => {
  const { angaben } = await shown();
  desk.answers.vorgang_aendern = () => ({ ...view('fremd'), id: 'v2' });
  await angaben.aendern('bemerkung', 'neu', 'alt');
  expect(wert(angaben)).toBe('alt');
});

it('shows a value in words, and what holds without one as such', () => {
  const satz = de.registratur;
  const zeile = (wert: string, vorgabe: string | null) =>
    gezeigt(satz, { feld: 'aufbewahrungJahre', wert, vorgabe, anzeige: null });
  expect(zeile('30', '10')).toEqual({ text: '30 Jahre', vorgabe: false });
  expect(zeile('', '10')).toEqual({ text: '10 Jahre', vorgabe: true });
  expect(zeile('', null)).toEqual({ text: '–', vorgabe: true });
  expect(wahlOf(satz, 'aussonderungsart').map((wahl) => wahl.value)).toEqual(['', 'A', 'B', 'V']);
});
