import type { Fehler } from '../ipc/bindings';
import { bytes } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';

/** A picture to be looked through, or one to be read. */
export type Groesse = 'scanKlein' | 'scanGross';

/** What comes of a wish for a picture. */
export type Bild = { url: string } | { fehler: Fehler };

/** Each picture costs the machine a process; two keep it busy and leave the window its turn. */
const GLEICHZEITIG = 2;

/** Pictures kept that nobody looks at. */
const RUHEND: Record<Groesse, number> = { scanKlein: 500, scanGross: 8 };

interface Eintrag {
  sha256: string;
  groesse: Groesse;
  url: string | undefined;
  /** Who looks at it, or waits for it. */
  blicke: Set<(bild: Bild) => void>;
  laedt: boolean;
}

/** Pictures of scanned pages, fetched once and only while somebody wants to see them. */
export class Bilder {
  /** Oldest use first. */
  readonly #eintraege = new Map<string, Eintrag>();
  #laufend = 0;

  /** Has a picture shown as soon as it is here; over when what is returned is called. */
  zeigen(sha256: string, groesse: Groesse, blick: (bild: Bild) => void): Stop {
    const key = `${groesse} ${sha256}`;
    const known = this.#eintraege.get(key);
    const eintrag = known ?? {
      sha256,
      groesse,
      url: undefined,
      blicke: new Set<(bild: Bild) => void>(),
      laedt: false,
    };
    this.#eintraege.delete(key);
    this.#eintraege.set(key, eintrag);
    // Two who look with the same function are two.
    const einer = (bild: Bild) => blick(bild);
    eintrag.blicke.add(einer);
    if (eintrag.url === undefined) this.#weiter();
    else blick({ url: eintrag.url });
    return () => {
      eintrag.blicke.delete(einer);
      this.#aufraeumen(groesse);
    };
  }

  /** A picture that is here already. */
  bekannt(sha256: string, groesse: Groesse): string | undefined {
    return this.#eintraege.get(`${groesse} ${sha256}`)?.url;
  }

  #weiter(): void {
    while (this.#laufend < GLEICHZEITIG) {
      const next = this.#naechster();
      if (!next) return;
      void this.#laden(next);
    }
  }

  /** The large picture before the small ones: somebody reads it. */
  #naechster(): Eintrag | undefined {
    const waiting = [...this.#eintraege.values()].filter(
      ({ url, laedt, blicke }) => url === undefined && !laedt && blicke.size > 0,
    );
    return waiting.findLast(({ groesse }) => groesse === 'scanGross') ?? waiting[0];
  }

  async #laden(eintrag: Eintrag): Promise<void> {
    const { sha256, groesse } = eintrag;
    eintrag.laedt = true;
    this.#laufend++;
    try {
      const data = await bytes({ sha256, fassung: groesse });
      const url = URL.createObjectURL(new Blob([data], { type: 'image/png' }));
      eintrag.url = url;
      eintrag.laedt = false;
      for (const blick of eintrag.blicke) blick({ url });
      this.#aufraeumen(groesse);
    } catch (reason) {
      // Asked for again by the next one who wants to see it.
      this.#eintraege.delete(`${groesse} ${sha256}`);
      for (const blick of eintrag.blicke) blick({ fehler: asFehler(reason) });
    } finally {
      this.#laufend--;
      this.#weiter();
    }
  }

  /** Forgets wishes that nobody has any more, and the pictures that were not seen for longest. */
  #aufraeumen(groesse: Groesse): void {
    const idle = [...this.#eintraege].filter(
      ([, eintrag]) => eintrag.groesse === groesse && eintrag.blicke.size === 0 && !eintrag.laedt,
    );
    const kept = idle.filter(([, { url }]) => url !== undefined).slice(-RUHEND[groesse]);
    for (const [key, eintrag] of idle) {
      if (kept.some(([other]) => other === key)) continue;
      if (eintrag.url !== undefined) URL.revokeObjectURL(eintrag.url);
      this.#eintraege.delete(key);
    }
  }
}
