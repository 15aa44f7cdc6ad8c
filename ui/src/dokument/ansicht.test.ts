import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { AnsichtState } from './ansicht.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);

const vorlage = (sha256: string) => ({
  sha256,
  mime: 'application/pdf',
  dateiname: `${sha256}.pdf`,
  originalVorhanden: false,
});

/** Lets the pause pass after which an original is looked for. */
async function looked(): Promise<void> {
  vi.runAllTimers();
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers();
  freshDesk();
  desk.answers.original_holen = ({ sha256 }) => ({
    zustand: 'wirdGeholt',
    satz: `${sha256} wird geholt.`,
    groesseBytes: 100,
    geholtBytes: 0,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks for an original that is not here, and says how far it is', async () => {
  const ansicht = new AnsichtState();
  ansicht.show(vorlage('eins'));
  await looked();
  expect([ansicht.stand?.satz, ansicht.laedt]).toEqual(['eins wird geholt.', false]);
  await ansicht.holen();
  expect(desk.calls).toEqual(Array(2).fill(['original_holen', { sha256: 'eins' }]));
});

it('says nothing about an original that is no longer in view', async () => {
  const ansicht = new AnsichtState();
  const letGo = held('original_holen');
  ansicht.show(vorlage('eins'));
  await looked();
  ansicht.show(vorlage('zwei'));
  await letGo();
  expect(ansicht.stand).toBeUndefined();
  await looked();
  await letGo();
  expect(ansicht.stand?.satz).toBe('zwei wird geholt.');
});

it('says why it cannot be fetched', async () => {
  delete desk.answers.original_holen;
  const ansicht = new AnsichtState();
  ansicht.show(vorlage('eins'));
  await looked();
  expect([ansicht.fehler?.code, ansicht.laedt]).toEqual(['notFound', false]);
});
