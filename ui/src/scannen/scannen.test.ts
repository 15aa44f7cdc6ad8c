import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScanStapelZeile, ScanTischView } from '../ipc/bindings';
import { desk, freshDesk, held, settled } from '../ipc/fake';
import { Messages } from '../kern/messages.svelte';
import { Ansage } from './ansage';
import { GeraeteState } from './geraete.svelte';
import { BEIDSEITIG, duplex, POST, scanner, seite, tisch } from './muster';
import { ScannenState } from './scannen.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const lauf = (seiten: number) => ({ geraet: 'Kopierer', profil: 'Post', seiten, brichtAb: false });
const zeile = (id: string, more: Partial<ScanStapelZeile> = {}): ScanStapelZeile => ({
  id,
  begonnenUm: '2026-03-02T08:00:00Z',
  seiten: 3,
  entfernt: 0,
  laeuft: false,
  hinweis: null,
  ...more,
});

let messages: Messages;
/** What lies on the desk's table now. */
let jetzt: ScanTischView;

beforeEach(() => {
  freshDesk();
  messages = new Messages();
  jetzt = tisch([]);
  desk.answers.scanner = () => scanner();
  desk.answers.scanstapel = () => ({ stapel: [], herrenlos: 0 });
  desk.answers.scanstapel_beginnen = () => jetzt;
  desk.answers.scantisch = () => jetzt;
  desk.answers.scan_starten = () => (jetzt = tisch(jetzt.seiten, { lauf: lauf(0) }));
});

async function open(view?: ScanTischView): Promise<ScannenState> {
  const state = new ScannenState(messages);
  state.follow();
  state.followOffene();
  await settled();
  if (view) {
    jetzt = view;
    await state.oeffnen(view.id);
  }
  return state;
}

const asked = (name: string) => desk.calls.filter(([was]) => was === name).map(([, args]) => args);

/** Lets the desk say that the table has changed. */
async function becomes(view: ScanTischView): Promise<void> {
  jetzt = view;
  await desk.touch('scan');
}

