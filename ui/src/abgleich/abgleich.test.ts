import { beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { AbgleichStand } from './abgleich.svelte';
import { abgleich, einzelheiten, konflikt } from './muster';

let pfad: string | null = null;

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);
vi.mock('../ipc/pick', () => ({ pickTarget: async () => pfad }));

beforeEach(() => {
  freshDesk();
  desk.answers.abgleich = () => abgleich;
  desk.answers.abgleich_einzelheiten = () => einzelheiten;
  pfad = null;
});

function open(): { stand: AbgleichStand; messages: Messages } {
  const messages = new Messages();
  return { stand: new AbgleichStand(messages), messages };
}

const calls = (name: string) => desk.calls.filter(([command]) => command === name);

it('asks for the lists only while the page is open', async () => {
  const { stand } = open();
  stand.follow();
  await desk.touch('abgleich');
  expect(calls('abgleich_einzelheiten')).toHaveLength(0);
  const stop = stand.followListen();
  await settled();
  await desk.touch('abgleich');
  expect(calls('abgleich_einzelheiten')).toHaveLength(2);
  stop();
  await desk.touch('abgleich');
  expect(calls('abgleich_einzelheiten')).toHaveLength(2);
  expect(stand.listen.view).toBeUndefined();
});

it('never asks for more rows than the desk gives', async () => {
  const { stand } = open();
  stand.followListen();
  await settled();
  expect(stand.mehrDa(50, 10_000)).toBe(true);
  for (let i = 0; i < 9; i++) await stand.mehr();
  expect(stand.anzahl).toBe(500);
  expect(stand.mehrDa(500, 10_000)).toBe(false);
  expect(stand.mehrDa(3, 3)).toBe(false);
});

it('takes over the state that a decision leads to, and says so', async () => {
  const { stand, messages } = open();
  desk.answers.konflikt_loesen = () => ({ ...abgleich, zustand: 'ausstehend' });
  const args = { wahl: 'neu' as const, wert: 'Löcher und Risse', begruendung: 'beides stimmt' };
  expect(await stand.loesen(konflikt('k', 'v'), args)).toBe(true);
  expect(calls('konflikt_loesen')).toEqual([['konflikt_loesen', { id: 'k', ...args }]]);
  expect(stand.stand.view?.zustand).toBe('ausstehend');
  expect(messages.list[0]?.text).toContain('Vorgang 4.2-2/2026-1');
});

it('keeps what went wrong until the next attempt', async () => {
  const { stand } = open();
  expect(await stand.anerkennen('x')).toBe(false);
  expect(stand.fehler?.code).toBe('notFound');
  desk.answers.zentrale_anerkennen = () => abgleich;
  expect(await stand.anerkennen('x')).toBe(true);
  expect(stand.fehler).toBeUndefined();
});

it('writes no diagnosis if the person changed their mind', async () => {
  const { stand, messages } = open();
  desk.answers.diagnose_speichern = () => ({});
  expect(await stand.diagnose()).toBe(false);
  expect(calls('diagnose_speichern')).toHaveLength(0);
  pfad = '/tmp/Forsthaus-Diagnose.json';
  expect(await stand.diagnose()).toBe(true);
  expect(messages.list[0]?.text).toContain(pfad);
});
