import { beforeEach, expect, it, vi } from 'vitest';
import type { ErkennungView } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { ErkennungState } from './erkennung.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const job = (erledigt: number): ErkennungView => ({
  sha256: 'abc',
  titel: 'scan.pdf',
  stand: 'laeuft',
  seiten: 12,
  erledigt,
  meldung: null,
});

let zeilen: ErkennungView[] = [];

beforeEach(() => {
  freshDesk();
  zeilen = [job(2)];
  desk.answers.erkennungen = () => ({ fehlt: null, zeilen });
  desk.answers.erkennung_abbrechen = () => {
    zeilen = [{ ...job(2), stand: 'abgebrochen' }];
    return job(2);
  };
});

it('knows the freshest state of an original, however old the one that is shown', async () => {
  const erkennung = new ErkennungState();
  erkennung.follow();
  await settled();
  expect(erkennung.stand(job(0)).erledigt).toBe(2);
  zeilen = [job(7)];
  await desk.touch('erkennung');
  expect(erkennung.stand(job(0)).erledigt).toBe(7);
  expect(erkennung.stand({ ...job(0), sha256: 'other' }).erledigt).toBe(0);
});

it('is stopped, and shows it at once', async () => {
  const erkennung = new ErkennungState();
  erkennung.follow();
  await erkennung.abbrechen('abc');
  expect(erkennung.stand(job(2)).stand).toBe('abgebrochen');
});

it('says why it cannot be started', async () => {
  const erkennung = new ErkennungState();
  await erkennung.starten('abc');
  expect([erkennung.busy, erkennung.fehler?.code]).toEqual([false, 'notFound']);
});
