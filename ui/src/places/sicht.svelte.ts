import { darstellung, type Vorlage } from '../dokument/vorlage';
import type { BefundView, EingangView, ErkennungView, KopieView, TeilView } from '../ipc/bindings';

/** How an item or one of its parts can be looked at. */
export type Sicht = 'inhalt' | 'rechnung' | 'original' | 'kopie';

/** What is looked at: the item itself or one of its parts. */
export interface Gegenstand {
  sha256: string;
  mime: string;
  name: string;
  originalVorhanden: boolean;
  befund: BefundView;
  erkennung: ErkennungView | null;
  kopie: KopieView | null;
}

const xml = (mime: string) => /[/+]xml$/.test(mime.split(';')[0]?.trim() ?? '');

/** The part that holds the invoice, if only one can. */
export function rechnungsteil({ rechnung, teile }: EingangView): number | undefined {
  if (!rechnung) return undefined;
  const holds = ({ befund }: TeilView) =>
    xml(befund.mime) || befund.eingebettet.some((name) => name.toLowerCase().endsWith('.xml'));
  const found = teile.filter(holds);
  return found.length === 1 ? found[0]?.nummer : undefined;
}

/** The ways to look at it, the one to begin with first. */
export function sichten(eingang: EingangView, teil?: TeilView): Sicht[] {
  const { mime, kopie } = gegenstand(eingang, teil);
  const inhalt = !teil && (eingang.nachricht !== null || eingang.teile.length > 0);
  const rechnung = teil
    ? rechnungsteil(eingang) === teil.nummer
    : eingang.rechnung !== null;
  const shown = darstellung(mime) !== undefined;
  const all: Sicht[] = [];
  // What can be shown by itself comes before the list of what is in it.
  if (inhalt && !shown) all.push('inhalt');
  if (rechnung) all.push('rechnung');
  if (shown || (all.length === 0 && !kopie)) all.push('original');
  if (kopie) all.push('kopie');
  if (inhalt && shown) all.push('inhalt');
  return all;
}

export function gegenstand(eingang: EingangView, teil?: TeilView): Gegenstand {
  if (teil) return { ...teil, mime: teil.befund.mime };
  return { ...eingang, name: eingang.zeile.dateiname };
}

/** What of an item is in view; forgotten with the next one. */
export class SichtState {
  #eingang = $state.raw<EingangView>();
  #nummer = $state<number>();
  #gewaehlt = $state<Sicht>();
  /** Passwords typed for what is in view, by SHA-256. In memory only, and no longer than the view. */
  #kennwoerter = $state.raw<ReadonlyMap<string, string>>(new Map());

  readonly teil = $derived(this.#eingang?.teile.find(({ nummer }) => nummer === this.#nummer));
  readonly gegenstand = $derived(this.#eingang && gegenstand(this.#eingang, this.teil));
  readonly sichten = $derived(this.#eingang ? sichten(this.#eingang, this.teil) : []);
  readonly sicht = $derived(
    this.sichten.find((sicht) => sicht === this.#gewaehlt) ?? this.sichten[0],
  );

  /** The pages to show; none while something else is in view or a password is missing. */
  readonly vorlage = $derived.by((): Vorlage | undefined => {
    const { gegenstand: was, sicht } = this;
    if (!was || (sicht !== 'original' && sicht !== 'kopie') || this.gesperrt) return undefined;
    return {
      sha256: was.sha256,
      mime: was.mime,
      dateiname: was.name,
      originalVorhanden: was.originalVorhanden,
      fassung: sicht,
      kennwort: this.#kennwoerter.get(was.sha256),
    };
  });

  /** It cannot be shown before a password has been given. */
  get gesperrt(): boolean {
    return this.sicht === 'original' && (this.gegenstand?.befund.kennwortNoetig ?? false);
  }

  /** Shows an item; the same one again keeps what was chosen. */
  show(eingang: EingangView | undefined): void {
    const same = eingang?.zeile.id === this.#eingang?.zeile.id;
    this.#eingang = eingang;
    if (same) return;
    this.#nummer = undefined;
    this.#gewaehlt = undefined;
    this.#kennwoerter = new Map();
  }

  choose(sicht: Sicht): void {
    this.#gewaehlt = sicht;
  }

  /** Opens a part. */
  open(nummer: number): void {
    this.#nummer = nummer;
    this.#gewaehlt = undefined;
  }

  /** Shows the pages or the text of an original: the item's own or a part's. */
  zeige(sha256: string): void {
    const eingang = this.#eingang;
    if (!eingang) return;
    const teil = eingang.teile.find((one) => one.sha256 === sha256);
    if (sha256 === eingang.sha256) this.#nummer = undefined;
    else if (teil) this.#nummer = teil.nummer;
    else return;
    const lesbar = (['original', 'kopie', 'inhalt'] as const).filter((art) => this.sichten.includes(art));
    if (!lesbar.some((art) => art === this.sicht)) this.#gewaehlt = lesbar[0];
  }

  /** Goes back from a part to what it came with. */
  back(): void {
    this.#nummer = undefined;
    this.#gewaehlt = this.sichten.includes('inhalt') ? 'inhalt' : undefined;
  }

  /** Remembers a password that fits, for as long as this is in view. */
  unlock(sha256: string, kennwort: string): void {
    this.#kennwoerter = new Map(this.#kennwoerter).set(sha256, kennwort);
  }
}
