import { beforeEach, expect, it, vi } from 'vitest';
import { desk, fakeCall, freshDesk, settled } from './fake';
import { Query } from './query.svelte';

vi.mock('./call', async () => (await import('./fake')).fakeCall);
vi.mock('./events', async () => (await import('./fake')).fakeEvents);

beforeEach(freshDesk);

it('reads again when a kind it shows has changed, and only then', async () => {
  let satz = 'eins';
  desk.answers.suche = () => ({ gesamt: 0, zeilen: [], nachzutragen: 0, satz });
  const query = new Query('suche', ['eingang']);
  const stop = query.follow();
  await query.ask({ text: 'a', ausschnitt: { ab: 0, anzahl: 1 } });
  satz = 'zwei';
  await desk.touch('abgleich');
  expect(query.view).toHaveProperty('satz', 'eins');
  await desk.touch('eingang');
  expect(query.view).toHaveProperty('satz', 'zwei');
  stop();
  await desk.touch('eingang');
  expect(desk.calls).toHaveLength(2);
});

it('asks only the last of the questions that come while one is under way', async () => {
  desk.answers.ziele = ({ text }) => [{ ...ziel, betreff: text }];
  const query = new Query('ziele', []);
  for (const text of ['a', 'ab', 'abc']) void query.ask({ text });
  expect(query.busy).toBe(true);
  await settled();
  expect(query.busy).toBe(false);
  expect(desk.calls.map(([, args]) => args)).toEqual([{ text: 'a' }, { text: 'abc' }]);
  expect(query.view?.[0]?.betreff).toBe('abc');
});

it('lets everybody who asks wait for the last answer', async () => {
  desk.answers.ziele = ({ text }) => [{ ...ziel, betreff: text }];
  const query = new Query('ziele', []);
  const seen: (string | undefined)[] = [];
  const ask = async (text: string) => {
    await query.ask({ text });
    seen.push(query.view?.[0]?.betreff);
  };
  await Promise.all(['a', 'ab', 'abc'].map(ask));
  expect(seen).toEqual(['abc', 'abc', 'abc']);
});

it('hands on every view that takes the place of the last one', async () => {
  const views: string[] = [];
  desk.answers.ziele = ({ text }) => [{ ...ziel, betreff: text }];
  const query = new Query('ziele', [], (view) => views.push(view[0]?.betreff ?? ''));
  for (const text of ['a', 'ab', 'abc']) void query.ask({ text });
  await settled();
  expect(views).toEqual(['abc']);
});

it('shows an error instead of an old view, and recovers', async () => {
  const query = new Query('ziele', []);
  await query.ask({ text: 'a' });
  expect(query.fehler?.code).toBe('notFound');
  desk.answers.ziele = () => [];
  await query.again();
  expect(query.fehler).toBeUndefined();
  expect(query.view).toEqual([]);
  expect(fakeCall.call).toHaveBeenCalled();
});

const ziel = {
  art: 'vorgang' as const,
  id: 'v',
  aktenzeichen: '1',
  vorlaeufig: false,
  betreff: '',
  akte: null,
  geschlossen: false,
};
