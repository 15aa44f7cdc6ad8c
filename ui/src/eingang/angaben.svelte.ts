import type { AblesungView, AblesungenView, EingangView } from '../ipc/bindings';
import type { Beigabe } from './ablage.svelte';

/** What is written into a field as text; a day as ISO 8601. */
export const felder = ['titel', 'typ', 'datum', 'frist', 'fremdzeichen'] as const;
export type Feld = (typeof felder)[number];

export interface Kontakt {
  id: string;
  name: string;
}

const leer: Record<Feld, string> = { titel: '', typ: '', datum: '', frist: '', fremdzeichen: '' };

/** Sure enough to stand in its field before anybody has looked. */
function fest(ablesung: AblesungView | null | undefined): AblesungView | undefined {
  return ablesung && ablesung.vertrauen !== 'unsicher' ? ablesung : undefined;
}

/**
 * What an item's document will be described with: read from it, and corrected by the clerk.
 *
 * What the clerk has written is never written over while the item stays the same.
 */
export class AngabenDraft {
  wert = $state<Record<Feld, string>>({ ...leer });
  absender = $state.raw<Kontakt>();
  #ablesungen = $state.raw<AblesungenView>();
  #eingang: string | undefined;
  #geschrieben = new Set<Feld | 'absender'>();

  /** Fills in what was read; for the same item only what the clerk has left alone. */
  start(eingang: EingangView | undefined): void {
    if (eingang?.zeile.id !== this.#eingang) this.#geschrieben.clear();
    this.#eingang = eingang?.zeile.id;
    this.#ablesungen = eingang?.ablesungen;
    for (const feld of felder) {
      if (!this.#geschrieben.has(feld)) this.wert[feld] = vorbelegt(eingang, feld);
    }
    if (!this.#geschrieben.has('absender')) this.absender = kontakt(fest(eingang?.ablesungen.absender));
  }

  /** The clerk has written something that would be lost. */
  get geschrieben(): boolean {
    return this.#geschrieben.size > 0;
  }

  schreiben(feld: Feld, wert: string): void {
    this.#geschrieben.add(feld);
    this.wert[feld] = wert;
  }

  waehlen(absender: Kontakt | undefined): void {
    this.#geschrieben.add('absender');
    this.absender = absender;
  }

  /** What was read for a field, if just that stands in it. */
  gelesen(feld: Feld): AblesungView | undefined {
    const ablesung = this.#ablesungen?.[feld];
    return ablesung?.wert === this.wert[feld] ? ablesung : undefined;
  }

  /** What was read for a field and does not stand in it. */
  vorschlag(feld: Feld): AblesungView | undefined {
    const ablesung = this.#ablesungen?.[feld];
    return ablesung && ablesung.wert !== this.wert[feld] ? ablesung : undefined;
  }

  /** The sender that was read, if just that one is chosen. */
  readonly absenderGelesen = $derived.by(() => {
    const ablesung = this.#ablesungen?.absender;
    return ablesung && ablesung.wert === this.absender?.id ? ablesung : undefined;
  });

  /** The known sender that was read and is not chosen. */
  readonly absenderVorschlag = $derived.by(() => {
    const ablesung = this.#ablesungen?.absender;
    return ablesung && ablesung.wert !== this.absender?.id ? ablesung : undefined;
  });

  /** The name of a sender whom nobody here knows. */
  readonly unbekannt = $derived(this.absender ? undefined : (this.#ablesungen?.absenderName ?? undefined));

  uebernehmen(feld: Feld): void {
    const ablesung = this.#ablesungen?.[feld];
    if (ablesung) this.schreiben(feld, ablesung.wert);
  }

  absenderUebernehmen(): void {
    const ablesung = this.#ablesungen?.absender;
    if (ablesung) this.waehlen(kontakt(ablesung));
  }

  /** What goes with the item when it is filed. */
  get beigabe(): Beigabe {
    const { titel, typ, datum, frist, fremdzeichen } = this.wert;
    return {
      titel,
      angaben: {
        typ: typ.trim() || null,
        absender: this.absender?.id ?? null,
        datumDesSchreibens: datum || null,
        fremdesGeschaeftszeichen: fremdzeichen.trim() || null,
        wiedervorlage: frist || null,
      },
    };
  }
}

function vorbelegt(eingang: EingangView | undefined, feld: Feld): string {
  const gelesen = fest(eingang?.ablesungen[feld])?.wert;
  if (gelesen !== undefined) return gelesen;
  return feld === 'titel' ? (eingang?.zeile.titel ?? '') : '';
}

function kontakt(ablesung: AblesungView | undefined): Kontakt | undefined {
  return ablesung && { id: ablesung.wert, name: ablesung.anzeige };
}
