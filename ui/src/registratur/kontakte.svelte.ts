import type { Fehler, KontaktEingabe, KontaktView, KontaktZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';

/** Rows given at once. */
const PAGE = 200;

/** What is written about a contact, in the order in which it is shown. */
export const angaben = [
  'anrede',
  'titel',
  'vorname',
  'name',
  'institution',
  'strasse',
  'plz',
  'ort',
  'land',
  'telefon',
  'email',
  'iban',
  'bemerkung',
] as const satisfies readonly (keyof KontaktEingabe)[];

export function leererKontakt(name = ''): KontaktEingabe {
  return {
    name,
    anrede: '',
    titel: '',
    vorname: '',
    institution: '',
    strasse: '',
    plz: '',
    ort: '',
    land: '',
    telefon: '',
    email: '',
    iban: '',
    bemerkung: '',
  };
}

/** A contact as it is being written. */
export interface Entwurf {
  /** None for a new one. */
  id: string | undefined;
  /** What is above the form. */
  name: string;
  /** What its author saw. */
  vorher: KontaktEingabe;
  neu: KontaktEingabe;
}

/** Under what a draft is kept; new ones have no id. */
const schluessel = (id: string | undefined) => id ?? '';

function geaendert({ vorher, neu }: Entwurf): boolean {
  return angaben.some((feld) => vorher[feld] !== neu[feld]);
}

/** The contacts: a list that is searched, and the one that is open. */
export class KontakteState {
  text = $state('');
  readonly liste = new Query('kontakte', ['kontakt']);
  readonly kontakt = new Query('kontakt', ['kontakt', 'abgleich']);
  /** What is being written; none while nothing is changed. */
  entwurf = $state<Entwurf>();
  /** Drafts that were left without being saved or thrown away. */
  #liegt = $state.raw<ReadonlyMap<string, Entwurf>>(new Map());
  fehler = $state.raw<Fehler>();
  busy = $state(false);

  readonly zeilen = $derived<readonly KontaktZeile[]>(this.liste.view?.zeilen ?? []);
  readonly gesamt = $derived(this.liste.view?.gesamt ?? 0);
  readonly index = $derived(
    this.zeilen.findIndex((zeile) => zeile.id === this.kontakt.view?.zeile.id),
  );

  /** Something is written about the open contact, and not saved. */
  readonly wartet = $derived(this.#liegt.has(schluessel(this.kontakt.view?.zeile.id)));

  /** What all drafts say that are not saved. */
  get ungespeichert(): string {
    const offen = this.entwurf && geaendert(this.entwurf) ? [this.entwurf] : [];
    const alle = [...this.#liegt.values(), ...offen].map(({ neu }) => JSON.stringify(neu));
    return alle.join('\n');
  }

  follow(): Stop {
    const stops = [this.liste.follow(), this.kontakt.follow()];
    this.search(this.text);
    return () => stops.forEach((stop) => stop());
  }

  search(text: string): void {
    this.text = text;
    void this.liste.ask({ text: text.trim(), ausschnitt: { ab: 0, anzahl: PAGE } });
  }

  select(index: number): void {
    const zeile = this.zeilen[index];
    if (zeile) this.open(zeile.id);
  }

  /** Shows a contact, in the list or not. */
  open(id: string): void {
    this.weglegen();
    void this.kontakt.ask({ id });
  }

  /** Writes a new contact; one that was begun is gone on with. */
  neu(name = ''): void {
    this.weglegen();
    this.kontakt.clear();
    this.#beginnen({ id: undefined, name: '', vorher: leererKontakt(), neu: leererKontakt(name) });
  }

  /** Changes the open contact; what was begun is gone on with. */
  aendern(): void {
    const view = this.kontakt.view;
    if (!view || this.entwurf?.id === view.zeile.id) return;
    this.weglegen();
    const { zeile, kontakt } = view;
    this.#beginnen({ id: zeile.id, name: zeile.name, vorher: kontakt, neu: { ...kontakt } });
  }

  /** Shuts the form. What is not saved is kept until it is gone on with or thrown away. */
  weglegen(): void {
    const entwurf = $state.snapshot(this.entwurf);
    if (entwurf && geaendert(entwurf)) {
      this.#liegt = new Map(this.#liegt).set(schluessel(entwurf.id), entwurf);
    }
    this.entwurf = undefined;
    this.fehler = undefined;
  }

  /** Shuts the form and throws away what is in it. */
  verwerfen(): void {
    this.entwurf = undefined;
    this.fehler = undefined;
  }

  #beginnen(neu: Entwurf): void {
    this.entwurf = this.#liegt.get(schluessel(neu.id)) ?? neu;
    this.#vergessen(neu.id);
  }

  #vergessen(id: string | undefined): void {
    const liegt = new Map(this.#liegt);
    liegt.delete(schluessel(id));
    this.#liegt = liegt;
  }

  /** Saves what was written: a new contact, or what differs of the one it was begun with. */
  async speichern(): Promise<KontaktView | undefined> {
    const entwurf = this.entwurf;
    if (!entwurf || this.busy) return undefined;
    this.busy = true;
    this.fehler = undefined;
    try {
      const { id, vorher, neu: kontakt } = $state.snapshot(entwurf);
      const view =
        id === undefined
          ? await call('kontakt_anlegen', kontakt)
          : await call('kontakt_aendern', { id, vorher, kontakt });
      this.#vergessen(id);
      // Whoever has gone on to another contact meanwhile stays there.
      if (this.entwurf !== entwurf) return view;
      this.entwurf = undefined;
      await this.kontakt.ask({ id: view.zeile.id });
      return view;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
