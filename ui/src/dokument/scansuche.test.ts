import { beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk } from '../ipc/fake';
import { ScanSuche } from './scansuche.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);

const asked = () => desk.calls.map(([, args]) => args);

beforeEach(() => {
  freshDesk();
  desk.answers.seitentext = ({ seite }) => ({
    breite: 5950,
    hoehe: 8420,
    zeilen: [[{ text: seite === 2 ? 'Linde' : 'Ahorn', x: 0, y: 0, b: 10, h: 10 }]],
  });
});

it('asks only for pages without text of their own, and for each only once', async () => {
  const suche = new ScanSuche('abc', async (seite) => seite === 1);
  await suche.search('linde', 3);
  expect(suche.funde.map(({ seite }) => seite)).toEqual([2]);
  await suche.search('ahorn', 3);
  expect(suche.funde.map(({ seite }) => seite)).toEqual([0]);
  expect(asked()).toEqual([
    { sha256: 'abc', seite: 0 },
    { sha256: 'abc', seite: 2 },
  ]);
});

it('gives up on a word as soon as another one is sought', async () => {
  const suche = new ScanSuche('abc', async () => false);
  const first = suche.search('ahorn', 3);
  const second = suche.search('linde', 3);
  await Promise.all([first, second]);
  expect(suche.funde.map(({ seite }) => seite)).toEqual([2]);
  await suche.search('', 3);
  expect([suche.funde, suche.laeuft]).toEqual([[], false]);
});

it('begins with the page it is told and goes round', async () => {
  const suche = new ScanSuche('abc', async () => false);
  await suche.search('ahorn', 4, 3);
  expect(suche.funde.map(({ seite }) => seite)).toEqual([3, 0, 1]);
});

it('asks again for a page that was not read yet', async () => {
  let read = false;
  desk.answers.seitentext = () =>
    read
      ? { breite: 10, hoehe: 10, zeilen: [[{ text: 'Linde', x: 0, y: 0, b: 1, h: 1 }]] }
      : { breite: 0, hoehe: 0, zeilen: [] };
  const suche = new ScanSuche('abc', async () => false);
  await suche.search('linde', 1);
  expect(suche.funde).toEqual([]);
  read = true;
  await suche.search('linde', 1);
  expect(suche.funde).toHaveLength(1);
});
