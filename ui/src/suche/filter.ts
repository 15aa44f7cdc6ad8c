/** What the search can be narrowed by, in the language of the search box. */
export const filter = ['az', 'von', 'art', 'status', 'seit', 'bis'] as const;
export type Filter = (typeof filter)[number];

/** Other words for the same that the search box takes as well. */
const NAMEN: Record<Filter, readonly string[]> = {
  az: ['az', 'aktenzeichen'],
  von: ['von', 'absender'],
  art: ['art', 'typ'],
  status: ['status'],
  seit: ['seit', 'ab'],
  bis: ['bis'],
};

/** A piece of the question that narrows it; not one that leaves out. */
function stelle(name: Filter): RegExp {
  return new RegExp(`(?<=^|\\s)(?:${NAMEN[name].join('|')}):(?:"([^"]*)"|([^\\s"]+))`, 'iu');
}

/** What a question is narrowed to. */
export function wert(frage: string, name: Filter): string {
  const found = stelle(name).exec(frage);
  return found?.[1] ?? found?.[2] ?? '';
}

/** The question, narrowed to something else; nothing lifts it. */
export function mit(frage: string, name: Filter, neu: string): string {
  // A space at the end stays: another word may follow it.
  const text = neu.replaceAll('"', '').trimStart();
  const piece = text === '' ? '' : `${name}:${/\s/u.test(text) ? `"${text}"` : text}`;
  const found = stelle(name).exec(frage);
  if (!found) return [frage.trim(), piece].filter((part) => part !== '').join(' ');
  const [before, after] = [frage.slice(0, found.index), frage.slice(found.index + found[0].length)];
  return [before.trim(), piece, after.trim()].filter((part) => part !== '').join(' ');
}
