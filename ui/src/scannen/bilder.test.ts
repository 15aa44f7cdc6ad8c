import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeCall, freshDesk, settled } from '../ipc/fake';
import { Bilder, type Bild } from './bilder';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);

/** Answers that wait until the test lets them go, in the order in which they were asked for. */
const waiting: { was: string; ok: () => void; fail: () => void }[] = [];

beforeEach(() => {
  freshDesk();
  waiting.length = 0;
  fakeCall.bytes.mockReset().mockImplementation(
    ({ sha256, fassung }: { sha256: string; fassung: string }) =>
      new Promise((ok, fail) => {
        waiting.push({
          was: `${fassung} ${sha256}`,
          ok: () => ok(new ArrayBuffer(1)),
          fail: () => fail({ code: 'notFound', meldung: 'Kein Bild', rat: null }),
        });
      }),
  );
});

const asked = () => waiting.map(({ was }) => was);
const shown: Bild[] = [];
const blick = (bild: Bild) => shown.push(bild);

describe('pictures of pages', () => {
  it('are fetched two at a time, the large one first', async () => {
    const bilder = new Bilder();
    for (const sha of ['a', 'b', 'c', 'd']) bilder.zeigen(sha, 'scanKlein', blick);
    bilder.zeigen('d', 'scanGross', blick);
    expect(asked()).toEqual(['scanKlein a', 'scanKlein b']);
    waiting[0]?.ok();
    await settled();
    waiting[1]?.ok();
    await settled();
    expect(asked().slice(2)).toEqual(['scanGross d', 'scanKlein c']);
  });

  it('are fetched once for all who look, and are there for the next', async () => {
    const bilder = new Bilder();
    shown.length = 0;
    bilder.zeigen('a', 'scanKlein', blick);
    const stop = bilder.zeigen('a', 'scanKlein', blick);
    waiting[0]?.ok();
    await settled();
    stop();
    bilder.zeigen('a', 'scanKlein', blick);
    expect([asked(), shown.length]).toEqual([['scanKlein a'], 3]);
    expect(bilder.bekannt('a', 'scanKlein')).toMatch(/^blob:/);
  });

  it('are not fetched for somebody who has scrolled on', async () => {
    const bilder = new Bilder();
    bilder.zeigen('a', 'scanKlein', blick);
    bilder.zeigen('b', 'scanKlein', blick);
    bilder.zeigen('c', 'scanKlein', blick)();
    bilder.zeigen('d', 'scanKlein', blick);
    waiting[0]?.ok();
    await settled();
    expect(asked().at(-1)).toBe('scanKlein d');
  });

  it('say why they are not there, and are asked for again', async () => {
    const bilder = new Bilder();
    shown.length = 0;
    const stop = bilder.zeigen('a', 'scanGross', blick);
    waiting[0]?.fail();
    await settled();
    expect(shown).toMatchObject([{ fehler: { meldung: 'Kein Bild' } }]);
    stop();
    bilder.zeigen('a', 'scanGross', blick);
    expect(asked()).toEqual(['scanGross a', 'scanGross a']);
  });

  it('are forgotten when nobody has looked for long, the oldest first', async () => {
    const bilder = new Bilder();
    for (let n = 0; n < 10; n++) {
      const stop = bilder.zeigen(`g${n}`, 'scanGross', blick);
      waiting.at(-1)?.ok();
      await settled();
      stop();
    }
    const known = Array.from({ length: 10 }, (_, n) => bilder.bekannt(`g${n}`, 'scanGross'));
    expect(known.map((url) => url !== undefined)).toEqual([false, false, ...Array(8).fill(true)]);
  });
});
