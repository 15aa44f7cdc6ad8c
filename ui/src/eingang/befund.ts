import type { EingangView } from '../ipc/bindings';
import type { Fact } from '../kern/fact';
import { groesse, zeitpunkt } from '../text/format';
import { t } from '../text/text.svelte';

/** How an item came in. */
export function herkunft(eingang: EingangView): Fact[] {
  const { zeile } = eingang;
  const satz = t().eingang;
  const facts: Fact[] = [
    { key: satz.eingegangen, value: zeitpunkt(zeile.eingegangenUm) },
    { key: satz.quelle, value: zeile.quelle },
    { key: satz.datei, value: zeile.dateiname },
    { key: satz.ordner, value: eingang.ordner },
    { key: satz.groesse, value: groesse(eingang.groesseBytes) },
  ];
  if (eingang.archivnummer !== null) {
    facts.push({ key: satz.archivnummer, value: eingang.archivnummer });
  }
  facts.push({ key: satz.pruefsumme, value: eingang.sha256, mono: true });
  return facts;
}

/** What was found in it; what it says about itself is marked as its own word. */
export function befundAngaben({ befund, textebene, erkennung }: EingangView): Fact[] {
  const satz = t().eingang;
  const jaNein = (wahr: boolean) => (wahr ? satz.ja : satz.nein);
  const facts: Fact[] = [{ key: satz.art, value: befund.art }];
  const add = (key: string, value: string | null) => {
    if (value !== null && value !== '') facts.push({ key, value });
  };
  add(satz.umfang, befund.seiten === null ? null : satz.seiten(befund.seiten));
  add(satz.format, befund.format);
  add(satz.erzeuger, befund.erzeuger);
  add(satz.erstellt, befund.erstelltUm === null ? null : zeitpunkt(befund.erstelltUm));
  add(satz.schutz, befund.schutz);
  add(satz.pdfa, befund.pdfa);
  if (befund.mime === 'application/pdf') {
    facts.push({ key: satz.strukturiert, value: jaNein(befund.strukturiert) });
  }
  facts.push({ key: satz.textebene, value: jaNein(textebene) });
  if (erkennung) facts.push({ key: t().erkennung.titel, value: t().erkennung[erkennung.stand] });
  add(satz.eingebettet, befund.eingebettet.join(', '));
  return facts;
}

/** The desk says so in its sentence; nothing else tells it. */
export function verletzt(signatur: string): boolean {
  return signatur.includes('wurde verändert');
}
