import { beforeEach, expect, it, vi } from 'vitest';
import type { BaumKnoten, KnotenArt } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { BaumState } from './baum.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

function knoten(art: KnotenArt, id: string, kinder: number): BaumKnoten {
  return {
    art,
    id,
    kennzeichen: id,
    vorlaeufig: false,
    text: id,
    kinder,
    geschlossen: false,
    ausstehend: false,
    konfliktOffen: false,
  };
}

let kinder: Record<string, BaumKnoten[]> = {};

beforeEach(() => {
  freshDesk();
  kinder = {
    '': [knoten('aktenplaneinheit', 'p1', 1), knoten('aktenplaneinheit', 'p2', 0)],
    p1: [knoten('akte', 'a1', 2)],
    a1: [knoten('vorgang', 'v1', 0), knoten('vorgang', 'v2', 0)],
  };
  desk.answers.aktenbaum = ({ knoten: ref }) => kinder[ref?.id ?? ''] ?? [];
});

async function opened() {
  const baum = new BaumState();
  baum.follow();
  await settled();
  return baum;
}

const keys = (baum: BaumState) => baum.rows.map((row) => `${row.level} ${row.knoten.id}`);

it('opens with the arrow to the right, then goes inside, and the other way back', async () => {
  const baum = await opened();
  await baum.sideways(1);
  expect(keys(baum)).toEqual(['1 p1', '2 a1', '1 p2']);
  await baum.sideways(1);
  expect(baum.knoten?.id).toBe('a1');
  await baum.sideways(-1);
  expect(baum.knoten?.id).toBe('p1');
  await baum.sideways(-1);
  expect(keys(baum)).toEqual(['1 p1', '1 p2']);
});

it('tells each row its place among its siblings', async () => {
  const baum = await opened();
  await baum.toggle(0);
  await baum.toggle(1);
  const { position, siblings, level, parent } = baum.rows[3] ?? {};
  expect({ position, siblings, level, parent }).toEqual({
    position: 2,
    siblings: 2,
    level: 3,
    parent: 1,
  });
});

it('stays open and on its node when something has changed', async () => {
  const baum = await opened();
  await baum.toggle(0);
  baum.select(1);
  kinder['p1'] = [knoten('akte', 'a0', 0), knoten('akte', 'a1', 2)];
  await desk.touch('akte');
  expect(keys(baum)).toEqual(['1 p1', '2 a0', '2 a1', '1 p2']);
  expect(baum.knoten?.id).toBe('a1');
});

it('opens the tree down to a node that is shown', async () => {
  desk.answers.baumpfad = () => [
    { art: 'aktenplaneinheit', id: 'p1' },
    { art: 'akte', id: 'a1' },
  ];
  const baum = await opened();
  baum.show(knoten('vorgang', 'v2', 0));
  expect(baum.knoten?.id).toBe('v2');
  await settled();
  expect(keys(baum)).toEqual(['1 p1', '2 a1', '3 v1', '3 v2', '1 p2']);
  expect([baum.index, baum.knoten?.id]).toEqual([3, 'v2']);
});

it('shows a node that stands nowhere in the tree', async () => {
  desk.answers.baumpfad = () => [];
  const baum = await opened();
  baum.show(knoten('vorgang', 'v9', 0));
  await settled();
  expect([baum.index, baum.knoten?.id]).toEqual([-1, 'v9']);
});
