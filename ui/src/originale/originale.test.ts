import { beforeEach, expect, it, vi } from 'vitest';
import type { OriginaleView } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { gigabytes, OriginaleState } from './originale.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const akte = { id: 'a1', name: '4.2-2/2026 Straßen' };
let view: OriginaleView;
let messages: Messages;
let originale: OriginaleState;

beforeEach(() => {
  freshDesk();
  view = { hoechstensGb: 1, hier: 2, hierBytes: 300_000, beiDerZentrale: 1, angeheftet: [] };
  desk.answers.originale = () => view;
  desk.answers.akte_anheften = () => (view = { ...view, angeheftet: [akte] });
  desk.answers.akte_loesen = () => (view = { ...view, angeheftet: [] });
  messages = new Messages();
  originale = new OriginaleState(messages);
});

it('takes only whole gigabytes from 1', () => {
  expect(['1', ' 20 '].map(gigabytes)).toEqual([1, 20]);
  expect(['', '0', '-1', '0,5', 'viel', '1e3', '1234567'].map(gigabytes)).toEqual(
    Array(7).fill(undefined),
  );
});

it('knows at once what is pinned, and lets it go with a way back', async () => {
  originale.follow();
  await settled();
  expect([originale.nachBedarf, originale.angeheftet('a1')]).toEqual([true, false]);
  await originale.anheften(akte);
  expect(originale.angeheftet('a1')).toBe(true);
  await originale.loesen(akte);
  expect(originale.angeheftet('a1')).toBe(false);
  messages.action?.run();
  await settled();
  expect(originale.angeheftet('a1')).toBe(true);
});

it('offers no choice where everything is kept', async () => {
  view = { ...view, hoechstensGb: null };
  expect(originale.nachBedarf).toBe(false);
  originale.follow();
  await settled();
  expect(originale.nachBedarf).toBe(false);
});

it('says why the room is refused', async () => {
  expect(await originale.einstellen(1)).toBe(false);
  expect([originale.busy, messages.list.map(({ kind }) => kind)]).toEqual([false, ['danger']]);
  desk.answers.originale_einstellen = ({ hoechstensGb }) => ({ ...view, hoechstensGb });
  expect(await originale.einstellen(null)).toBe(true);
  expect(originale.stand.view?.hoechstensGb).toBeNull();
});
