import type { Fehler, SelbsttaetigListe, SelbsttaetigZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import { onChanged, type Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import type { Ablage } from './ablage.svelte';

/** Rows asked for at once. */
const PAGE = 200;

export type SelbsttaetigFilter = 'ungesehen' | 'alle';

/** What was filed without a person: how much nobody has looked at, the list, and the letter in view. */
export class SelbsttaetigState {
  /** The list stands in place of the Posteingang. */
  offen = $state(false);
  filter = $state<SelbsttaetigFilter>('ungesehen');
  index = $state(0);
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** How much there is, for the note in the Posteingang. */
  readonly stand = new Query('selbsttaetig', ['dokument', 'eingang']);
  readonly eingang = new Query('eingang', ['eingang', 'vorgang', 'akte', 'dokument']);

  #liste = $state.raw<SelbsttaetigListe>();
  #pages = $state.raw<ReadonlyMap<number, readonly SelbsttaetigZeile[]>>(new Map());
  #visible = { first: 0, last: 1 };
  #round = 0;
  /** The row that the cursor goes with. */
  #dokument: string | undefined;
  readonly #ablage: Ablage;
  readonly #messages: Messages;

  constructor(ablage: Ablage, messages: Messages) {
    this.#ablage = ablage;
    this.#messages = messages;
  }

  readonly geladen = $derived(this.#liste !== undefined);
  readonly gesamt = $derived(this.#liste?.gesamt ?? 0);
  readonly ungesehen = $derived(this.stand.view?.ungesehen ?? 0);
  /** From how many percent on the office has letters filed; none if it has not switched it on. */
  readonly ab = $derived(this.stand.view?.abProzent ?? undefined);
  readonly zeile = $derived(this.row(this.index));

  /** Follows how much there is. */
  follow(): Stop {
    const stop = this.stand.follow();
    void this.stand.ask({ offen: true, ausschnitt: { ab: 0, anzahl: 1 } });
    return stop;
  }

  /** Follows the list while it is on the screen. */
  followList(): Stop {
    const stops = [
      onChanged(['dokument', 'eingang'], () => void this.reload()),
      this.eingang.follow(),
    ];
    void this.reload();
    return () => stops.forEach((stop) => stop());
  }

  row(index: number): SelbsttaetigZeile | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The rows on the screen; what is missing of them is fetched. */
  show(first: number, last: number): void {
    this.#visible = { first, last };
    const missing = this.#needed().filter((page) => page * PAGE < this.gesamt && !this.#pages.has(page));
    if (missing.length > 0) void this.#read(missing, this.#round);
  }

  choose(filter: SelbsttaetigFilter): void {
    this.filter = filter;
    this.index = 0;
    this.#dokument = undefined;
    void this.reload();
  }

  select(index: number): void {
    this.index = index;
    this.#view();
  }

  /** Reads what is on the screen again; the cursor goes with its row, or stays if that is gone. */
  async reload(): Promise<void> {
    const round = ++this.#round;
    await this.#read(this.#needed(), round, true);
    if (round !== this.#round) return;
    const at = this.#find(this.#dokument);
    this.index = at >= 0 ? at : Math.max(0, Math.min(this.index, this.gesamt - 1));
    this.#view();
  }

  /** Notes that somebody has looked at the letter in view. */
  async bestaetigen(): Promise<void> {
    const { zeile } = this;
    if (!zeile || zeile.gesehenVon !== null || zeile.zurueckgenommen) return;
    await this.#attempt(async () => {
      await call('selbsttaetig_bestaetigen', { id: zeile.dokument });
      this.#messages.say('success', t().selbsttaetig.bestaetigt(zeile.titel));
    });
  }

  /** Takes the filing of the letter in view back. */
  async zuruecknehmen(): Promise<void> {
    const { zeile } = this;
    if (!zeile || zeile.zurueckgenommen) return;
    await this.#attempt(async () => {
      await this.#ablage.zuruecknehmen(zeile.eingang);
      this.#messages.say('success', t().selbsttaetig.genommen(zeile.titel));
    });
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fehler = undefined;
    try {
      await act();
      await this.reload();
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
    } finally {
      this.busy = false;
    }
  }

  #view(): void {
    const { zeile } = this;
    this.#dokument = zeile?.dokument;
    if (!zeile) this.eingang.clear();
    else if (zeile.eingang !== this.eingang.view?.zeile.id) void this.eingang.ask({ id: zeile.eingang });
  }

  #find(dokument: string | undefined): number {
    for (const [page, zeilen] of this.#pages) {
      const at = zeilen.findIndex((zeile) => zeile.dokument === dokument);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  #needed(): number[] {
    const page = (index: number) => Math.floor(Math.max(0, index) / PAGE);
    const pages = new Set([0, page(this.index)]);
    for (let at = page(this.#visible.first); at <= page(this.#visible.last - 1); at++) pages.add(at);
    return [...pages].sort((a, b) => a - b);
  }

  /** Reads pages; `anew`: nothing that was read before counts any more. */
  async #read(pages: readonly number[], round: number, anew = false): Promise<void> {
    const read = new Map<number, readonly SelbsttaetigZeile[]>();
    try {
      for (const page of pages) {
        const ausschnitt = { ab: page * PAGE, anzahl: PAGE };
        const liste = await call('selbsttaetig', { offen: this.filter === 'ungesehen', ausschnitt });
        if (round !== this.#round) return;
        this.#liste = liste;
        read.set(page, liste.zeilen);
      }
    } catch (reason) {
      if (round === this.#round) this.fehler = asFehler(reason);
      return;
    }
    this.#pages = anew ? read : new Map([...this.#pages, ...read]);
  }
}
