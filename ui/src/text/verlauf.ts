import type { VerlaufZeile } from '../ipc/bindings';
import type { TimelineEntry } from '../kern/timeline';
import { zeitpunkt } from './format';
import { t } from './text.svelte';

/** A record's history as a person reads it. */
export function verlaufText(zeilen: readonly VerlaufZeile[]): TimelineEntry[] {
  return zeilen.map((zeile) => {
    const satz = t().verlauf;
    const lines: string[] = [];
    if (zeile.alt !== null) lines.push(`${satz.alt}: ${zeile.alt}`);
    if (zeile.neu !== null) lines.push(`${satz.neu}: ${zeile.neu}`);
    if (zeile.bemerkung !== null) lines.push(`${satz.bemerkung}: ${zeile.bemerkung}`);
    const zentrale = zeile.zentraleUm === null ? [] : [satz.zentrale(zeitpunkt(zeile.zentraleUm))];
    return {
      title: zeile.was,
      origin: [zeitpunkt(zeile.um), zeile.akteur, zeile.arbeitsplatz, ...zentrale].join(' · '),
      lines,
    };
  });
}
