import type { EntwurfFelder } from '../ipc/bindings';

/** A draft without a word. */
export function leer(): EntwurfFelder {
  return {
    betreff: '',
    empfaenger: null,
    anschrift: '',
    anrede: '',
    text: '',
    gruss: '',
    belehrung: '',
    angaben: {},
    anlagen: [],
    verteiler: [],
  };
}

const namen = [
  'betreff',
  'empfaenger',
  'anschrift',
  'anrede',
  'text',
  'gruss',
  'belehrung',
  'angaben',
  'anlagen',
  'verteiler',
] as const satisfies readonly (keyof EntwurfFelder)[];

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Fields whose words can be shown as they are; the others hold ids. */
const worte = [
  'betreff',
  'anschrift',
  'anrede',
  'text',
  'gruss',
  'belehrung',
  'angaben',
  'verteiler',
] as const satisfies readonly (keyof EntwurfFelder)[];

/** What one draft says otherwise than the other, in its words. */
export function abweichend(
  neu: EntwurfFelder,
  alt: EntwurfFelder,
): { name: (typeof worte)[number]; text: string }[] {
  return worte
    .filter((name) => !same(neu[name], alt[name]))
    .map((name) => ({ name, text: wortlaut(neu[name]) }));
}

function wortlaut(wert: EntwurfFelder[(typeof worte)[number]]): string {
  return typeof wert === 'string' ? wert : Object.values(wert).join('\n');
}

/** Whether two drafts say the same. */
export function gleich(a: EntwurfFelder, b: EntwurfFelder): boolean {
  return namen.every((name) => same(a[name], b[name]));
}

/**
 * What the form shows once the desk says something new: fields that nobody is writing follow, a
 * field that is being written stays. `base` is what its author saw, and stays with it.
 */
export function nachgezogen(
  form: EntwurfFelder,
  base: EntwurfFelder,
  neu: EntwurfFelder,
): { form: EntwurfFelder; base: EntwurfFelder } {
  const result = { form: { ...form }, base: { ...base } };
  for (const name of namen) {
    if (!same(form[name], base[name])) continue;
    Object.assign(result.form, { [name]: neu[name] });
    Object.assign(result.base, { [name]: neu[name] });
  }
  return result;
}
