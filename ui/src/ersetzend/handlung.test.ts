import { beforeEach, expect, it, vi } from 'vitest';
import { eingangView, zeile } from '../eingang/muster';
import { desk, freshDesk } from '../ipc/fake';
import { HandlungState } from './handlung.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);

const args = { eingang: 'e1', ergebnis: 'inOrdnung', bemerkung: '' } as const;

beforeEach(freshDesk);

it('says that it is done', async () => {
  desk.answers.stichprobe_erfassen = () => eingangView(zeile(1));
  const handlung = new HandlungState();
  expect(await handlung.tun('stichprobe_erfassen', args, 'Vermerkt.')).toBe(true);
  expect([handlung.busy, handlung.erledigt, handlung.fehler]).toEqual([false, 'Vermerkt.', undefined]);
  expect(desk.calls).toEqual([['stichprobe_erfassen', args]]);
});

it('says why it is refused, and forgets that it went well before', async () => {
  const handlung = new HandlungState();
  handlung.erledigt = 'Vermerkt.';
  expect(await handlung.tun('stichprobe_erfassen', args, 'Vermerkt.')).toBe(false);
  expect([handlung.busy, handlung.erledigt, handlung.fehler?.code]).toEqual([false, '', 'notFound']);
});
