/** Rows `first` to `last`, the last one not included. */
export interface Range {
  first: number;
  last: number;
}

/** Rows drawn beyond both edges, so that a fast wheel meets no empty strip. */
const OVERSCAN = 8;

/** The rows to draw for a scroll position. */
export function visibleRange(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  overscan = OVERSCAN,
): Range {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan);
  return { first: Math.min(first, last), last };
}

/** The scroll position that shows a row, as near to the present one as possible. */
export function reveal(
  index: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return scrollTop;
}

/** Where a key leads from a row; nothing if the key does not move. */
export function moved(key: string, index: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const from = Math.max(index, -1);
  const to: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  };
  const target = to[key];
  return target === undefined ? undefined : Math.min(last, Math.max(0, target));
}

/** Where a key leads from a cell of a grid that is filled row by row; `rows` fit on the screen. */
export function movedInGrid(
  key: string,
  index: number,
  count: number,
  columns: number,
  rows: number,
): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const row = (cell: number) => Math.floor(cell / columns);
  if (index < 0) return moved(key === 'ArrowRight' ? 'ArrowDown' : key, index, count, columns);
  if (key === 'ArrowLeft') return Math.max(0, index - 1);
  if (key === 'ArrowRight') return Math.min(last, index + 1);
  if (key === 'ArrowUp') return index < columns ? index : index - columns;
  // Below the last full row the next cell down may be missing: then the last one is nearest.
  if (key === 'ArrowDown') return row(index) === row(last) ? index : Math.min(last, index + columns);
  return moved(key, index, count, columns * rows);
}
