import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { UebernahmeZeile } from '../ipc/bindings';
import { desk, freshDesk } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { PASTE_MAX, pasteName } from './einfuegen';
import { summe } from './summe';
import { anzahlAus } from './trennblatt';
import { UebernahmeState } from './uebernahme.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);
vi.mock('../ipc/pick', () => ({ pickTarget: async () => null }));

const zeile = (pfad: string, more: Partial<UebernahmeZeile> = {}): UebernahmeZeile => ({
  pfad,
  eingang: 'e1',
  sha256: 'abc',
  bereitsVorhanden: false,
  meldung: 'Übernommen.',
  fehlgeschlagen: false,
  ...more,
});
const leer = zeile('/post/leer.pdf', { fehlgeschlagen: true, meldung: 'Die Datei ist leer.' });

describe('what became of several files', () => {
  it('is one sentence, and a line for each that needs a word', () => {
    const zeilen = Array.from({ length: 12 }, (_, i) => zeile(`/post/${i}.pdf`));
    const known = zeile('C:\\post\\alt.pdf', { bereitsVorhanden: true, meldung: 'Schon da.' });
    expect(summe([...zeilen, known, leer])).toEqual({
      kind: 'warning',
      text: '12 übernommen, 1 bereits vorhanden, 1 nicht übernommen:',
      details: ['leer.pdf: Die Datei ist leer.', 'alt.pdf: Schon da.'],
    });
  });

  it('says no more than there is to say', () => {
    expect(summe([zeile('/post/1.pdf')])).toEqual({
      kind: 'success',
      text: '1 übernommen.',
      details: [],
    });
    expect(summe([]).text).toBe('Es war nichts zu übernehmen.');
  });
});

describe('pasting', () => {
  beforeEach(freshDesk);
  const um = new Date(2026, 10, 22, 10, 5);

  it('keeps a name that says something, and makes one for a picture', () => {
    expect(pasteName('Bescheid.pdf', 'application/pdf', um, 'Eingefügt')).toBe('Bescheid.pdf');
    for (const name of ['image.png', '', 'unknown']) {
      expect(pasteName(name, 'image/png', um, 'Eingefügt')).toBe('Eingefügt 2026-11-22 10.05.png');
    }
  });

  it('refuses what is too large before it is read, and says what to do', async () => {
    const messages = new Messages();
    const large = new File([], 'gross.pdf');
    Object.defineProperty(large, 'size', { value: PASTE_MAX + 1 });
    await new UebernahmeState(messages).einfuegen([large]);
    expect(desk.calls).toEqual([]);
    expect(messages.list[0]?.text).toBe('1 nicht übernommen:');
    expect(messages.list[0]?.details[0]).toContain('Dateien übernehmen');
  });

  it('says so if there is nothing to take in', async () => {
    const messages = new Messages();
    await new UebernahmeState(messages).einfuegen([]);
    expect(messages.list[0]?.kind).toBe('info');
  });
});

describe('watched folders', () => {
  beforeEach(freshDesk);

  it('are removed with a way back that keeps owner and rule', async () => {
    const messages = new Messages();
    const view = { ordner: [], nichtUebernommen: [] };
    desk.answers.eingangsordner_entfernen = () => view;
    desk.answers.eingangsordner_setzen = () => view;
    const ordner = { pfad: '/a', besitzer: 'Anna', regel: 'verschieben', ziel: '/b' } as const;
    const state = new UebernahmeState(messages);
    await state.ordnerEntfernen({ ...ordner, erreichbar: true, wartend: 0 });
    messages.list[0]?.action?.run();
    expect(desk.calls).toEqual([
      ['eingangsordner_entfernen', ordner],
      ['eingangsordner_setzen', ordner],
    ]);
  });

  it('say why they cannot be watched', async () => {
    const state = new UebernahmeState(new Messages());
    const done = await state.ordnerSetzen({ pfad: 'x', besitzer: null, regel: 'behalten', ziel: null });
    expect([done, state.fehler?.code]).toEqual([false, 'notFound']);
  });
});

it('counts separator sheets within reason', () => {
  expect([anzahlAus(' 10 '), anzahlAus('1'), anzahlAus('500')]).toEqual([10, 1, 500]);
  expect([anzahlAus('0'), anzahlAus('501'), anzahlAus('zehn'), anzahlAus('')]).toEqual(
    Array(4).fill(undefined),
  );
});

it('writes no separator sheets when nobody said where to', async () => {
  freshDesk();
  const state = new UebernahmeState(new Messages());
  expect(await state.trennblaetter(10, false)).toBe(false);
  expect([desk.calls, state.fehler]).toEqual([[], undefined]);
});
