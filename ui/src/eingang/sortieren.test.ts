import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DokumentView, EingangZeile, VorgangView, VorschlagView } from '../ipc/bindings';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { Ablage } from './ablage.svelte';
import { eingangView, vorschlag, zeile, ziel } from './muster';
import { SEHEN_MS, SortierenState } from './sortieren.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

let post: EingangZeile[] = [];
let vorschlaege: VorschlagView[] = [];
let messages: Messages;

/** What was filed, as item and destination. */
const abgelegt = () =>
  desk.calls.flatMap(([name, args]) => (name === 'eingang_zuordnen' ? [args] : []));
const gelesen = () => desk.calls.flatMap(([name, args]) => (name === 'eingang' ? [args] : []));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  freshDesk();
  messages = new Messages();
  // The list comes newest first, the pile is worked off the other way round.
  post = [0, 1, 2, 3].map((nummer) => ({ ...zeile(nummer), eingegangenUm: `2026-11-2${nummer}T08:00:00Z` }));
  vorschlaege = [vorschlag(ziel('vorgang', 3)), vorschlag(ziel('vorgang', 5)), vorschlag(ziel('akte', 17))];
  desk.answers.posteingang = ({ ausschnitt: { ab, anzahl } }) => {
    const offen = post.filter((row) => !row.zugeordnet).reverse();
    return { gesamt: offen.length, zeilen: offen.slice(ab, ab + anzahl) };
  };
  desk.answers.eingang = ({ id }) => {
    const row = post.find((one) => one.id === id) ?? zeile(-1);
    return { ...eingangView(row), vorschlaege };
  };
  desk.answers.ziele = () => [ziel('vorgang', 8)];
  desk.answers.eingang_zuordnen = ({ eingang }) => {
    post = post.map((row) => (row.id === eingang ? { ...row, zugeordnet: true } : row));
    return dokument;
  };
  desk.answers.zuordnung_zuruecknehmen = ({ id }) => {
    post = post.map((row) => (row.id === id ? { ...row, zugeordnet: false } : row));
    return eingangView(zeile(0));
  };
});

afterEach(() => vi.useRealTimers());

/** The window shows what there is, but nobody has had the time to look. */
async function gemalt(state: SortierenState): Promise<void> {
  await settled();
  if (state.bild !== undefined) state.gemalt(state.bild);
}

/** Somebody has looked. */
async function gesehen(state: SortierenState): Promise<void> {
  await gemalt(state);
  await vi.advanceTimersByTimeAsync(SEHEN_MS);
}

async function begonnen(): Promise<SortierenState> {
  const state = new SortierenState(new Ablage(), messages);
  await state.beginnen();
  await gesehen(state);
  return state;
}

describe('the pile', () => {
  it('begins with the oldest item and counts', async () => {
    const state = await begonnen();
    expect([state.karte?.id, state.stand]).toEqual(['e0', '1 von 4']);
  });

  it('takes the oldest of more than can be taken at once', async () => {
    post = Array.from({ length: 700 }, (_, i) => ({
      ...zeile(i),
      eingegangenUm: new Date(Date.UTC(2026, 10, 1) + i * 60_000).toISOString(),
    }));
    const state = await begonnen();
    expect([state.karte?.id, state.stand]).toEqual(['e0', '1 von 500']);
  });

  it('goes on where one left off', async () => {
    const state = await begonnen();
    state.ueberspringen();
    await gesehen(state);
    state.verlassen();
    await state.beginnen();
    await settled();
    expect(state.karte?.id).toBe('e1');
  });

  it('tells who cannot see what is there', async () => {
    const state = await begonnen();
    expect(messages.spoken).toBe(
      '1 von 4: Eingang 0. Vorschlag: 4.2-3/2026 Sondernutzung, 97 Prozent, sicher. Aktenzeichen 4.2-3/2026 gefunden.',
    );
    await state.annehmen();
    await gesehen(state);
    expect(messages.spoken).toMatch(/^Zugeordnet zu 4\.2-3\/2026: Eingang 0\. 2 von 4: Eingang 1\./);
  });
});

