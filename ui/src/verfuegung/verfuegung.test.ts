import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AufgabeZeile, VerfuegungZeile, VorgangView } from '../ipc/bindings';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { MitzeichnungState, WiedervorlagenState } from './aufgaben.svelte';
import { verschoben } from './tage';
import { VerfuegungActs } from './verfuegung.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const punkt = (more: Partial<VerfuegungZeile> = {}): VerfuegungZeile => ({
  id: 'p1',
  nummer: 1,
  schritt: 1,
  art: 'wiedervorlage',
  kurz: 'Wv.',
  text: null,
  adressat: null,
  termin: '2026-11-20',
  stand: 'offen',
  erledigung: null,
  veraltet: false,
  ueberfaellig: false,
  wartet: false,
  meine: true,
  inVertretung: null,
  fassung: null,
  dokument: null,
  dokumentTitel: null,
  angelegtVon: 'Anna',
  ausstehend: false,
  konfliktOffen: false,
  ...more,
});

const aufgabe = (more: Partial<VerfuegungZeile> = {}): AufgabeZeile => ({
  punkt: punkt(more),
  vorgang: {
    art: 'vorgang',
    id: 'v1',
    aktenzeichen: '4.2-1/2026-1',
    vorlaeufig: false,
    betreff: 'Hund Basko',
    akte: null,
    geschlossen: false,
  },
});

const vorgang: VorgangView = {
  id: 'v1',
  aktenzeichen: '4.2-1/2026-1',
  vorlaeufig: false,
  aktenzeichenVorlaeufig: null,
  betreff: 'Hund Basko',
  geschlossen: false,
  ausstehend: false,
  akte: aufgabe().vorgang,
  konflikte: 0,
  dokumente: [],
  verfuegungen: [],
  zeitleiste: [],
  verlauf: [],
};

beforeEach(freshDesk);

describe('days', () => {
  it('go over the ends of months and years', () => {
    expect(verschoben('2026-12-31', 1)).toBe('2027-01-01');
    expect(verschoben('2026-02-25', 7)).toBe('2026-03-04');
  });
});

describe('acts', () => {
  it('put an overdue point off from today, a later one from its day', async () => {
    const days: string[] = [];
    desk.answers.wiedervorlage_verschieben = ({ termin }) => {
      days.push(termin);
      return punkt({ termin });
    };
    const acts = new VerfuegungActs(new Messages());
    await acts.spaeter(punkt(), '2026-11-22', 1);
    await acts.spaeter(punkt({ termin: '2026-12-01' }), '2026-11-22', 7);
    expect(days).toEqual(['2026-11-23', '2026-12-08']);
  });

  it('can be taken back once, as they were', async () => {
    desk.answers.verfuegung_erledigen = () => punkt({ stand: 'erledigt' });
    desk.answers.verfuegung_zuruecknehmen = () => punkt();
    const messages = new Messages();
    const acts = new VerfuegungActs(messages);
    expect(await acts.erledigen(punkt({ inVertretung: 'Clara' }))).toBe(true);
    expect(messages.list.at(-1)?.action?.label).toBe('Rückgängig');
    messages.action?.run();
    await settled();
    expect(messages.action).toBeUndefined();
    expect(desk.calls).toEqual([
      ['verfuegung_erledigen', { id: 'p1', vermerk: null, inVertretungFuer: 'Clara' }],
      ['verfuegung_zuruecknehmen', { id: 'p1' }],
    ]);
  });

  it('take a closing back with all that it has ended', async () => {
    const all = [
      punkt({ id: 'p1' }),
      punkt({ id: 'p2', art: 'zuDenAkten' }),
      punkt({ id: 'p3', stand: 'entfallen' }),
      punkt({ id: 'p4' }),
    ];
    const ended = { p1: 'entfallen', p2: 'erledigt' } as const;
    const nachher = all.map((one) => ({
      ...one,
      stand: one.id === 'p1' || one.id === 'p2' ? ended[one.id] : one.stand,
    }));
    desk.answers.vorgang_zda = () => ({ ...vorgang, verfuegungen: nachher });
    desk.answers.vorgang_oeffnen = () => vorgang;
    desk.answers.verfuegung_zuruecknehmen = () => punkt();
    const messages = new Messages();
    const acts = new VerfuegungActs(messages);
    await acts.zda('vorgang', 'v1', all, true);
    messages.action?.run();
    await settled();
    expect(desk.calls.slice(1)).toEqual([
      ['vorgang_oeffnen', { id: 'v1', grund: 'Schließen zurückgenommen' }],
      ['verfuegung_zuruecknehmen', { id: 'p1' }],
      ['verfuegung_zuruecknehmen', { id: 'p2' }],
    ]);
    expect(messages.list.at(-1)?.text).toBe('Wieder geöffnet.');
  });

  it('put a day back, and forth again', async () => {
    const days: string[] = [];
    desk.answers.wiedervorlage_verschieben = ({ termin }) => {
      days.push(termin);
      return punkt({ termin });
    };
    const messages = new Messages();
    await new VerfuegungActs(messages).verschieben(punkt(), '2026-12-01');
    for (let turn = 0; turn < 2; turn++) {
      messages.action?.run();
      await settled();
    }
    expect(days).toEqual(['2026-12-01', '2026-11-20', '2026-12-01']);
  });

  it('keep what was refused in sight', async () => {
    desk.answers.zeichnen = () => {
      throw { code: 'conflict', meldung: 'Der Entwurf wurde inzwischen geändert.', rat: null };
    };
    const acts = new VerfuegungActs(new Messages());
    expect(await acts.zeichnen(punkt(), 'f1')).toBe(false);
    expect(acts.fehler?.meldung).toBe('Der Entwurf wurde inzwischen geändert.');
  });
});

