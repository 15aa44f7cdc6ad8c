import { text } from './text.svelte';

/** The office's clock; what the desk sends is UTC. */
const ZONE = 'Europe/Berlin';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = text.sprache === 'de' ? 'de-DE' : 'en-GB';
  const key = `${locale} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: ZONE });
  formats.set(key, made);
  return made;
}

/** `21.11.2026`, of an instant or a day. */
export function datum(um: string): string {
  return format('datum', { day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(um));
}

/** The office's day, `2026-11-21`: what a field for a day takes. */
export function heute(): string {
  // Sweden writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date());
}

/** `09:41` */
export function uhrzeit(um: string): string {
  return format('uhrzeit', { hour: '2-digit', minute: '2-digit' }).format(new Date(um));
}

/** `21.11.2026, 09:41` */
export function zeitpunkt(um: string): string {
  return `${datum(um)}, ${uhrzeit(um)}`;
}

/** `10.000` */
export function zahl(wert: number): string {
  return new Intl.NumberFormat(text.sprache === 'de' ? 'de-DE' : 'en-GB').format(wert);
}

/** `1,4 MB` */
export function groesse(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [wert, einheit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  const digits = wert < 10 ? 1 : 0;
  const zeichen = new Intl.NumberFormat(text.sprache === 'de' ? 'de-DE' : 'en-GB', {
    maximumFractionDigits: digits,
  }).format(wert);
  return `${zeichen} ${einheit}`;
}

/** Last part of a path, of either system. */
export function dateiname(pfad: string): string {
  return pfad.split(/[\\/]/).at(-1) ?? pfad;
}