describe('Enter', () => {
  it('files into the first proposal and shows the next item', async () => {
    const state = await begonnen();
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ eingang: 'e0', ziel: { art: 'vorgang', id: 'v3' } }]);
    expect([state.karte?.id, state.stand]).toEqual(['e1', '2 von 4']);
  });

  it('never files what is not painted, or was not seen for a moment', async () => {
    const state = await begonnen();
    await state.annehmen();
    await settled();
    await state.annehmen();
    expect(state.hinweis).toBe('zuFrueh');
    await gemalt(state);
    await state.annehmen();
    expect(abgelegt()).toHaveLength(1);
    // Whoever goes on hammering has not looked either.
    await vi.advanceTimersByTimeAsync(SEHEN_MS - 1);
    await state.annehmen();
    await vi.advanceTimersByTimeAsync(SEHEN_MS - 1);
    await state.annehmen();
    expect(abgelegt()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SEHEN_MS);
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ eingang: 'e0' }, { eingang: 'e1' }]);
  });

  it('never files what was painted for the item before', async () => {
    const state = await begonnen();
    const vorher = state.bild ?? '';
    await state.annehmen();
    await settled();
    state.gemalt(vorher);
    await vi.advanceTimersByTimeAsync(SEHEN_MS);
    await state.annehmen();
    expect(abgelegt()).toHaveLength(1);
  });

  it('waits for the proposals that know the last decision', async () => {
    const state = await begonnen();
    const answer = held('eingang');
    await state.annehmen();
    // The item was read ahead and is on the screen, but with what was known before.
    expect(state.karte?.view?.zeile.id).toBe('e1');
    vorschlaege = [vorschlag(ziel('vorgang', 5))];
    await gesehen(state);
    await state.annehmen();
    expect(abgelegt()).toHaveLength(1);
    for (let turn = 0; turn < 3; turn++) await answer();
    await gesehen(state);
    await state.annehmen();
    expect(abgelegt()[1]).toMatchObject({ eingang: 'e1', ziel: { id: 'v5' } });
  });

  it('files nothing twice while it is under way', async () => {
    const state = await begonnen();
    const answer = held('eingang_zuordnen');
    const first = state.annehmen();
    await state.annehmen();
    await answer();
    await first;
    expect(abgelegt()).toHaveLength(1);
  });

  it('files nothing unsure that nobody has chosen', async () => {
    vorschlaege = [vorschlag(ziel('vorgang', 3), 'unsicher')];
    const state = await begonnen();
    await state.annehmen();
    expect([abgelegt().length, state.hinweis]).toEqual([0, 'waehlen']);
    state.waehle(1);
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ eingang: 'e0', ziel: { id: 'v3' } }]);
  });

  it('makes a new case only once its subject was on the screen', async () => {
    vorschlaege = [vorschlag(ziel('akte', 17))];
    const state = await begonnen();
    await state.annehmen();
    await state.anlegen('Sondernutzung');
    expect([state.karte?.ziel.akte?.id, abgelegt().length]).toEqual(['a17', 0]);
    await gesehen(state);
    await state.anlegen('Sondernutzung');
    expect(abgelegt()).toMatchObject([
      { eingang: 'e0', ziel: { art: 'neuerVorgang', akte: 'a17', betreff: 'Sondernutzung' } },
    ]);
  });

  it('files nothing beside a new case that is being named', async () => {
    const state = await begonnen();
    desk.answers.vorgang = () => vorgang;
    await state.neuerVorgang();
    await gesehen(state);
    await state.annehmen();
    state.waehle(2);
    expect([abgelegt().length, state.karte?.ziel.gewaehlt, state.schliessen()]).toEqual([0, false, true]);
    await gesehen(state);
    expect(state.schliessen()).toBe(false);
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ eingang: 'e0', ziel: { art: 'vorgang', id: 'v3' } }]);
  });

  it('stays and says why it failed', async () => {
    const state = await begonnen();
    delete desk.answers.eingang_zuordnen;
    await state.annehmen();
    expect([state.karte?.id, state.fehler?.code, state.busy]).toEqual(['e0', 'notFound', false]);
  });
});

it('tells who has left meanwhile what became of the act', async () => {
  const state = await begonnen();
  const answer = held('eingang_zuordnen');
  void state.annehmen();
  state.verlassen();
  await answer();
  expect(messages.list.map(({ kind, text }) => [kind, text])).toEqual([
    ['success', 'Zugeordnet zu 4.2-3/2026: Eingang 0'],
  ]);
  const again = await begonnen();
  delete desk.answers.eingang_zuordnen;
  void again.annehmen();
  again.verlassen();
  await answer();
  expect(messages.list.at(-1)?.kind).toBe('danger');
});

describe('a correction', () => {
  it('is a digit and Enter', async () => {
    const state = await begonnen();
    state.waehle(2);
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ eingang: 'e0', ziel: { art: 'vorgang', id: 'v5' } }]);
  });

  it('stays with what was chosen when better proposals come', async () => {
    const state = await begonnen();
    state.waehle(2);
    vorschlaege = [vorschlag(ziel('vorgang', 9)), ...vorschlaege];
    await desk.touch('dokument');
    await gesehen(state);
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ ziel: { id: 'v5' } }]);
  });

  it('is a word, when no proposal is right', async () => {
    const state = await begonnen();
    state.suchen('m');
    expect([state.suche, state.karte?.ziel.text]).toEqual([true, 'm']);
    await settled();
    await state.annehmen();
    expect(abgelegt()).toMatchObject([{ ziel: { id: 'v8' } }]);
    expect(state.suche).toBe(false);
  });

  it('does not choose for an item that nobody has seen yet', async () => {
    const state = await begonnen();
    state.ueberspringen();
    await gemalt(state);
    state.waehle(2);
    state.suchen('m');
    expect([state.suche, state.hinweis, state.karte?.ziel.gewaehlt]).toEqual([false, 'zuFrueh', false]);
  });
});

