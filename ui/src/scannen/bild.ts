/** Width and height. */
export interface Mass {
  breite: number;
  hoehe: number;
}

/** How a picture is shown in its box: the whole page, or as wide as the box. */
export type Einpassung = 'seite' | 'breite';

/** What a page is taken for until its picture is there. */
const A4: Mass = { breite: 210, hoehe: 297 };

/** Sizes of a picture before it is turned, and of the room that it takes afterwards. */
export function einpassen(
  bild: Mass,
  grad: number,
  box: Mass,
  wie: Einpassung,
): { bild: Mass; raum: Mass } {
  const known = bild.breite > 0 && bild.hoehe > 0 ? bild : A4;
  const quer = grad % 180 !== 0;
  const raum = quer ? { breite: known.hoehe, hoehe: known.breite } : known;
  const across = box.breite / raum.breite;
  const scale = Math.max(0, wie === 'breite' ? across : Math.min(across, box.hoehe / raum.hoehe));
  const sized = ({ breite, hoehe }: Mass): Mass => ({
    breite: Math.round(breite * scale),
    hoehe: Math.round(hoehe * scale),
  });
  return { bild: sized(known), raum: sized(raum) };
}
