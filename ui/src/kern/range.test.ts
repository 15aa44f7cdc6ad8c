import { describe, expect, it } from 'vitest';
import { moved, movedInGrid, reveal, visibleRange } from './range';

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

  it('draws what is in sight and no more where drawing is dear', () => {
    expect(visibleRange(600, 600, 200, 100, 0)).toEqual({ first: 3, last: 6 });
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

describe('movedInGrid', () => {
  // 0 1 2 / 3 4 5 / 6 7
  const check = (key: string, from: number, to: number | undefined) =>
    expect(movedInGrid(key, from, 8, 3, 2)).toBe(to);

  it('moves by cell along the rows and around their ends', () => {
    check('ArrowRight', 2, 3);
    check('ArrowLeft', 3, 2);
    check('ArrowRight', 7, 7);
    check('ArrowLeft', 0, 0);
  });

  it('moves by row and stays in the column as long as it can', () => {
    check('ArrowDown', 1, 4);
    check('ArrowUp', 4, 1);
    check('ArrowDown', 5, 7);
    check('ArrowDown', 6, 6);
    check('ArrowUp', 1, 1);
  });

  it('moves by screen and to the ends', () => {
    check('PageDown', 1, 7);
    check('PageUp', 7, 1);
    check('Home', 5, 0);
    check('End', 0, 7);
    check('r', 5, undefined);
  });

  it('enters at the first cell', () => {
    check('ArrowRight', -1, 0);
    expect(movedInGrid('ArrowDown', -1, 0, 3, 2)).toBeUndefined();
  });
});