describe('a scan', () => {
  it('begins a stack by itself and goes to its end', async () => {
    const state = await open();
    await state.scannen(POST);
    expect(asked('scanstapel_beginnen').length).toBe(1);
    expect(asked('scan_starten')).toEqual([
      {
        stapel: 's1',
        profil: 'Post',
        ziel: { art: 'anhaengen' },
        gezaehlt: null,
        wiederholungenErlaubt: false,
      },
    ]);
    expect(state.tisch.laeuft).toBe(true);
  });

  it('goes into the stack that lies there', async () => {
    const state = await open(tisch([seite(1)], { id: 's7' }));
    await state.scannen(POST);
    expect([asked('scanstapel_beginnen'), asked('scan_starten')]).toMatchObject([
      [],
      [{ stapel: 's7' }],
    ]);
  });

  it('is not begun twice by a key that is pressed twice', async () => {
    const state = await open(tisch([seite(1)]));
    const go = held('scan_starten');
    void state.scannen(POST);
    void state.scannen(POST);
    await settled();
    await go();
    void state.scannen(POST);
    expect(asked('scan_starten').length).toBe(1);
  });

  it('says what the device cannot do, and that there is none', async () => {
    const state = await open();
    await state.scannen(BEIDSEITIG);
    expect([asked('scan_starten').length, messages.list[0]?.text]).toEqual([
      0,
      '„Post beidseitig“ geht mit diesem Scanner nicht.',
    ]);
    desk.answers.scanner = () => scanner({ geraete: [] });
    await desk.touch('scan');
    expect(state.gesperrt).toBe('Es ist noch kein Scanner eingerichtet.');
  });

  it('is begun by the function keys that the window does not need itself', async () => {
    const state = await open();
    expect([state.aufTaste(5), state.aufTaste(6), state.aufTaste(9)]).toEqual([
      POST,
      undefined,
      undefined,
    ]);
  });

  it('takes the number that was counted, once, and none that makes no sense', async () => {
    const state = await open(tisch([seite(1)]));
    state.gezaehlt = 'zwölf';
    await state.scannen(POST);
    expect([state.gezaehltFalsch, asked('scan_starten').length]).toEqual([true, 0]);
    state.gezaehlt = ' 12 ';
    await state.scannen(POST);
    expect(asked('scan_starten')).toMatchObject([{ gezaehlt: 12 }]);
    expect(state.gezaehlt).toBe('');
  });

  it('goes before a page or in its place where somebody said so, once', async () => {
    const state = await open(tisch([seite(1), seite(2)]));
    state.tisch.select(1);
    state.tun('einfuegen');
    expect(state.ziel).toEqual({ art: 'einfuegen', vor: 2 });
    state.tun('neu');
    await state.scannen(POST);
    expect(asked('scan_starten')).toMatchObject([{ ziel: { art: 'ersetzen', seite: 2 } }]);
    expect(state.ziel).toEqual({ art: 'anhaengen' });
  });

  it('keeps where it should go when it could not begin', async () => {
    const state = await open(tisch([seite(1), seite(2)]));
    delete desk.answers.scan_starten;
    state.tun('einfuegen');
    await state.scannen(POST);
    expect([state.ziel, state.fehler?.code]).toEqual([{ art: 'einfuegen', vor: 1 }, 'notFound']);
  });

  it('leads from the fronts to the backs', async () => {
    const state = await open(tisch([]));
    state.nacheinander = true;
    await state.scannen(POST);
    await becomes(tisch([], { duplex: duplex() }));
    await state.scannen(POST);
    expect(asked('scan_starten')).toMatchObject([
      { ziel: { art: 'vorderseiten' } },
      { ziel: { art: 'rueckseiten' } },
    ]);
  });

  it('is stopped, once', async () => {
    const state = await open(tisch([seite(1)], { lauf: lauf(1) }));
    desk.answers.scan_abbrechen = () =>
      (jetzt = tisch([seite(1)], { lauf: { ...lauf(1), brichtAb: true } }));
    await state.abbrechen();
    await state.abbrechen();
    expect(asked('scan_abbrechen')).toEqual([{ id: 's1' }]);
  });
});

describe('the cursor', () => {
  it('goes with the pages that come, until it is moved', async () => {
    const state = await open(tisch([seite(1)]));
    await state.scannen(POST);
    await becomes(tisch([seite(1), seite(2)], { lauf: lauf(1) }));
    expect(state.tisch.karte?.seite.seite).toBe(2);
    state.tisch.select(0);
    await becomes(tisch([seite(1), seite(2), seite(3)], { lauf: lauf(2) }));
    expect(state.tisch.karte?.seite.seite).toBe(1);
  });

  it('comes to the first page of a stack that is opened again', async () => {
    const state = await open(tisch([seite(4), seite(5)]));
    expect(state.tisch.karte?.seite.seite).toBe(4);
  });

  it('stays with a page that moves, and with the place of one that goes', async () => {
    const state = await open(tisch([seite(1), seite(2), seite(3)]));
    state.tisch.select(1);
    await becomes(tisch([seite(2), seite(1), seite(3)]));
    expect(state.tisch.index).toBe(0);
    state.tisch.select(2);
    await becomes(tisch([seite(2), seite(1)]));
    expect(state.tisch.karte?.seite.seite).toBe(1);
  });
});

