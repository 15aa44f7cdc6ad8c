import { afterEach, expect, it, vi } from 'vitest';
import { de } from './de';
import { en } from './en';
import { heute } from './format';

afterEach(() => vi.useRealTimers());

it('says the day of the office as a field for a day takes it', () => {
  vi.useFakeTimers();
  vi.setSystemTime('2026-11-22T23:30:00Z');
  expect(heute()).toBe('2026-11-23');
  vi.setSystemTime('2026-07-01T12:00:00Z');
  expect(heute()).toBe('2026-07-01');
});

it('counts one as one', () => {
  expect(de.aktenverlauf.anzahl('1')).toBe('1 Eintrag');
  expect(en.aktenverlauf.anzahl('1')).toBe('1 entry');
  expect(de.aussonderung.ausgeben.pdfFertig('1', 'a.pdf')).toBe('Gespeichert (1 Seite): a.pdf');
  expect(de.aussonderung.stichtag('22.11.2026', '1', '1')).toBe(
    'Stichtag 22.11.2026. Bei 1 geschlossenen Akte läuft die Frist noch, 1 wird dauernd aufbewahrt.',
  );
});
