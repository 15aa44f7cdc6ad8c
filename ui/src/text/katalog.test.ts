import { expect, it } from 'vitest';
import { de } from './de';
import { en } from './en';

/** Every path of the catalogue with the kind of what stands there. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, child]) => paths(child, `${path}/${key}`));
}

it('says everything in both languages', () => {
  expect(paths(en).sort()).toEqual(paths(de).sort());
});

it('leaves no sentence empty', () => {
  const empty = (value: unknown): boolean =>
    value === '' ||
    (typeof value === 'object' && value !== null && Object.values(value).some(empty));
  expect(empty(de)).toBe(false);
  expect(empty(en)).toBe(false);
});