describe('what is done with pages', () => {
  it('is done in the order of the keys, with the table as it is then', async () => {
    const state = await open(tisch([seite(1), seite(2), seite(3)]));
    const go = held('scantisch_griff');
    desk.answers.scantisch_griff = () => (jetzt = tisch([seite(2), seite(1), seite(3)]));
    state.tun('zurueck');
    state.tun('zurueck');
    state.tun('rechts');
    for (let n = 0; n < 3; n++) {
      await settled();
      await go();
    }
    expect(asked('scantisch_griff')).toEqual([
      { stapel: 's1', griff: { art: 'verschieben', seite: 1, vor: 3 } },
      { stapel: 's1', griff: { art: 'verschieben', seite: 1, vor: null } },
      { stapel: 's1', griff: { art: 'drehen', seite: 1, grad: 90 } },
    ]);
  });

  it('waits for the end of a scan', async () => {
    const state = await open(tisch([seite(1), seite(2)], { lauf: lauf(2) }));
    state.tun('entfernen');
    state.tisch.zurueck();
    await settled();
    expect([state.geht('entfernen'), asked('scantisch_griff')]).toEqual([false, []]);
  });

  it('says why it was not done', async () => {
    const state = await open(tisch([seite(1), seite(2)]));
    state.tun('rechts');
    await settled();
    expect(state.tisch.fehler?.code).toBe('notFound');
  });

  it('names the sheets without a back only if they are sheets', async () => {
    desk.answers.scantisch_griff = () => jetzt;
    const state = await open(tisch([], { duplex: duplex({ stand: 'fehlt' }) }));
    state.tisch.verschraenken('umgekehrt', 'drei');
    state.tisch.verschraenken('umgekehrt', '2');
    await settled();
    expect(asked('scantisch_griff')).toMatchObject([{ griff: { luecken: [2] } }]);
  });
});

describe('the end of a stack', () => {
  const abgegeben = [{ eingang: 'e1', seiten: 2 }];

  it('is told, and the next scan begins another one', async () => {
    desk.answers.scanstapel_uebernehmen = () =>
      (jetzt = tisch([seite(1), seite(2)], { uebernahme: { fertig: 0, gesamt: 1 } }));
    const state = await open(tisch([seite(1), seite(2)]));
    await state.uebernehmen();
    expect(asked('scanstapel_uebernehmen')).toEqual([{ stapel: 's1', dokument: null }]);
    await becomes(tisch([], { abgegeben, geschlossen: true }));
    expect(messages.spoken).toBe('1 Dokument liegt im Posteingang.');
    await state.scannen(POST);
    expect(asked('scanstapel_beginnen').length).toBe(1);
  });

  it('is not asked for while a scan runs or nothing lies there', async () => {
    const state = await open(tisch([]));
    await state.uebernehmen();
    await becomes(tisch([seite(1)], { lauf: lauf(1) }));
    await state.uebernehmen();
    expect(asked('scanstapel_uebernehmen')).toEqual([]);
    expect(messages.list[0]?.text).toContain('Es wird noch gescannt.');
  });

  it('names the pages that would be gone before a stack is discarded', async () => {
    desk.answers.scanstapel_verwerfen = () => ({ stapel: [], herrenlos: 0 });
    const view = tisch([seite(1)], { entfernt: [seite(2)], duplex: duplex() });
    const state = await open(view);
    state.fragen();
    expect([state.frage, asked('scanstapel_verwerfen')]).toEqual([{ stapel: 's1', seiten: 4 }, []]);
    await state.verwerfen();
    expect(asked('scanstapel_verwerfen')).toEqual([{ stapel: 's1', seiten: 4 }]);
    expect([state.frage, state.tisch.view]).toEqual([undefined, undefined]);
  });
});

describe('open stacks', () => {
  it('are offered, the empty ones and the one on the table not', async () => {
    const stapel = [
      zeile('s1'),
      zeile('s2'),
      zeile('s3', { seiten: 0 }),
      zeile('s4', { seiten: 0, hinweis: 'Dieser Stapel ist an anderer Stelle geöffnet.' }),
    ];
    desk.answers.scanstapel = () => ({ stapel, herrenlos: 0 });
    const state = await open(tisch([seite(1)]));
    expect(state.weitere.map(({ id }) => id)).toEqual(['s2', 's4']);
    state.weglegen();
    expect(state.weitere.map(({ id }) => id)).toEqual(['s1', 's2', 's4']);
  });

  it('leave the table clear if they cannot be opened, and say why', async () => {
    const state = await open();
    delete desk.answers.scantisch;
    await state.oeffnen('s9');
    expect([state.tisch.stapel, state.fehler?.code]).toEqual([undefined, 'notFound']);
  });
});

