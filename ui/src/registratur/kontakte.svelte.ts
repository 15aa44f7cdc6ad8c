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

/** The contacts: a list that is searched, and the one that is open. */
export class KontakteState {
  text = $state('');
  readonly liste = new Query('kontakte', ['kontakt']);
  readonly kontakt = new Query('kontakt', ['kontakt', 'abgleich']);
  /** What is being written; none while nothing is changed. */
  entwurf = $state<KontaktEingabe>();
  fehler = $state.raw<Fehler>();
  busy = $state(false);

  readonly zeilen = $derived<readonly KontaktZeile[]>(this.liste.view?.zeilen ?? []);
  readonly gesamt = $derived(this.liste.view?.gesamt ?? 0);
  readonly index = $derived(
    this.zeilen.findIndex((zeile) => zeile.id === this.kontakt.view?.zeile.id),
  );

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
    if (!zeile) return;
    this.verwerfen();
    void this.kontakt.ask({ id: zeile.id });
  }

  neu(name = ''): void {
    this.kontakt.clear();
    this.fehler = undefined;
    this.entwurf = leererKontakt(name);
  }

  aendern(): void {
    const kontakt = this.kontakt.view?.kontakt;
    if (kontakt) this.entwurf = { ...kontakt };
  }

  verwerfen(): void {
    this.entwurf = undefined;
    this.fehler = undefined;
  }

  /** Saves what was written: a new contact, or what differs of the one that is open. */
  async speichern(): Promise<KontaktView | undefined> {
    const kontakt = this.entwurf && { ...this.entwurf };
    if (!kontakt || this.busy) return undefined;
    this.busy = true;
    this.fehler = undefined;
    try {
      const id = this.kontakt.view?.zeile.id;
      const view =
        id === undefined
          ? await call('kontakt_anlegen', kontakt)
          : await call('kontakt_aendern', { id, kontakt });
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
