import { beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { AusgebenState } from './ausgeben.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/pick', () => ({ pickTarget: async (_: string, name: string) => `/ziel/${name}` }));

beforeEach(freshDesk);

it('says what is under way, and begins nothing else meanwhile', async () => {
  const said: string[] = [];
  const view = { sha256: 'ab12', seiten: 1, groesseBytes: 1n, hinweise: [] };
  desk.answers.akte_als_pdf = ({ pfad }) => ({ ...view, pfad });
  const letGo = held('akte_als_pdf');
  const ausgeben = new AusgebenState((_, text) => said.push(text));
  const quelle = { art: 'akte', id: 'a1', kennzeichen: '4.2-1/2026' } as const;
  const first = ausgeben.pdf(quelle);
  await settled();
  expect(ausgeben.laeuft).toBe('Das PDF wird erstellt …');
  await ausgeben.pdf(quelle);
  await letGo();
  await first;
  expect([desk.calls.length, ausgeben.laeuft, ausgeben.busy]).toEqual([1, undefined, false]);
  expect(said).toEqual(['Gespeichert (1 Seite): /ziel/4.2-1-2026.pdf']);
});
