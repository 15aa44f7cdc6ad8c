/** A piece of text, hit or not. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Takes a text with hits between `‹` and `›` apart. A mark that never closes is plain text. */
export function pieces(marked: string): Piece[] {
  return marked
    .split(/(‹[^‹›]*›)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('‹') && part.endsWith('›')
        ? { text: part.slice(1, -1), hit: true }
        : { text: part, hit: false },
    );
}
