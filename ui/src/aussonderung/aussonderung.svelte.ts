import type {
  AussonderungEinstellungen,
  AussonderungView,
  EinleseZeile,
  Fehler,
  LaufSchritt,
  LaufZweck,
  ReifZeile,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';

const KINDS = ['aussonderung', 'akte', 'vorgang', 'dokument', 'abgleich'] as const;

/** Hand-over and end of life: what is ripe, the runs, and the one that is open. */
export class AussonderungState {
  readonly reif = new Query('aussonderungsreif', KINDS);
  readonly liste = new Query('aussonderungen', KINDS);
  readonly lauf = new Query('aussonderung', KINDS);
  /** Files that are marked for a run. */
  markiert = $state.raw<ReadonlySet<string>>(new Set());
  /** What the last look into the transfer folder has brought. */
  gelesen = $state.raw<readonly EinleseZeile[]>();
  fehler = $state.raw<Fehler>();
  busy = $state(false);
  #id = $state<string>();

  readonly laeufe = $derived(this.liste.view?.zeilen ?? []);
  readonly zeilen = $derived<readonly ReifZeile[]>(this.reif.view?.zeilen ?? []);
  /** Row of the list: 0 is the retention run, the others are runs. It follows the run itself. */
  readonly index = $derived(1 + this.laeufe.findIndex((lauf) => lauf.id === this.#id));
  readonly gewaehlt = $derived(this.laeufe[this.index - 1]);
  readonly zuTun = $derived(this.laeufe.filter((lauf) => lauf.zuTun).length);
  readonly ordner = $derived(this.liste.view?.einstellungen.ordner ?? '');

  follow(): Stop {
    const stops = [this.reif.follow(), this.liste.follow(), this.lauf.follow()];
    void this.reif.ask({});
    void this.liste.ask({});
    return () => stops.forEach((stop) => stop());
  }

  choose(index: number): void {
    this.fehler = undefined;
    this.gelesen = undefined;
    const id = this.laeufe[index - 1]?.id;
    this.#id = id;
    if (id === undefined) this.lauf.clear();
    else void this.lauf.ask({ id });
  }

  markiere(id: string, an: boolean): void {
    const next = new Set(this.markiert);
    if (an) next.add(id);
    else next.delete(id);
    this.markiert = next;
  }

  markiereAlle(an: boolean): void {
    this.markiert = new Set(an ? this.zeilen.map((zeile) => zeile.id) : []);
  }

  /** Begins a run with what is marked, and opens it. */
  async anlegen(zweck: LaufZweck): Promise<boolean> {
    const akten = this.zeilen.map((zeile) => zeile.id).filter((id) => this.markiert.has(id));
    const view = await this.#act(() => call('aussonderung_anlegen', { zweck, akten }));
    if (!view) return false;
    this.markiert = new Set();
    await this.liste.again();
    this.choose(1 + this.laeufe.findIndex((lauf) => lauf.id === view.zeile.id));
    return true;
  }

  schritt(schritt: LaufSchritt): Promise<AussonderungView | undefined> {
    return this.#mit((id) => call('aussonderung_schritt', { id, schritt }));
  }

  vorschlagen(): Promise<AussonderungView | undefined> {
    return this.#mit((id) => call('vernichtung_vorschlagen', { id }));
  }

  freigeben(): Promise<AussonderungView | undefined> {
    return this.#mit((id) => call('vernichtung_freigeben', { id }));
  }

  /** Ends a run, or takes a proposal back. */
  beenden(): Promise<AussonderungView | undefined> {
    return this.#mit((id) => call('aussonderung_beenden', { id }));
  }

  async einlesen(): Promise<void> {
    const ergebnis = await this.#act(() => call('aussonderung_einlesen', {}));
    this.gelesen = ergebnis?.zeilen;
    await this.lauf.again();
  }

  async einstellen(einstellungen: AussonderungEinstellungen): Promise<boolean> {
    const view = await this.#act(() => call('aussonderung_einstellen', einstellungen));
    if (view) this.liste.set(view);
    return view !== undefined;
  }

  async #mit(
    act: (id: string) => Promise<AussonderungView>,
  ): Promise<AussonderungView | undefined> {
    // What is on the screen, whatever the list does meanwhile.
    const id = this.lauf.view?.zeile.id;
    if (id === undefined) return undefined;
    const view = await this.#act(() => act(id));
    if (view) this.lauf.set(view);
    return view;
  }

  async #act<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.fehler = undefined;
    this.gelesen = undefined;
    try {
      return await act();
    } catch (reason) {
      this.fehler = asFehler(reason);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
