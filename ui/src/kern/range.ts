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
): Range {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
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
