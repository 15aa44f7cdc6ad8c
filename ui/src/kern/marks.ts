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

/** Words in a text, and the line, from 1, near which they stand. */
export interface Place {
  wortlaut: string;
  zeile: number;
}

/** Takes a text apart where words stand in it; neither case nor the kind of white space counts. */
export function find(text: string, wortlaut: string): Piece[] {
  const words = wortlaut.trim().split(/\s+/).map(escaped).filter((word) => word !== '');
  if (words.length === 0) return [{ text, hit: false }];
  return text
    .split(new RegExp(`(${words.join('\\s+')})`, 'iu'))
    .map((part, i) => ({ text: part, hit: i % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

/** Which of the pieces is the hit nearest to a line; -1 if there is none. */
export function nearest(pieces: readonly Piece[], line: number): number {
  let [best, distance, at] = [-1, Infinity, 1];
  pieces.forEach((piece, i) => {
    const here = Math.abs(at - line);
    if (piece.hit && here < distance) [best, distance] = [i, here];
    at += piece.text.split('\n').length - 1;
  });
  return best;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
