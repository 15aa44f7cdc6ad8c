import { beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk, settled } from '../ipc/fake';
import { eingangView, zeile, ziel } from './muster';
import { ZielState } from './ziel.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

beforeEach(() => {
  freshDesk();
  desk.answers.ziele = ({ text }) =>
    text === '' ? [ziel('vorgang', 3), ziel('akte', 17)] : [ziel('akte', 18)];
  desk.answers.vorgang = ({ id }) => ({
    id,
    aktenzeichen: '',
    vorlaeufig: false,
    aktenzeichenVorlaeufig: null,
    betreff: '',
    akte: ziel('akte', 17),
    geschlossen: false,
    ausstehend: false,
    konflikte: 0,
    dokumente: [],
    verfuegungen: [],
    zeitleiste: [],
    verlauf: [],
  });
});

const mitVorschlag = {
  ...eingangView(zeile(0)),
  vorschlaege: [{ ziel: ziel('vorgang', 3), begruendung: 'Aktenzeichen steht im Text' }],
};

it('lists proposals first, with their reason, and no destination twice', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  expect(state.wahlen.map(({ key, herkunft }) => [key, herkunft])).toEqual([
    ['vorgang-v3', 'vorschlag'],
    ['akte-a17', 'zuletzt'],
  ]);
  expect(state.aktiv?.begruendung).toBe('Aktenzeichen steht im Text');
});

it('has nothing ready for Enter unless something speaks for it', async () => {
  const state = new ZielState();
  state.start(eingangView(zeile(0)));
  await settled();
  expect(state.wahlen.length).toBeGreaterThan(0);
  expect(state.aktiv).toBeUndefined();
  await state.search('18');
  expect(state.aktiv?.key).toBe('akte-a18');
});

it('has nothing chosen while the list still answers an older text', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  void state.search('18');
  expect(state.aktiv).toBeUndefined();
  await settled();
  expect(state.aktiv?.key).toBe('akte-a18');
});

it('keeps what was typed when the same item is read again, and starts over for another', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await state.search('18');
  state.titel = 'Bescheid';
  state.start({ ...mitVorschlag });
  expect([state.text, state.titel]).toEqual(['18', 'Bescheid']);
  state.start(eingangView(zeile(1)));
  expect([state.text, state.titel]).toEqual(['', 'Eingang 1']);
});

it('names a new case in the file of a chosen case', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  const [first] = state.wahlen;
  if (first) await state.nameVorgang(first);
  expect(state.akte?.id).toBe('a17');
});
