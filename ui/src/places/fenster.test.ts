import { beforeEach, describe, expect, it, vi } from 'vitest';
import { desk, freshDesk, settled } from '../ipc/fake';
import { seite, tisch } from '../scannen/muster';
import { FensterState } from './fenster.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);
vi.mock('../ipc/pick', () => ({}));

beforeEach(() => {
  freshDesk();
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
});

const asked = (name: string) => desk.calls.filter(([command]) => command === name);

/** A window with a letter in which something is written that the desk will not save. */
function writing(): FensterState {
  const fenster = new FensterState();
  fenster.ort.go('akten');
  fenster.brief.id = 'b1';
  fenster.brief.form.text = 'Nicht verlieren';
  return fenster;
}

describe('a jump to a record', () => {
  it('puts the history and the letter away that lie over the tree', async () => {
    const fenster = new FensterState();
    fenster.brief.id = 'b1';
    fenster.verlauf.id = 'a1';
    await fenster.zeigeVorgang('v1');
    expect([fenster.brief.id, fenster.verlauf.id]).toEqual([undefined, undefined]);
    expect([fenster.ort.ort, fenster.akten.baum.aktiv]).toEqual(['akten', 'vorgang-v1']);
  });

  it('stays with a letter that cannot be saved', async () => {
    const fenster = writing();
    fenster.zeige({ art: 'akte', id: 'a1', name: 'Straßen' });
    await settled();
    expect([fenster.brief.id, fenster.akten.baum.aktiv]).toEqual(['b1', '']);
    expect(fenster.brief.fehler).toBeDefined();
  });
});

describe('the keys that undo', () => {
  it('do what the newest message offers, wherever one is', () => {
    const fenster = new FensterState();
    const run = vi.fn();
    fenster.ort.go('akten');
    fenster.messages.say('success', 'Gespeichert', { action: { label: 'Rückgängig', run } });
    fenster.messages.say('danger', 'Nicht übernommen');
    fenster.rueckgaengig();
    expect(run).toHaveBeenCalledOnce();
  });

  it('take back what was done with the pages at the scanner, whatever was said before', async () => {
    const fenster = new FensterState();
    const run = vi.fn();
    const view = { ...tisch([seite(1)]), zuruecknehmbar: true };
    desk.answers.scantisch = () => view;
    desk.answers.scantisch_griff = () => view;
    fenster.messages.say('success', 'Zugeordnet', { action: { label: 'Rückgängig', run } });
    await fenster.scannen.oeffnen('s1');
    fenster.rueckgaengig();
    expect(run).toHaveBeenCalledOnce();
    fenster.ort.go('scannen');
    fenster.rueckgaengig();
    await settled();
    expect(run).toHaveBeenCalledOnce();
    expect(asked('scantisch_griff')).toEqual([
      ['scantisch_griff', { stapel: 's1', griff: { art: 'zurueck' } }],
    ]);
  });

  it('do nothing where nothing is offered', async () => {
    const fenster = new FensterState();
    fenster.ort.go('akten');
    fenster.messages.say('success', 'Angelegt');
    fenster.rueckgaengig();
    await settled();
    expect(desk.calls).toEqual([]);
  });
});

describe('leaving the window', () => {
  it('saves first, and goes when all is saved', async () => {
    const fenster = new FensterState();
    fenster.follow();
    expect(await desk.close()).toBe(true);
    expect(fenster.messages.list).toEqual([]);
  });

  it('shows what would be lost, and goes when it is asked for once more', async () => {
    const fenster = writing();
    fenster.ort.go('posteingang');
    expect(await fenster.verlassen()).toBe(false);
    expect([fenster.ort.ort, asked('entwurf_speichern').length]).toEqual(['akten', 1]);
    expect(fenster.messages.list.at(-1)?.text).toBe('Noch nicht gespeichert: Schreiben');
    expect(await fenster.verlassen()).toBe(true);
  });

  it('warns again when more was written since', async () => {
    const fenster = writing();
    await fenster.verlassen();
    fenster.brief.form.text = 'Noch mehr';
    expect(await fenster.verlassen()).toBe(false);
  });

  it('counts a contact and a note that were begun', async () => {
    const fenster = new FensterState();
    fenster.brief.vermerk('v1').text = 'Anruf';
    expect(await fenster.verlassen()).toBe(false);
    fenster.brief.vermerkVerwerfen('v1');
    fenster.kontakte.neu('Wendrach');
    expect(await fenster.verlassen()).toBe(false);
    expect(fenster.ort.ort).toBe('kontakte');
  });
});
