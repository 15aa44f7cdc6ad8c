import { beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk, settled } from '../ipc/fake';
import { eingangView, vorschlag, zeile, ziel } from './muster';
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
  vorschlaege: [vorschlag(ziel('vorgang', 3))],
};

it('lists proposals first, with their reason, and no destination twice', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  expect(state.wahlen.map(({ key, herkunft }) => [key, herkunft])).toEqual([
    ['vorgang-v3', 'vorschlag'],
    ['akte-a17', 'zuletzt'],
  ]);
  expect(state.aktiv?.vorschlag?.begruendung).toBe('Aktenzeichen 4.2-3/2026 gefunden');
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
  state.start({ ...mitVorschlag });
  expect(state.text).toBe('18');
  state.start(eingangView(zeile(1)));
  expect(state.text).toBe('');
});

it('has an unsure proposal ready only once it was pointed at', async () => {
  const state = new ZielState();
  state.start({ ...mitVorschlag, vorschlaege: [vorschlag(ziel('vorgang', 3), 'unsicher')] });
  await settled();
  expect([state.wahlen[0]?.key, state.aktiv]).toEqual(['vorgang-v3', undefined]);
  state.select(0);
  expect(state.aktiv?.key).toBe('vorgang-v3');
});

it('keeps the choice on its destination when better proposals come above it', async () => {
  const mit = (...nummern: number[]) => ({
    ...eingangView(zeile(0)),
    vorschlaege: nummern.map((nummer) => vorschlag(ziel('vorgang', nummer))),
  });
  const state = new ZielState();
  state.start(mit(5));
  await settled();
  state.start(mit(9, 5));
  expect([state.active, state.aktiv?.key]).toEqual([1, 'vorgang-v5']);
  state.start(mit(9));
  expect([state.active, state.aktiv]).toEqual([-1, undefined]);
});

it('has the best proposal ready as long as nobody has seen any', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  const besser = [vorschlag(ziel('vorgang', 9)), ...mitVorschlag.vorschlaege];
  state.start({ ...mitVorschlag, vorschlaege: besser }, false);
  expect(state.aktiv?.key).toBe('vorgang-v9');
});

it('names a new case in the file of a chosen case', async () => {
  const state = new ZielState();
  state.start(mitVorschlag);
  await settled();
  const [first] = state.wahlen;
  if (first) await state.nameVorgang(first);
  expect(state.akte?.id).toBe('a17');
});
