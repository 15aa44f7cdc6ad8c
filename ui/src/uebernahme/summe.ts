import type { UebernahmeZeile } from '../ipc/bindings';
import { dateiname } from '../text/format';
import { t } from '../text/text.svelte';

/** What became of several files, in one sentence and a line for each that needs a word. */
export interface Summe {
  kind: 'success' | 'warning';
  text: string;
  details: string[];
}

export function summe(zeilen: readonly UebernahmeZeile[]): Summe {
  const satz = t().uebernahme;
  const failed = zeilen.filter((zeile) => zeile.fehlgeschlagen);
  const known = zeilen.filter((zeile) => !zeile.fehlgeschlagen && zeile.bereitsVorhanden);
  const taken = zeilen.length - failed.length - known.length;
  const parts: string[] = [];
  if (taken > 0) parts.push(satz.fertig(taken));
  if (known.length > 0) parts.push(satz.schonDa(known.length));
  if (failed.length > 0) parts.push(satz.fehlgeschlagen(failed.length));
  if (parts.length === 0) parts.push(satz.nichts);
  return {
    kind: failed.length > 0 ? 'warning' : 'success',
    text: `${parts.join(', ')}${failed.length > 0 ? ':' : '.'}`,
    details: [...failed, ...known].map(({ pfad, meldung }) =>
      satz.zeile(dateiname(pfad), meldung),
    ),
  };
}
