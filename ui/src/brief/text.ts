/** What the buttons above the text do to it. */
export type Zeichen = 'fett' | 'ueberschrift' | 'liste' | 'nummern' | 'tabelle';

/** A text with what is chosen in it. */
export interface Auswahl {
  text: string;
  von: number;
  bis: number;
}

/** Puts the signs of the markup into a text; once more takes them out again. */
export function ausgezeichnet(wahl: Auswahl, zeichen: Zeichen): Auswahl {
  if (zeichen === 'fett') return fett(wahl);
  if (zeichen === 'tabelle') return tabelle(wahl);
  if (zeichen === 'ueberschrift') return zeilen(wahl, /^#{1,2} /, () => '# ');
  if (zeichen === 'liste') return zeilen(wahl, /^- /, () => '- ');
  return zeilen(wahl, /^\d+\. /, (nummer) => `${nummer}. `);
}

function fett({ text, von, bis }: Auswahl): Auswahl {
  const inside = text.slice(von, bis);
  const around = text.slice(von - 2, von) === '**' && text.slice(bis, bis + 2) === '**';
  if (around) {
    return {
      text: text.slice(0, von - 2) + inside + text.slice(bis + 2),
      von: von - 2,
      bis: bis - 2,
    };
  }
  return {
    text: `${text.slice(0, von)}**${inside}**${text.slice(bis)}`,
    von: von + 2,
    bis: bis + 2,
  };
}

/** Every chosen line gets a sign before it, or loses it if all have it. */
function zeilen(
  { text, von, bis }: Auswahl,
  sign: RegExp,
  before: (nummer: number) => string,
): Auswahl {
  const start = text.lastIndexOf('\n', von - 1) + 1;
  const next = text.indexOf('\n', bis);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const all = lines.every((line) => sign.test(line));
  const neu = lines
    .map((line, at) => {
      const plain = line.replace(/^(#{1,2} |- |\d+\. )/, '');
      return all ? plain : before(at + 1) + plain;
    })
    .join('\n');
  return { text: text.slice(0, start) + neu + text.slice(end), von: start, bis: start + neu.length };
}

function tabelle({ text, bis }: Auswahl): Auswahl {
  const vor = bis === 0 || text.slice(0, bis).endsWith('\n') ? '' : '\n\n';
  const neu = `${vor}| Bezeichnung | Betrag |\n|---|--:|\n|  |  |\n`;
  const von = bis + vor.length + 2;
  return { text: text.slice(0, bis) + neu + text.slice(bis), von, bis: von + 'Bezeichnung'.length };
}
