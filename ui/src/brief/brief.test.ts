import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntwurfFelder, EntwurfView } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { BriefState } from './brief.svelte';
import { leer, nachgezogen } from './felder';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

let stored: EntwurfFelder;

function view(felder: EntwurfFelder): EntwurfView {
  return {
    id: 'b1',
    titel: 'Brief',
    stand: 'entwurf',
    vorgang: {
      art: 'vorgang',
      id: 'v1',
      aktenzeichen: '4.2-1/2026-1',
      vorlaeufig: false,
      betreff: 'Straße',
      akte: null,
      geschlossen: false,
    },
    vorlage: null,
    felder,
    fassung: 'f1',
    empfaenger: null,
    plaetze: [],
    fehlt: [],
    zeichnungen: [],
    gezeichnet: null,
    reinschrift: null,
    versand: [],
    anlagenWahl: [],
    ausstehend: false,
    konfliktOffen: false,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  freshDesk();
  stored = { ...leer(), betreff: 'Alt' };
  desk.answers.entwurf = () => view(stored);
  desk.answers.entwurf_vorschau = () => ({ pdf: btoa('%PDF'), seiten: 1, hinweise: [] });
  desk.answers.entwurf_speichern = ({ neu }) => {
    stored = neu;
    return view(neu);
  };
});
afterEach(() => vi.useRealTimers());

const saved = () => desk.calls.filter(([command]) => command === 'entwurf_speichern');

async function opened(): Promise<BriefState> {
  const brief = new BriefState(new Messages());
  await brief.open('b1');
  brief.take(stored);
  return brief;
}

it('saves what was written once the hand rests, with what its author saw', async () => {
  const brief = await opened();
  brief.form.text = 'Guten Tag';
  brief.geschrieben();
  brief.form.text = 'Guten Tag, Welt';
  brief.geschrieben();
  expect(saved()).toHaveLength(0);
  await vi.runAllTimersAsync();
  expect(saved()).toHaveLength(1);
  expect(saved()[0]?.[1]).toMatchObject({ vorher: { text: '' }, neu: { text: 'Guten Tag, Welt' } });
  expect(brief.offen).toBe(false);
});

it('keeps what is being written when somebody else changes another field', async () => {
  const brief = await opened();
  brief.form.text = 'Mein Text';
  brief.take({ ...stored, betreff: 'Von Bernd' });
  expect(brief.form).toMatchObject({ betreff: 'Von Bernd', text: 'Mein Text' });
  await brief.speichern();
  expect(saved()[0]?.[1]).toMatchObject({ vorher: { betreff: 'Von Bernd', text: '' } });
});

it('sends what its author saw when somebody else has written the same field', () => {
  const base = { ...leer(), text: 'Alt' };
  const both = nachgezogen({ ...base, text: 'Meins' }, base, { ...base, text: 'Bernds' });
  expect(both.form.text).toBe('Meins');
  expect(both.base.text).toBe('Alt');
});

it('stays with a letter that cannot be saved, and says why', async () => {
  const brief = await opened();
  delete desk.answers.entwurf_speichern;
  brief.form.text = 'Nicht verlieren';
  expect(await brief.close()).toBe(false);
  expect(brief.id).toBe('b1');
  expect(brief.form.text).toBe('Nicht verlieren');
  expect(brief.fehler?.meldung).toContain('entwurf_speichern');
});

it('sets the page of what is being written before it is saved', async () => {
  const brief = await opened();
  brief.form.text = 'Neu';
  brief.zeigen(0);
  await vi.advanceTimersByTimeAsync(1);
  await settled();
  const asked = desk.calls.filter(([command]) => command === 'entwurf_vorschau').at(-1);
  expect(asked?.[1]).toMatchObject({ felder: { text: 'Neu' } });
  expect(brief.blatt?.pdf.byteLength).toBe(4);
});

it('saves also who writes on without a pause', async () => {
  const brief = await opened();
  for (let word = 1; word <= 30; word++) {
    brief.form.text += 'Wort ';
    brief.geschrieben();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved()).toHaveLength(1);
  expect(brief.offen).toBe(true);
});

it('keeps the page out of sight that could not be set', async () => {
  const brief = await opened();
  await vi.runAllTimersAsync();
  expect(brief.blatt).toBeDefined();
  delete desk.answers.entwurf_vorschau;
  brief.zeigen(0);
  await vi.runAllTimersAsync();
  expect([brief.blatt, brief.seite.fehler?.code]).toEqual([undefined, 'notFound']);
});

describe('a letter that can no longer be saved', () => {
  async function stranded(): Promise<BriefState> {
    const brief = await opened();
    brief.follow();
    brief.form.text = 'Zu spät';
    brief.form.angaben = { frist: '15.01.' };
    return brief;
  }

  it('shows what was written, and is left when its author says so', async () => {
    const brief = await stranded();
    desk.answers.entwurf = () => ({ ...view(stored), stand: 'gezeichnet' });
    await desk.touch('dokument');
    expect(brief.gestrandet).toBe(true);
    expect(brief.ungespeichert).toEqual([
      { name: 'text', text: 'Zu spät' },
      { name: 'angaben', text: '15.01.' },
    ]);
    expect(await brief.close()).toBe(false);
    expect(saved()).toHaveLength(0);
    expect(brief.vorgang).toBe('v1');
    await brief.verwerfen();
    expect([brief.id, brief.gestrandet]).toEqual([undefined, false]);
  });

  it('is one that is not there any more, too', async () => {
    const brief = await stranded();
    delete desk.answers.entwurf;
    delete desk.answers.entwurf_speichern;
    await desk.touch('dokument');
    expect([brief.gestrandet, brief.vorgang]).toEqual([true, 'v1']);
    await brief.open('b2');
    expect(brief.id).toBe('b1');
    await brief.verwerfen();
    expect(brief.id).toBeUndefined();
  });
});

it('takes the letter in again that was taken out, whichever is open by then', async () => {
  const messages = new Messages();
  const brief = new BriefState(messages);
  desk.answers.entwurf = ({ id }) => ({ ...view(stored), id });
  desk.answers.entwurf_stornieren = ({ id }) => ({ ...view(stored), id, stand: 'storniert' });
  desk.answers.entwurf_wiederherstellen = ({ id }) => ({ ...view(stored), id });
  await brief.open('b1');
  await brief.stornieren('Hat sich erledigt');
  await brief.open('b2');
  messages.action?.run();
  await settled();
  expect(desk.calls.at(-1)).toEqual(['entwurf_wiederherstellen', { id: 'b1' }]);
  expect(brief.entwurf.view?.id).toBe('b2');
});

it('keeps a note of each case until it is in its case', async () => {
  const brief = new BriefState(new Messages());
  brief.vermerk('v1').text = 'Anruf';
  expect([brief.vermerk('v1').text, brief.vermerk('v2').text]).toEqual(['Anruf', '']);
  expect(brief.vermerkeOffen).toBe('Anruf');
  const args = { vorgang: 'v1', art: 'aktenvermerk', betreff: '', datum: null, ort: '' } as const;
  expect(await brief.vermerken({ ...args, beteiligte: [], text: 'Anruf' })).toBe(false);
  expect(brief.vermerk('v1').text).toBe('Anruf');
  brief.vermerkVerwerfen('v1');
  expect([brief.vermerk('v1').text, brief.vermerkeOffen]).toEqual(['', '']);
});