describe('taking back', () => {
  it('returns to the item, with its place in the pile', async () => {
    const state = await begonnen();
    await state.annehmen();
    await gesehen(state);
    state.ueberspringen();
    await gesehen(state);
    await state.undo();
    await gesehen(state);
    expect([state.karte?.id, state.stand, state.zugeordnet]).toEqual(['e0', '1 von 4', 0]);
    await state.annehmen();
    await settled();
    expect(state.karte?.id).toBe('e1');
  });

  it('brings back what was written for it', async () => {
    const state = await begonnen();
    state.karte?.angaben.schreiben('titel', 'Von Hand');
    await state.annehmen();
    await gesehen(state);
    await state.undo();
    await gesehen(state);
    expect(state.karte?.angaben.wert.titel).toBe('Von Hand');
  });

  it('goes back further with every turn, and says when there is nothing more', async () => {
    const state = await begonnen();
    await state.annehmen();
    await gesehen(state);
    await state.annehmen();
    await gesehen(state);
    await state.undo();
    await state.undo();
    await settled();
    expect(state.karte?.id).toBe('e0');
    await state.undo();
    expect(state.hinweis).toBe('keineRuecknahme');
  });
});

describe('skipping', () => {
  it('leaves the item and comes back to it', async () => {
    const state = await begonnen();
    state.ueberspringen();
    await gesehen(state);
    await state.annehmen();
    await gesehen(state);
    expect(state.karte?.id).toBe('e2');
    // What is filed meanwhile is passed over on the way back.
    state.zurueck();
    await gesehen(state);
    expect([state.karte?.id, state.stand]).toEqual(['e0', '1 von 4']);
    state.zurueck();
    expect([state.karte?.id, state.hinweis]).toEqual(['e0', 'erster']);
  });

  it('ends with what was left, and begins anew with it', async () => {
    const state = await begonnen();
    for (let turn = 0; turn < 4; turn++) {
      if (turn === 1) await state.annehmen();
      else state.ueberspringen();
      await gesehen(state);
    }
    expect([state.ende, state.zugeordnet, state.uebrig]).toEqual([true, 1, 3]);
    await state.beginnen();
    await gesehen(state);
    expect([state.ende, state.karte?.id, state.stand]).toEqual([false, 'e0', '1 von 3']);
  });

  it('passes over what somebody else has filed meanwhile', async () => {
    const state = await begonnen();
    post = post.map((row) => (row.id === 'e1' ? { ...row, zugeordnet: true } : row));
    await desk.touch('eingang');
    state.ueberspringen();
    await settled();
    expect(state.karte?.id).toBe('e2');
  });
});

it('keeps what was written about an item that is skipped or left', async () => {
  const state = await begonnen();
  state.karte?.angaben.schreiben('titel', 'Von Hand');
  state.ueberspringen();
  await gesehen(state);
  state.ueberspringen();
  await gesehen(state);
  state.zurueck();
  await gesehen(state);
  state.zurueck();
  await gesehen(state);
  state.verlassen();
  await state.beginnen();
  await gesehen(state);
  await state.annehmen();
  expect(abgelegt()).toMatchObject([{ eingang: 'e0', titel: 'Von Hand' }]);
});

describe('the next item', () => {
  it('is read before it is wanted, and shown at once', async () => {
    const state = await begonnen();
    expect(gelesen()).toContainEqual({ id: 'e1' });
    expect(gelesen()).not.toContainEqual({ id: 'e2' });
    state.ueberspringen();
    expect(state.karte?.view?.zeile.id).toBe('e1');
    await settled();
    expect(state.karten.map(({ id }) => id)).toEqual(['e1', 'e2']);
  });

  it('is let go of when the pile is left', async () => {
    const state = await begonnen();
    state.verlassen();
    const before = gelesen().length;
    await desk.touch('eingang');
    expect(gelesen()).toHaveLength(before);
  });
});

it('shows one place after another that speaks for the choice', async () => {
  const state = await begonnen();
  state.zeigeNaechste();
  const first = state.karte?.stelle;
  expect(first).toMatchObject({ seite: 1, wortlaut: '4.2-3/2026' });
  state.zeigeNaechste();
  expect(state.karte?.stelle).toEqual(first);
  expect(state.karte?.stelle).not.toBe(first);
  vorschlaege = [];
  await desk.touch('dokument');
  state.zeigeNaechste();
  expect(state.hinweis).toBe('keineStelle');
});

const vorgang: VorgangView = {
  id: 'v3',
  aktenzeichen: '',
  vorlaeufig: false,
  aktenzeichenVorlaeufig: null,
  betreff: '',
  akte: ziel('akte', 17),
  geschlossen: false,
  ausstehend: false,
  konflikte: 0,
  dokumente: [],
  verfuegungen: [],
  zeitleiste: [],
  verlauf: [],
};

const dokument: DokumentView = {
  zeile: {
    id: 'd1',
    titel: '',
    posteingangsdatum: null,
    dateiname: '',
    sha256: '',
    mime: '',
    groesseBytes: 0,
    versionen: 1,
    storniert: false,
    stand: 'abgelegt',
    eigenes: false,
    originalVorhanden: true,
    ausstehend: true,
    konfliktOffen: false,
  },
  vorgang: ziel('vorgang', 3),
  eingang: 'e0',
  verfuegungen: [],
  verlauf: [],
};
