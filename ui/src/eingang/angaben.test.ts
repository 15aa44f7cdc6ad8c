import { expect, it } from 'vitest';
import type { AblesungenView } from '../ipc/bindings';
import { AngabenDraft } from './angaben.svelte';
import { ablesung, eingangView, nichtsGelesen, zeile } from './muster';

const eingang = (gelesen: Partial<AblesungenView>, nummer = 0) => ({
  ...eingangView(zeile(nummer)),
  ablesungen: { ...nichtsGelesen, ...gelesen },
});

function begonnen(gelesen: Partial<AblesungenView>): AngabenDraft {
  const angaben = new AngabenDraft();
  angaben.start(eingang(gelesen));
  return angaben;
}

it('fills in what was read surely enough, and only offers the rest', () => {
  const angaben = begonnen({
    titel: ablesung('Rechnung Nr. 17'),
    typ: ablesung('Rechnung', 'wahrscheinlich'),
    datum: ablesung('2026-11-02', 'unsicher'),
  });
  expect(angaben.wert).toMatchObject({ titel: 'Rechnung Nr. 17', typ: 'Rechnung', datum: '' });
  expect([angaben.gelesen('typ')?.prozent, angaben.vorschlag('typ')]).toEqual([90, undefined]);
  expect(angaben.vorschlag('datum')?.wert).toBe('2026-11-02');
  angaben.uebernehmen('datum');
  expect([angaben.wert.datum, angaben.vorschlag('datum')]).toEqual(['2026-11-02', undefined]);
});

it('files under the name of the item where no title was read', () => {
  expect(begonnen({}).beigabe).toEqual({
    titel: 'Eingang 0',
    angaben: {
      typ: null,
      absender: null,
      datumDesSchreibens: null,
      fremdesGeschaeftszeichen: null,
      wiedervorlage: null,
    },
  });
});

it('hands over what stands in the fields, the deadline as a day to look again', () => {
  const angaben = begonnen({
    absender: { ...ablesung('k1'), anzeige: 'Ottilie Wendrach' },
    frist: ablesung('2026-12-01'),
    fremdzeichen: ablesung('BV 12/26'),
  });
  expect(angaben.absender?.name).toBe('Ottilie Wendrach');
  angaben.schreiben('typ', ' Bescheid ');
  expect(angaben.beigabe.angaben).toEqual({
    typ: 'Bescheid',
    absender: 'k1',
    datumDesSchreibens: null,
    fremdesGeschaeftszeichen: 'BV 12/26',
    wiedervorlage: '2026-12-01',
  });
});

it('never writes over what the clerk has written, and forgets it with the item', () => {
  const angaben = begonnen({ titel: ablesung('Rechnung') });
  angaben.schreiben('titel', 'Rechnung für den Bauhof');
  angaben.waehlen(undefined);
  const mehr = {
    titel: ablesung('Rechnung Nr. 17'),
    typ: ablesung('Rechnung'),
    absender: ablesung('k1'),
  };
  angaben.start(eingang(mehr));
  expect(angaben.wert).toMatchObject({ titel: 'Rechnung für den Bauhof', typ: 'Rechnung' });
  expect(angaben.absender).toBeUndefined();
  expect(angaben.absenderVorschlag?.wert).toBe('k1');
  angaben.start(eingang({}, 1));
  expect(angaben.wert).toMatchObject({ titel: 'Eingang 1', typ: '' });
});

it('offers to make a contact of a sender whom nobody knows, until one is chosen', () => {
  const angaben = begonnen({ absenderName: ablesung('Zimmerei Kolbrand') });
  expect(angaben.unbekannt?.wert).toBe('Zimmerei Kolbrand');
  angaben.waehlen({ id: 'k7', name: 'Zimmerei Kolbrand' });
  expect(angaben.unbekannt).toBeUndefined();
});