describe('those who listen', () => {
  const said: string[] = [];
  const seiten = (n: number) => Array.from({ length: n }, (_, i) => seite(i + 1));
  const laufend = (n: number) => tisch(seiten(n), { lauf: lauf(n) });

  it('hear of the first page, now and then how many there are, and the end', () => {
    said.length = 0;
    let now = 1000;
    const ansage = new Ansage((text) => said.push(text), () => now);
    for (let n = 1; n <= 20; n++) {
      ansage.hoeren(laufend(n - 1), laufend(n));
      now += 1000;
    }
    const saetze = ['20 Seiten sind da.', 'Seite 3 ist dasselbe Bild wie Seite 2.'];
    const ergebnis = { ende: 'fertig', seiten: 20, saetze } as const;
    ansage.hoeren(laufend(20), tisch(seiten(20), { ergebnis: { ...ergebnis, saetze } }));
    expect(said).toEqual([
      '1 Seite ist da.',
      '7 Seiten sind da.',
      '13 Seiten sind da.',
      '19 Seiten sind da.',
      saetze.join(' '),
    ]);
  });

  it('hear of a hand-over once, at its end, also if it failed', () => {
    said.length = 0;
    const ansage = new Ansage((text) => said.push(text));
    const abgegeben = [{ eingang: 'e1', seiten: 1 }];
    const unterwegs = { uebernahme: { fertig: 0, gesamt: 2 } };
    const halb = tisch(seiten(1), { uebernahme: { fertig: 1, gesamt: 2 }, abgegeben });
    const hinweise = ['Der Scan konnte gerade nicht übernommen werden.'];
    ansage.hoeren(tisch(seiten(2), unterwegs), halb);
    ansage.hoeren(halb, tisch(seiten(1), { abgegeben, hinweise }));
    expect(said).toEqual([`1 Dokument liegt im Posteingang. ${hinweise[0]}`]);
  });
});

describe('setting a device up', () => {
  const probe = {
    art: 'escl',
    adresse: 'https://192.0.2.7:443/eSCL',
    modell: 'Werkstatt Papierwolf 12',
    seriennummer: 'PW-0007',
    zufuhren: ['einzug'],
    zertifikat: 'ab12',
    fingerabdruck: 'AB:12',
    hinweis: 'Bitte vergleichen Sie den Fingerabdruck.',
  } as const;

  it('takes exactly what was on the screen, under the name that was given', async () => {
    desk.answers.scanner_pruefen = () => ({ ...probe, zufuhren: [...probe.zufuhren] });
    desk.answers.scanner_einrichten = () => scanner();
    const state = await open();
    const geraete = new GeraeteState(state.geraete);
    await geraete.pruefen({ art: 'escl', adresse: '192.0.2.7' });
    expect(geraete.name).toBe('Werkstatt Papierwolf 12');
    geraete.name = ' Kopierer Flur ';
    expect(await geraete.einrichten()).toBe(true);
    expect(asked('scanner_einrichten')).toEqual([
      { art: 'escl', adresse: probe.adresse, name: 'Kopierer Flur', zertifikat: 'ab12' },
    ]);
    expect(geraete.probe).toBeUndefined();
  });

  it('shows nothing of an earlier device when the next does not answer', async () => {
    desk.answers.scanner_pruefen = () => ({ ...probe, zufuhren: [...probe.zufuhren] });
    const state = await open();
    const geraete = new GeraeteState(state.geraete);
    await geraete.pruefen({ art: 'escl', adresse: '192.0.2.7' });
    delete desk.answers.scanner_pruefen;
    expect(await geraete.pruefen({ art: 'escl', adresse: '192.0.2.8' })).toBe(false);
    expect([geraete.probe, geraete.fehler?.code]).toEqual([undefined, 'notFound']);
  });
});
