import type { Fehler, ScanGriff, ScanReihenfolge, ScanTischView } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import { t } from '../text/text.svelte';
import { Ansage } from './ansage';
import { blaetter, geht, griff, karten, verschieben, type Handgriff } from './tisch';

/** The pages of one stack as they lie, the cursor on them, and what is done with them. */
export class TischState {
  readonly query = new Query('scantisch', ['scan'], (view) => this.#neu(view));
  /** Pages that were taken off are shown behind the others. */
  mitEntfernten = $state(false);
  busy = $state(false);
  fehler = $state.raw<Fehler>();

  readonly #sagen: (text: string) => void;
  readonly #ansage: Ansage;
  #stapel = $state<string>();
  #aktiv = $state<number>();
  #vorher: ScanTischView | undefined;
  /** The cursor goes with the pages that come, until a person moves it. */
  #folgt = false;
  /** Where the cursor stood, for when its page is gone. */
  #platz = 0;
  /** What is done is done one after another, in the order of the keys. */
  #kette: Promise<void> = Promise.resolve();
  #wartend = 0;

  /** `sagen` reads a sentence aloud. */
  constructor(sagen: (text: string) => void) {
    this.#sagen = sagen;
    this.#ansage = new Ansage(sagen);
  }

  readonly view = $derived(this.#stapel === undefined ? undefined : this.query.view);
  readonly karten = $derived(this.view ? karten(this.view, this.mitEntfernten) : []);
  readonly index = $derived(this.karten.findIndex(({ seite }) => seite.seite === this.#aktiv));
  readonly karte = $derived(this.karten[this.index]);
  readonly laeuft = $derived((this.view?.lauf ?? null) !== null);
  /** Pages may be moved now, and a scan may begin. */
  readonly ruht = $derived(!this.laeuft && (this.view?.uebernahme ?? null) === null);
  readonly zuruecknehmbar = $derived(this.ruht && (this.view?.zuruecknehmbar ?? false));

  get stapel(): string | undefined {
    return this.#stapel;
  }

  follow(): Stop {
    return this.query.follow();
  }

  /** Lays a stack on the table; the cursor comes to its first page. */
  async auflegen(id: string): Promise<void> {
    this.abraeumen();
    this.#stapel = id;
    await this.query.ask({ id });
    this.#setzen(0);
  }

  /** Clears the table; the stack stays as it is. */
  abraeumen(): void {
    this.#stapel = undefined;
    this.query.clear();
    this.#aktiv = undefined;
    this.#vorher = undefined;
    this.#folgt = false;
    this.#platz = 0;
    this.mitEntfernten = false;
    this.fehler = undefined;
  }

  /** The cursor goes with the pages that come now. */
  folgen(): void {
    this.#folgt = true;
  }

  select(index: number): void {
    this.#folgt = false;
    this.#setzen(index);
  }

  geht(was: Handgriff): boolean {
    const { view, karte } = this;
    return view !== undefined && karte !== undefined && this.ruht && geht(view, karte, was);
  }

  /** Does something with the page that has the cursor, when it is its turn. */
  tun(was: Handgriff): void {
    const karte = this.karte;
    if (!karte || !this.geht(was)) return;
    void this.#griff((view) => (geht(view, karte, was) ? griff(view, karte, was) : undefined));
  }

  /** Moves the page that has the cursor to a place among the others, from 0. */
  verschieben(nach: number): void {
    const karte = this.karte;
    // A key that is held down must not pile up moves that go on when it is let go.
    if (!karte || karte.lage !== 'tisch' || !this.ruht || this.#wartend > 1) return;
    void this.#griff((view) => verschieben(view, karte.seite.seite, nach));
  }

  zurueck(): void {
    void this.#griff((view) => (view.zuruecknehmbar ? { art: 'zurueck' } : undefined));
  }

  leerseiten(): void {
    void this.#griff((view) => (view.leerseiten > 0 ? { art: 'leerseiten' } : undefined));
  }

  /** Lays backs between fronts; `ohne` names sheets without a back, as a person writes them. */
  verschraenken(reihenfolge: ScanReihenfolge, ohne = ''): void {
    const luecken = ohne.trim() === '' ? [] : blaetter(ohne);
    if (luecken) void this.#griff(() => ({ art: 'verschraenken', reihenfolge, luecken }));
  }

  getrennt(): void {
    void this.#griff(() => ({ art: 'getrennt' }));
  }

  #griff(wahl: (view: ScanTischView) => ScanGriff | undefined): Promise<void> {
    this.#wartend++;
    this.#kette = this.#kette.then(async () => {
      const [stapel, view] = [this.#stapel, this.view];
      const was = view && this.ruht ? wahl(view) : undefined;
      if (stapel !== undefined && was) await this.#ausfuehren(stapel, was);
      this.#wartend--;
    });
    return this.#kette;
  }

  async #ausfuehren(stapel: string, was: ScanGriff): Promise<void> {
    this.busy = true;
    this.fehler = undefined;
    try {
      this.query.set(await call('scantisch_griff', { stapel, griff: was }));
      this.#sagen(t().scannen.getan[was.art](this.karte?.seite.name ?? ''));
    } catch (reason) {
      this.fehler = asFehler(reason);
    } finally {
      this.busy = false;
    }
  }

  #setzen(index: number): void {
    this.#platz = Math.max(0, index);
    this.#aktiv = this.karten[index]?.seite.seite;
  }

  /** Keeps the cursor where it belongs when the pages have changed. */
  #neu(view: ScanTischView): void {
    const vorher = this.#vorher;
    this.#vorher = view;
    if (vorher) this.#ansage.hoeren(vorher, view);
    const alle = karten(view, this.mitEntfernten);
    const known = new Set(vorher && karten(vorher, true).map(({ seite }) => seite.seite));
    const fresh = alle.findLast(({ seite, lage }) => lage !== 'entfernt' && !known.has(seite.seite));
    const at = alle.findIndex(({ seite }) => seite.seite === this.#aktiv);
    if (fresh && (this.#folgt || at < 0)) this.#aktiv = fresh.seite.seite;
    else if (at < 0) this.#aktiv = alle[Math.min(this.#platz, alle.length - 1)]?.seite.seite;
    else this.#platz = at;
  }
}
