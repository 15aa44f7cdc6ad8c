import type { Code, Fehler } from './bindings';

const codes: readonly string[] = [
  'notFound',
  'invalid',
  'conflict',
  'offline',
  'denied',
  'internal',
] satisfies Code[];

function isFehler(value: unknown): value is Fehler {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'code' in value &&
    typeof value.code === 'string' &&
    codes.includes(value.code) &&
    'meldung' in value &&
    typeof value.meldung === 'string'
  );
}

/**
 * Whatever a command was rejected with, as the one shape of an error.
 *
 * Anything else than a `Fehler` is a fault of the border itself; its technical text is shown,
 * because there is nobody behind it who could have said it better.
 */
export function asFehler(reason: unknown): Fehler {
  if (isFehler(reason)) return reason;
  const meldung = reason instanceof Error ? reason.message : String(reason);
  return { code: 'internal', meldung, rat: null };
}
