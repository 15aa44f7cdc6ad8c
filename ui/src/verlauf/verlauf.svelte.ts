import type {
  AktenverlaufView,
  AktenverlaufZeile,
  Art,
  Fehler,
  VerlaufFilter,
  VerlaufForm,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import { onChanged, type Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { pickTarget } from '../ipc/pick';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

/** Rows asked for at once. */
const PAGE = 200;

const KINDS: readonly Art[] = ['akte', 'vorgang', 'dokument', 'eingang', 'verfuegung', 'abgleich'];

const ENDINGS: Record<VerlaufForm, string> = { csv: 'csv', pdf: 'pdf', xdomea: 'xml' };

/** What a field of the filter says; nothing if it is empty. */
const given = (text: string) => (text.trim() === '' ? null : text.trim());

/** The history of one record with everything in it, newest first. */
export class VerlaufState {
  id = $state<string>();
  person = $state('');
  handlung = $state('');
  von = $state('');
  bis = $state('');
  text = $state('');
  view = $state.raw<AktenverlaufView>();
  fehler = $state.raw<Fehler>();
  busy = $state(false);
  index = $state(-1);

  readonly #messages: Messages;
  #pages = $state.raw<ReadonlyMap<number, readonly AktenverlaufZeile[]>>(new Map());
  #visible = { first: 0, last: 1 };
  #round = 0;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  readonly filter = $derived<VerlaufFilter>({
    person: given(this.person),
    handlung: given(this.handlung),
    von: given(this.von),
    bis: given(this.bis),
    text: given(this.text),
  });
  readonly gefiltert = $derived(Object.values(this.filter).some((wert) => wert !== null));

  follow(): Stop {
    return onChanged(KINDS, () => void this.reload());
  }

  open(id: string): void {
    this.id = id;
    this.leeren();
    void this.holen(true);
  }

  close(): void {
    this.id = undefined;
    this.view = undefined;
    this.#pages = new Map();
    this.#round++;
  }

  /** Shows all rows again. */
  leeren(): void {
    this.person = this.handlung = this.von = this.bis = this.text = '';
    this.index = -1;
    void this.reload();
  }

  zeile(index: number): AktenverlaufZeile | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The rows on the screen; what is missing of them is fetched. */
  show(first: number, last: number): void {
    this.#visible = { first, last };
    for (const page of this.#needed()) {
      if (this.view && page * PAGE < this.view.gesamt && !this.#pages.has(page)) {
        void this.#fetch(page, this.#round);
      }
    }
  }

  /** Reads what is on the screen again. */
  async reload(): Promise<void> {
    const round = ++this.#round;
    this.#pages = new Map();
    for (const page of this.#needed()) await this.#fetch(page, round);
    if (round !== this.#round || !this.view) return;
    if (this.index >= this.view.gesamt) this.index = this.view.gesamt - 1;
  }

  /** Asks the centre for what was done before this workstation could see it. */
  async holen(leise = false): Promise<void> {
    const { id } = this;
    if (id === undefined || this.busy) return;
    this.busy = true;
    try {
      await call('verlauf_holen', { id });
      if (!leise) this.#messages.say('success', t().aktenverlauf.geholtMeldung);
    } catch (reason) {
      // Without a line the screen says what it has; only who asked for more is told why not.
      if (!leise) this.fehler = asFehler(reason);
    } finally {
      this.busy = false;
    }
    if (this.id === id) await this.reload();
  }

  async ausgeben(form: VerlaufForm): Promise<void> {
    const { id, view } = this;
    if (id === undefined || !view || this.busy) return;
    const satz = t().aktenverlauf;
    this.busy = true;
    try {
      const pfad = await pickTarget(satz.ausgeben, `${satz.verlauf}.${ENDINGS[form]}`);
      if (pfad === null) return;
      const done = await call('verlauf_ausgeben', { id, filter: this.filter, form, pfad });
      this.#messages.say('success', satz.ausgegeben(done.pfad), {
        details: [satz.pruefsumme(done.sha256)],
      });
      this.fehler = undefined;
    } catch (reason) {
      this.fehler = asFehler(reason);
    } finally {
      this.busy = false;
    }
  }

  #needed(): number[] {
    const { first, last } = this.#visible;
    const from = Math.floor(first / PAGE);
    const to = Math.floor(Math.max(first, last - 1) / PAGE);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }

  async #fetch(page: number, round: number): Promise<void> {
    const { id } = this;
    if (id === undefined) return;
    try {
      const ausschnitt = { ab: page * PAGE, anzahl: PAGE };
      const view = await call('aktenverlauf', { id, filter: this.filter, ausschnitt });
      if (round !== this.#round || id !== this.id) return;
      this.view = view;
      this.#pages = new Map([...this.#pages, [page, view.zeilen]]);
      this.fehler = undefined;
    } catch (reason) {
      if (round === this.#round) this.fehler = asFehler(reason);
    }
  }
}
