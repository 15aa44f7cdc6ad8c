import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { KontaktEingabe, KontaktView, KontaktZeile } from '../ipc/bindings';
import { desk, freshDesk, settled } from '../ipc/fake';
import { KontakteState, leererKontakt } from './kontakte.svelte';

vi.mock('../ipc/call', async () => (await import('../ipc/fake')).fakeCall);
vi.mock('../ipc/events', async () => (await import('../ipc/fake')).fakeEvents);

const zeile = (id: string, name: string): KontaktZeile => ({
  id,
  name,
  anschrift: null,
  email: null,
  telefon: null,
  ausstehend: false,
});
const view = (id: string, kontakt: KontaktEingabe): KontaktView => ({
  zeile: zeile(id, kontakt.name),
  kontakt,
  konfliktOffen: false,
  verlauf: [],
});

let here: KontaktView[] = [];

beforeEach(() => {
  freshDesk();
  here = [view('k1', leererKontakt('Wendrach'))];
  desk.answers.kontakte = () => ({ gesamt: here.length, zeilen: here.map((one) => one.zeile) });
  desk.answers.kontakt = ({ id }) => here.find((one) => one.zeile.id === id) ?? view(id, leererKontakt());
  desk.answers.kontakt_anlegen = (kontakt) => {
    const made = view('k2', kontakt);
    here = [...here, made];
    return made;
  };
  desk.answers.kontakt_aendern = ({ id, kontakt }) => {
    here = here.map((one) => (one.zeile.id === id ? view(id, kontakt) : one));
    return view(id, kontakt);
  };
});

async function opened() {
  const kontakte = new KontakteState();
  kontakte.follow();
  await settled();
  return kontakte;
}

it('makes a contact of what was searched in vain and shows it', async () => {
  const kontakte = await opened();
  kontakte.neu('Haselhoff');
  await kontakte.speichern();
  await desk.touch('kontakt');
  expect([kontakte.index, kontakte.kontakt.view?.zeile.name]).toEqual([1, 'Haselhoff']);
  expect(kontakte.entwurf).toBeUndefined();
});

it('changes the open contact and leaves the view alone until it is saved', async () => {
  const kontakte = await opened();
  kontakte.select(0);
  await settled();
  kontakte.aendern();
  if (kontakte.entwurf) kontakte.entwurf.neu.ort = 'Lindenhain';
  expect(kontakte.kontakt.view?.kontakt.ort).toBe('');
  await kontakte.speichern();
  expect(kontakte.kontakt.view?.kontakt.ort).toBe('Lindenhain');
});

it('keeps what was written when it is refused', async () => {
  const kontakte = await opened();
  kontakte.neu('');
  desk.answers.kontakt_anlegen = () => {
    throw { code: 'invalid', meldung: 'Der Name fehlt.', rat: null };
  };
  expect(await kontakte.speichern()).toBeUndefined();
  expect([kontakte.fehler?.meldung, kontakte.entwurf?.neu.name]).toEqual(['Der Name fehlt.', '']);
});

describe('what is written and not saved', () => {
  /** Two contacts; the town of the first is being changed. */
  async function writing() {
    here = [view('k1', leererKontakt('Wendrach')), view('k2', leererKontakt('Haselhoff'))];
    const kontakte = await opened();
    kontakte.select(0);
    await settled();
    kontakte.aendern();
    if (kontakte.entwurf) kontakte.entwurf.neu.ort = 'Lindenhain';
    return kontakte;
  }

  it('is kept when another contact is looked at, and gone on with', async () => {
    const kontakte = await writing();
    kontakte.select(1);
    await settled();
    expect([kontakte.entwurf, kontakte.wartet]).toEqual([undefined, false]);
    expect(kontakte.ungespeichert).toContain('Lindenhain');
    kontakte.select(0);
    await settled();
    expect(kontakte.wartet).toBe(true);
    kontakte.aendern();
    expect([kontakte.entwurf?.neu.ort, kontakte.wartet]).toEqual(['Lindenhain', false]);
  });

  it('goes to the contact it was begun with, beside what its author saw', async () => {
    const kontakte = await writing();
    here = here.map((one) => view(one.zeile.id, { ...one.kontakt, telefon: '1' }));
    // The view of another contact arrives late, while the form is open.
    await kontakte.kontakt.ask({ id: 'k2' });
    await kontakte.speichern();
    expect(desk.calls.find(([name]) => name === 'kontakt_aendern')?.[1]).toMatchObject({
      id: 'k1',
      vorher: { ort: '', telefon: '' },
      kontakt: { ort: 'Lindenhain' },
    });
  });

  it('is thrown away only by whoever says so', async () => {
    const kontakte = await writing();
    kontakte.weglegen();
    expect(kontakte.wartet).toBe(true);
    kontakte.aendern();
    kontakte.verwerfen();
    expect([kontakte.wartet, kontakte.ungespeichert]).toEqual([false, '']);
  });

  it('of a new contact survives a look at another one', async () => {
    const kontakte = await writing();
    kontakte.neu();
    if (kontakte.entwurf) kontakte.entwurf.neu.name = 'Neu';
    kontakte.select(1);
    await settled();
    kontakte.neu();
    expect([kontakte.entwurf?.id, kontakte.entwurf?.neu.name]).toEqual([undefined, 'Neu']);
  });
});