describe('the day’s list', () => {
  it('asks as far ahead as was chosen, and keeps the cursor on the list', async () => {
    let rows = [aufgabe(), aufgabe({ id: 'p2' })];
    desk.answers.wiedervorlagen = ({ bis }) => ({
      heute: '2026-11-22',
      bis: bis ?? '2026-11-22',
      gesamt: rows.length,
      zeilen: rows,
    });
    const state = new WiedervorlagenState();
    state.follow();
    await settled();
    state.select(1);
    expect(state.gewaehlt?.punkt.id).toBe('p2');
    rows = [aufgabe({ id: 'p0' }), ...rows];
    await desk.touch('verfuegung');
    expect([state.index, state.gewaehlt?.punkt.id]).toEqual([2, 'p2']);
    rows = [aufgabe({ id: 'p3' }), aufgabe()];
    await desk.touch('verfuegung');
    expect([state.index, state.gewaehlt?.punkt.id]).toEqual([1, 'p1']);
    await state.choose('woche');
    expect(desk.calls.at(-1)).toEqual(['wiedervorlagen', { von: null, bis: '2026-11-29' }]);
  });
});

/** A folder with these drafts, whose pages come when they are let go. */
async function folder(...zuZeichnen: AufgabeZeile[]) {
  desk.answers.mitzeichnungen = () => ({ zuZeichnen, erbeten: [] });
  desk.answers.entwurf_vorschau = (args) => ({
    pdf: btoa(JSON.stringify(args)),
    seiten: 1,
    hinweise: [],
  });
  const letGo = held('entwurf_vorschau');
  const state = new MitzeichnungState();
  state.follow();
  await settled();
  const page = () => state.pdf && new TextDecoder().decode(state.pdf);
  return { state, letGo, page };
}

describe('the folder of signatures', () => {
  it('signs what was read, and says when that is no longer what stands there', async () => {
    let fassung = 'f1';
    desk.answers.mitzeichnungen = () => ({
      zuZeichnen: [aufgabe({ art: 'mitzeichnung', dokument: 'd1', fassung })],
      erbeten: [],
    });
    desk.answers.entwurf_vorschau = () => ({ pdf: btoa('%PDF'), seiten: 1, hinweise: [] });
    const state = new MitzeichnungState();
    state.follow();
    await settled();
    await state.lesen();
    expect([state.zeichenbar?.fassung, state.neuer, state.pdf?.byteLength]).toEqual(['f1', false, 4]);
    fassung = 'f2';
    await desk.touch('dokument');
    expect([state.zeichenbar?.fassung, state.neuer]).toEqual(['f1', true]);
    await state.lesen();
    expect([state.zeichenbar?.fassung, state.neuer]).toEqual(['f2', false]);
  });

  const drafts = ['d1', 'd2', 'd3'].map((dokument) =>
    aufgabe({ id: `p-${dokument}`, art: 'mitzeichnung', dokument, fassung: `f-${dokument}` }),
  );

  it('shows the page of the draft under the cursor, however fast the cursor went', async () => {
    const { state, letGo, page } = await folder(...drafts);
    void state.lesen();
    await settled();
    for (const index of [1, 2]) {
      state.select(index);
      void state.lesen();
    }
    expect([state.pdf, state.zeichenbar]).toEqual([undefined, undefined]);
    await letGo();
    expect([state.pdf, state.zeichenbar]).toEqual([undefined, undefined]);
    await letGo();
    expect(page()).toContain('d3');
    expect(state.zeichenbar?.fassung).toBe('f-d3');
  });

  it('lets nothing be signed whose page is not there, or that waits for another', async () => {
    const { state, letGo } = await folder(
      ...drafts.slice(0, 1),
      aufgabe({ id: 'w', art: 'mitzeichnung', dokument: 'd9', fassung: 'f9', wartet: true }),
    );
    void state.lesen();
    await letGo();
    expect(state.zeichenbar).toBeDefined();
    state.select(1);
    expect([state.pdf, state.zeichenbar]).toEqual([undefined, undefined]);
    void state.lesen();
    await letGo();
    expect([state.pdf === undefined, state.zeichenbar]).toEqual([false, undefined]);
  });

  it('lets nothing be signed whose page could not be set', async () => {
    desk.answers.mitzeichnungen = () => ({ zuZeichnen: drafts, erbeten: [] });
    const state = new MitzeichnungState();
    state.follow();
    await settled();
    await state.lesen();
    expect([state.seite.fehler?.code, state.zeichenbar]).toEqual(['notFound', undefined]);
  });
});
