import type {
  EntwurfFelder,
  EntwurfView,
  Fehler,
  VermerkAnlegenArgs,
  VersendenArgs,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import { abweichend, gleich, leer, nachgezogen } from './felder';
import { VermerkState } from './vermerk.svelte';

/** Time after the first unsaved sign until it is saved, and rest of the hand after which the page
 * is set, in ms. */
const SAVE_AFTER = 2000;
const PAGE_AFTER = 350;

const KINDS = ['dokument', 'verfuegung', 'vorgang', 'kontakt'] as const;

/** One letter that is being written. */
export class BriefState {
  /** The letter that is open. */
  id = $state<string>();
  form = $state<EntwurfFelder>(leer());
  speichert = $state(false);
  /** An act is under way. */
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly entwurf = new Query('entwurf', KINDS, (view) => {
    this.vorgang = view.vorgang.id;
    this.take(view.felder);
  });
  readonly seite = new Query('entwurf_vorschau', []);
  /** The page as it was set last; none when that has failed. */
  readonly blatt = $derived.by(() => {
    const view = this.seite.view;
    return view && { ...view, pdf: decoded(view.pdf) };
  });
  /** The case of the letter, also when the letter itself is not there any more. */
  vorgang = $state<string>();
  readonly #messages: Messages;
  #base = $state.raw<EntwurfFelder>(leer());
  readonly offen = $derived(!gleich(this.form, this.#base));
  /** What was written can no longer be saved: the letter is signed, taken out, or gone. */
  readonly gestrandet = $derived.by(() => {
    if (!this.offen) return false;
    const stand = this.entwurf.view?.stand;
    return stand === undefined ? this.entwurf.fehler !== undefined : stand !== 'entwurf';
  });
  readonly ungespeichert = $derived(abweichend(this.form, this.#base));
  /** Notes that are being written, by their case, until they are kept. */
  readonly #vermerke = new Map<string, VermerkState>();
  #saving: Promise<boolean> | undefined;
  #save: ReturnType<typeof setTimeout> | undefined;
  #page: ReturnType<typeof setTimeout> | undefined;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    return this.entwurf.follow();
  }

  /** Opens a letter, unless what was written in another one cannot be saved first. */
  async open(id: string): Promise<void> {
    if (!(await this.close())) return;
    this.form = leer();
    this.#base = leer();
    this.vorgang = undefined;
    this.fehler = undefined;
    this.id = id;
    await this.entwurf.ask({ id });
  }

  /** Leaves the letter; tells whether everything is saved. */
  async close(): Promise<boolean> {
    if (!(await this.speichern())) return false;
    this.#still();
    this.id = undefined;
    this.entwurf.clear();
    this.seite.clear();
    return true;
  }

  /** Leaves the letter without what is not saved. */
  async verwerfen(): Promise<void> {
    this.form = { ...this.#base };
    this.fehler = undefined;
    await this.close();
  }

  /** Takes over what the desk says. */
  take(neu: EntwurfFelder): void {
    const { form, base } = nachgezogen($state.snapshot(this.form), this.#base, neu);
    this.form = form;
    this.#base = base;
    this.zeigen(0);
  }

  /** Something was written; who writes on without a pause is saved all the same. */
  geschrieben(): void {
    this.#save ??= setTimeout(() => void this.speichern(), SAVE_AFTER);
    this.zeigen(PAGE_AFTER);
  }

  /** Has the page set as it is being written. */
  zeigen(after: number): void {
    clearTimeout(this.#page);
    this.#page = setTimeout(() => void this.#set(), after);
  }

  async #set(): Promise<void> {
    const id = this.id;
    if (id !== undefined) await this.seite.ask({ id, felder: $state.snapshot(this.form) });
  }

  #still(): void {
    clearTimeout(this.#save);
    this.#save = undefined;
    clearTimeout(this.#page);
  }

  /** Saves what differs; tells whether everything that was written is saved. */
  async speichern(): Promise<boolean> {
    clearTimeout(this.#save);
    this.#save = undefined;
    // One at a time: the second one has to know what the first one has changed.
    while (this.#saving) await this.#saving;
    if (this.id === undefined || !this.offen) return true;
    // The desk would only say no; the person is shown what is left to be done.
    if (this.gestrandet && this.entwurf.view) return false;
    this.#saving = this.#write(this.id);
    const done = await this.#saving;
    this.#saving = undefined;
    return done;
  }

  async #write(id: string): Promise<boolean> {
    const neu = $state.snapshot(this.form);
    this.speichert = true;
    try {
      const view = await call('entwurf_speichern', { id, vorher: this.#base, neu });
      this.#base = neu;
      this.entwurf.set(view);
      this.fehler = undefined;
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
      return false;
    } finally {
      this.speichert = false;
    }
  }

  /** Begins a letter in a case and opens it. */
  async anlegen(vorgang: string, vorlage: string): Promise<boolean> {
    const args = { vorgang, vorlage, empfaenger: null };
    const view = await this.#act(() => call('entwurf_anlegen', args));
    if (view) await this.open(view.id);
    return view !== undefined;
  }

  /** Writes a note to file, and tells whether it is kept. */
  async vermerken(args: VermerkAnlegenArgs): Promise<boolean> {
    const view = await this.#act(() => call('vermerk_anlegen', args));
    if (!view) return false;
    this.#vermerke.delete(args.vorgang);
    this.#messages.say('success', t().brief.vermerkAngelegt(view.zeile.titel));
    return true;
  }

  /** The note that is being written in a case. */
  vermerk(vorgang: string): VermerkState {
    const known = this.#vermerke.get(vorgang);
    if (known && !known.leer) return known;
    const neu = new VermerkState();
    this.#vermerke.set(vorgang, neu);
    return neu;
  }

  vermerkVerwerfen(vorgang: string): void {
    this.#vermerke.delete(vorgang);
  }

  /** What notes say that were begun and not kept. */
  get vermerkeOffen(): string {
    return [...this.#vermerke.values()].map(({ inhalt }) => inhalt).join('');
  }

  /** Signs the letter finally, as it stands on the page; tells whether it is signed. */
  async zeichnen(): Promise<boolean> {
    if (!(await this.speichern())) return false;
    const view = this.entwurf.view;
    if (!view) return false;
    const { id, fassung } = view;
    const punkt = view.zeichnungen.find(({ schluss, gilt }) => schluss && !gilt)?.id ?? null;
    const dokument = punkt === null ? id : null;
    const args = { punkt, dokument, fassung, vermerk: null, inVertretungFuer: null };
    const done = await this.#act(() => call('zeichnen', args));
    if (!done) return false;
    this.#messages.say('success', t().brief.istGezeichnet);
    await this.entwurf.again();
    return true;
  }

  async reinschrift(): Promise<void> {
    const done = await this.#own((id) => call('reinschrift', { id }));
    if (done) this.#messages.say('success', t().brief.reinschriftFertig);
  }

  async versenden(args: Omit<VersendenArgs, 'id'>): Promise<boolean> {
    const done = await this.#own((id) => call('versenden', { ...args, id }));
    if (done) this.#messages.say('success', t().brief.versandVermerkt);
    return done;
  }

  /** Takes the letter out, for a reason; the message offers the way back. */
  async stornieren(grund: string): Promise<boolean> {
    if (!(await this.speichern())) return false;
    // Another letter may be open by the time somebody wants this one back.
    const { id } = this;
    const done = await this.#own((own) => call('entwurf_stornieren', { id: own, grund }));
    if (done) {
      const action = { label: t().app.rueckgaengig, run: () => void this.wiederherstellen(id) };
      this.#messages.say('success', t().brief.istStorniert, { action });
    }
    return done;
  }

  /** Takes a letter in again, the open one unless another is named. */
  async wiederherstellen(id = this.id): Promise<void> {
    const done = await this.#own((own) => call('entwurf_wiederherstellen', { id: own }), id);
    if (done) this.#messages.settle();
    else if (id !== this.id && this.fehler) {
      // Not of the letter on the screen, if there is one.
      this.#messages.say('danger', this.fehler.meldung);
      this.fehler = undefined;
    }
  }

  /** An act about a letter, which answers with how it stands now. */
  async #own(act: (id: string) => Promise<EntwurfView>, id = this.id): Promise<boolean> {
    if (id === undefined) return false;
    const view = await this.#act(() => act(id));
    if (view && id === this.id) this.entwurf.set(view);
    return view !== undefined;
  }

  async #act<T>(act: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.fehler = undefined;
    try {
      return await act();
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

function decoded(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)).buffer;
}
