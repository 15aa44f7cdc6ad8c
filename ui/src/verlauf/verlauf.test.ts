import { beforeEach, expect, it, vi } from 'vitest';
import type { AktenverlaufView, AktenverlaufZeile } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { VerlaufState } from './verlauf.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);
vi.mock('../ipc/pick', () => ({ pickTarget: async (_: string, name: string) => `/tmp/${name}` }));

const gegenstand = { name: 'Akte 4.2-1 Straßen', id: 'a1', art: 'akte' } as const;
const zeile = (n: number): AktenverlaufZeile => ({
  um: '2026-11-22T08:00:00Z',
  zentraleUm: null,
  akteur: 'Anna',
  arbeitsplatz: 'K01',
  gegenstand,
  was: 'Betreff geändert',
  feld: 'Betreff',
  alt: `${n}`,
  neu: `${n + 1}`,
  bemerkung: null,
  stand: 'gilt',
  quelle: 'arbeitsplatz',
  geschwaerzt: false,
});

/** A history of so many rows; with words it has three. */
function geschichte(alle: number) {
  desk.answers.verlauf_holen = () => view([], 0, 0);
  desk.answers.aktenverlauf = ({ filter, ausschnitt }) => {
    const gesamt = filter.text === null ? alle : 3;
    const { ab, anzahl } = ausschnitt;
    const zeilen = Array.from({ length: Math.max(0, Math.min(anzahl, gesamt - ab)) }, (_, i) => zeile(ab + i));
    return view(zeilen, gesamt, alle);
  };
}

function view(zeilen: AktenverlaufZeile[], gesamt: number, alle: number): AktenverlaufView {
  return { gegenstand, gesamt, alle, zeilen, personen: ['Anna'], handlungen: [], geholtUm: null };
}

const asked = (command: string) => desk.calls.filter(([name]) => name === command).length;

beforeEach(freshDesk);

it('loads only the pages that are looked at', async () => {
  geschichte(1000);
  const verlauf = new VerlaufState(new Messages());
  verlauf.open('a1');
  await settled();
  expect([verlauf.view?.gesamt, verlauf.zeile(3)?.alt, verlauf.zeile(700)]).toEqual([1000, '3', undefined]);
  verlauf.show(690, 720);
  await settled();
  expect(verlauf.zeile(700)?.alt).toBe('700');
});

it('chooses rows by words and shows all again', async () => {
  geschichte(40);
  const verlauf = new VerlaufState(new Messages());
  verlauf.open('a1');
  await settled();
  verlauf.index = 30;
  verlauf.text = 'Hund';
  await verlauf.reload();
  expect([verlauf.gefiltert, verlauf.view?.gesamt, verlauf.index]).toEqual([true, 3, 2]);
  verlauf.leeren();
  await settled();
  expect([verlauf.gefiltert, verlauf.view?.gesamt, verlauf.index]).toEqual([false, 40, -1]);
});

it('shows what is here without a line, and says why not when somebody asked for more', async () => {
  geschichte(2);
  desk.answers.verlauf_holen = () => {
    throw { code: 'offline', meldung: 'Die Zentrale ist nicht erreichbar.', rat: null };
  };
  const verlauf = new VerlaufState(new Messages());
  verlauf.open('a1');
  await settled();
  expect([verlauf.view?.gesamt, verlauf.fehler]).toEqual([2, undefined]);
  const told = verlauf.holen();
  await told;
  expect(asked('verlauf_holen')).toBe(2);
});

it('hands out what is chosen and says its checksum', async () => {
  geschichte(5);
  desk.answers.verlauf_ausgeben = ({ pfad }) => ({ pfad, sha256: 'ab12', groesseBytes: 9 });
  const messages = new Messages();
  const verlauf = new VerlaufState(messages);
  verlauf.open('a1');
  await settled();
  verlauf.person = 'Anna';
  await verlauf.ausgeben('xdomea');
  const [, args] = desk.calls.find(([name]) => name === 'verlauf_ausgeben') ?? [];
  expect(args).toMatchObject({ id: 'a1', form: 'xdomea', pfad: '/tmp/Verlauf.xml', filter: { person: 'Anna' } });
  expect(messages.list.at(-1)?.details.join()).toContain('ab12');
});
