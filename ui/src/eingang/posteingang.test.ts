import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DokumentZeile } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { Ablage } from './ablage.svelte';
import { AngabenDraft } from './angaben.svelte';
import { PAGE, PosteingangState } from './posteingang.svelte';
import { eingangView, zeile, ziel } from './muster';
import { ZuordnungState } from './zuordnung.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

let post = Array.from({ length: 1000 }, (_, i) => zeile(i));

beforeEach(() => {
  freshDesk();
  post = Array.from({ length: 1000 }, (_, i) => zeile(i));
  desk.answers.posteingang = ({ filter, ausschnitt: { ab, anzahl } }) => {
    const rows = post.filter((row) => filter === 'alle' || row.zugeordnet === (filter !== 'offen'));
    return { gesamt: rows.length, zeilen: rows.slice(ab, ab + anzahl) };
  };
  desk.answers.eingang = ({ id }) => eingangView(post.find((row) => row.id === id) ?? zeile(-1));
  desk.answers.eingang_zuordnen = ({ eingang }) => {
    post = post.map((row) => (row.id === eingang ? { ...row, zugeordnet: true } : row));
    return { zeile: dokument, vorgang: ziel('vorgang', 3), eingang, verfuegungen: [], verlauf: [] };
  };
  desk.answers.zuordnung_zuruecknehmen = ({ id }) => {
    post = post.map((row) => (row.id === id ? { ...row, zugeordnet: false } : row));
    return eingangView(zeile(0));
  };
});

async function opened() {
  const state = new PosteingangState();
  state.follow();
  await settled();
  return state;
}

describe('the list', () => {
  it('starts on the newest item and shows it', async () => {
    const state = await opened();
    expect([state.gesamt, state.index, state.id]).toEqual([1000, 0, 'e0']);
    expect(state.current).toBe(true);
  });

  it('fetches only the pages that are looked at', async () => {
    const state = await opened();
    state.show(3 * PAGE, 3 * PAGE + 20);
    await settled();
    expect(state.zeile(3 * PAGE)?.id).toBe(`e${3 * PAGE}`);
    expect(state.zeile(2 * PAGE)).toBeUndefined();
  });

  it('shows the row under the cursor once it has arrived', async () => {
    const state = await opened();
    state.select(999);
    state.show(985, 1000);
    await settled();
    expect(state.id).toBe('e999');
  });

  it('keeps the cursor on its item when post arrives above it', async () => {
    const state = await opened();
    state.select(2);
    post = [zeile(5000), ...post];
    await desk.touch('eingang');
    expect([state.index, state.id]).toEqual([3, 'e2']);
  });

  it('never puts another item under the cursor when somebody else files this one', async () => {
    const state = await opened();
    state.select(2);
    post = post.filter((row) => row.id !== 'e2');
    await desk.touch('eingang');
    expect([state.index, state.id]).toEqual([-1, 'e2']);
  });
});

describe('filing', () => {
  it('goes on to the next open item', async () => {
    const state = await opened();
    const zuordnung = new ZuordnungState(state, new Messages(), new Ablage());
    const done = await zuordnung.file(zeile(0), { art: 'vorgang', id: 'v3' }, mit('Eingang 0'));
    expect(done).toBe(true);
    expect([state.id, state.gesamt]).toEqual(['e1', 999]);
    expect(desk.calls).toContainEqual([
      'eingang_zuordnen',
      { eingang: 'e0', ziel: { art: 'vorgang', id: 'v3' }, titel: null, angaben: leer },
    ]);
  });

  it('refuses an item that is no longer under the cursor', async () => {
    const state = await opened();
    state.select(1);
    const zuordnung = new ZuordnungState(state, new Messages(), new Ablage());
    expect(await zuordnung.file(zeile(0), { art: 'vorgang', id: 'v3' }, mit(''))).toBe(false);
  });

  it('is taken back step by step, latest first', async () => {
    const state = await opened();
    const messages = new Messages();
    const zuordnung = new ZuordnungState(state, messages, new Ablage());
    await zuordnung.file(zeile(0), { art: 'vorgang', id: 'v3' }, mit('Bescheid'));
    await zuordnung.file(zeile(1), { art: 'vorgang', id: 'v3' }, mit(''));
    messages.list[0]?.action?.run();
    await settled();
    expect(state.id).toBe('e1');
    await zuordnung.undo();
    await settled();
    expect([state.id, state.index, state.gesamt]).toEqual(['e0', 0, 1000]);
  });

  it('says why it failed and stays', async () => {
    const state = await opened();
    delete desk.answers.eingang_zuordnen;
    const zuordnung = new ZuordnungState(state, new Messages(), new Ablage());
    expect(await zuordnung.file(zeile(0), { art: 'vorgang', id: 'v3' }, mit(''))).toBe(false);
    expect(zuordnung.fehler?.code).toBe('notFound');
    expect(state.id).toBe('e0');
  });
});

const mit = (titel: string) => ({ titel, angaben: leer });
const { angaben: leer } = new AngabenDraft().beigabe;

const dokument: DokumentZeile = {
  id: 'd1',
  titel: '',
  posteingangsdatum: null,
  dateiname: '',
  sha256: '',
  mime: '',
  groesseBytes: 0,
  versionen: 1,
  storniert: false,
  stand: 'abgelegt',
  eigenes: false,
  originalVorhanden: true,
  ausstehend: true,
  konfliktOffen: false,
};
