import { describe, expect, it } from 'vitest';
import { befund, eingangView, teil, zeile } from '../eingang/muster';
import type { EingangView } from '../ipc/bindings';
import { rechnungsteil, sichten, SichtState } from './sicht.svelte';

const rechnung = { abschnitte: [], hinweise: [], dubletten: [] };
const kopie = { sha256: 'k', schritte: [] };
const item = (mime: string, more: Partial<EingangView> = {}): EingangView => ({
  ...eingangView(zeile(1)),
  mime,
  ...more,
});
const mail = (...teile: EingangView['teile']) =>
  item('message/rfc822', { nachricht: { angaben: [], text: 'Guten Tag' }, teile });

describe('what an item is first shown as', () => {
  it('a letter: its pages, and the copy only when asked for', () => {
    expect(sichten(item('application/pdf'))).toEqual(['original']);
    expect(sichten(item('application/pdf', { kopie }))).toEqual(['original', 'kopie']);
  });

  it('a TIFF: its searchable copy, which can be shown', () => {
    expect(sichten(item('image/tiff'))).toEqual(['original']);
    expect(sichten(item('image/tiff', { kopie }))).toEqual(['kopie']);
  });

  it('an invoice: the readable form, its XML or picture when asked for', () => {
    expect(sichten(item('application/xml', { rechnung }))).toEqual(['rechnung', 'original']);
    expect(sichten(item('application/pdf', { rechnung }))).toEqual(['rechnung', 'original']);
  });

  it('a message: its text and parts, never its source', () => {
    expect(sichten(mail(teil(1, 'application/pdf')))).toEqual(['inhalt']);
    const withInvoice = { ...mail(teil(1, 'application/xml')), rechnung };
    expect(sichten(withInvoice)).toEqual(['inhalt', 'rechnung']);
  });
});

describe('the invoice in a part', () => {
  it('is found where only one part can hold it', () => {
    const zugferd = {
      ...teil(2, 'application/pdf'),
      befund: { ...befund('application/pdf'), eingebettet: ['factur-x.xml'] },
    };
    const view = { ...mail(teil(1, 'application/pdf'), zugferd), rechnung };
    expect(rechnungsteil(view)).toBe(2);
    expect(sichten(view, zugferd)).toEqual(['rechnung', 'original']);
    expect(rechnungsteil({ ...view, teile: [...view.teile, teil(3, 'text/xml')] })).toBeUndefined();
  });
});

describe('what is in view', () => {
  it('is a part until one goes back or to another item', () => {
    const sicht = new SichtState();
    const view = mail(teil(1, 'application/pdf'), teil(2, 'image/png'));
    sicht.show(view);
    expect([sicht.sicht, sicht.vorlage]).toEqual(['inhalt', undefined]);
    sicht.open(2);
    expect(sicht.vorlage).toMatchObject({ sha256: 't2', mime: 'image/png', fassung: 'original' });
    sicht.show({ ...view });
    expect(sicht.teil?.nummer).toBe(2);
    sicht.back();
    expect([sicht.teil, sicht.sicht]).toEqual([undefined, 'inhalt']);
    sicht.open(1);
    sicht.show(item('application/pdf', { zeile: zeile(2) }));
    expect([sicht.teil, sicht.sicht]).toEqual([undefined, 'original']);
  });

  it('keeps the chosen way for as long as there is one', () => {
    const sicht = new SichtState();
    sicht.show(item('application/pdf', { kopie }));
    sicht.choose('kopie');
    expect(sicht.vorlage?.fassung).toBe('kopie');
    sicht.show(item('application/pdf'));
    expect(sicht.sicht).toBe('original');
  });

  it('goes to the original in which a place stands', () => {
    const sicht = new SichtState();
    const view = { ...mail(teil(1, 'application/pdf'), teil(2, 'image/png')), rechnung };
    sicht.show(view);
    sicht.choose('rechnung');
    sicht.zeige('t2');
    expect([sicht.teil?.nummer, sicht.sicht]).toEqual([2, 'original']);
    sicht.zeige(view.sha256);
    expect([sicht.teil, sicht.sicht]).toEqual([undefined, 'inhalt']);
    sicht.zeige('anderswo');
    expect(sicht.sicht).toBe('inhalt');
  });

  it('waits for a password, and forgets it with the item', () => {
    const locked = item('application/pdf', {
      befund: { ...befund('application/pdf'), kennwortNoetig: true },
    });
    const sicht = new SichtState();
    sicht.show(locked);
    expect([sicht.gesperrt, sicht.vorlage]).toEqual([true, undefined]);
    sicht.unlock('e1', 'geheim');
    sicht.show(item('application/pdf'));
    expect(sicht.vorlage?.kennwort).toBe('geheim');
    sicht.show(item('application/pdf', { zeile: zeile(2) }));
    sicht.show(item('application/pdf'));
    expect(sicht.vorlage?.kennwort).toBeUndefined();
  });
});
