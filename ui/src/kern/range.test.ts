import { describe, expect, it } from 'vitest';
import { moved, reveal, visibleRange } from './range';

describe('visibleRange', () => {
  it('draws a few dozen of ten thousand rows', () => {
    expect(visibleRange(0, 600, 60, 10_000)).toEqual({ first: 0, last: 18 });
    expect(visibleRange(60_000, 600, 60, 10_000)).toEqual({ first: 992, last: 1018 });
  });

  it('never draws rows that do not exist', () => {
    expect(visibleRange(600_000, 600, 60, 10_000)).toEqual({ first: 9992, last: 10_000 });
    expect(visibleRange(900, 600, 60, 3)).toEqual({ first: 3, last: 3 });
    expect(visibleRange(0, 600, 60, 0)).toEqual({ first: 0, last: 0 });
  });
});

describe('reveal', () => {
  it('leaves a visible row where it is', () => {
    expect(reveal(5, 120, 600, 60)).toBe(120);
  });

  it('moves no further than to the edge', () => {
    expect(reveal(0, 120, 600, 60)).toBe(0);
    expect(reveal(20, 120, 600, 60)).toBe(660);
  });
});

describe('moved', () => {
  const check = (key: string, from: number, to: number | undefined) =>
    expect(moved(key, from, 10, 4)).toBe(to);

  it('moves by row, by page and to the ends, and stops there', () => {
    check('ArrowDown', 3, 4);
    check('ArrowDown', 9, 9);
    check('ArrowUp', 0, 0);
    check('PageDown', 3, 7);
    check('PageUp', 3, 0);
    check('End', 3, 9);
    check('Home', 3, 0);
    check('a', 3, undefined);
  });

  it('enters a list that has no active row at its first one', () => {
    check('ArrowDown', -1, 0);
  });
});
