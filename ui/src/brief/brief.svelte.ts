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
import { gleich, leer, nachgezogen } from './felder';

/** Rest of the hand after which a draft is saved, and after which its page is set, in ms. */
const SAVE_AFTER = 2000;
const PAGE_AFTER = 350;

/** One letter that is being written. */
export class BriefState {
  /** The letter that is open. */
  id = $state<string>();
  form = $state<EntwurfFelder>(leer());
  speichert = $state(false);
  /** An act is under way. */
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** The page as it was set last. */
  blatt = $state.raw<{ pdf: ArrayBuffer; seiten: number; hinweise: readonly string[] }>();
  readonly entwurf = new Query('entwurf', ['dokument', 'verfuegung', 'vorgang', 'kontakt']);
  readonly seite = new Query('entwurf_vorschau', []);
  readonly #messages: Messages;
  #base = $state.raw<EntwurfFelder>(leer());
  readonly offen = $derived(!gleich(this.form, this.#base));
  #saving: Promise<boolean> | undefined;
  #save: ReturnType<typeof setTimeout> | undefined;
  #page: ReturnType<typeof setTimeout> | undefined;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    return this.entwurf.follow();
  }

  /** Opens a letter; what was written in another one is saved first. */
  async open(id: string): Promise<void> {
    await this.close();
    this.form = leer();
    this.#base = leer();
    this.blatt = undefined;
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

  /** Takes over what the desk says. */
  take(neu: EntwurfFelder): void {
    const { form, base } = nachgezogen($state.snapshot(this.form), this.#base, neu);
    this.form = form;
    this.#base = base;
    this.zeigen(0);
  }

  /** Something was written. */
  geschrieben(): void {
    clearTimeout(this.#save);
    this.#save = setTimeout(() => void this.speichern(), SAVE_AFTER);
    this.zeigen(PAGE_AFTER);
  }

  /** Has the page set as it is being written. */
  zeigen(after: number): void {
    clearTimeout(this.#page);
    this.#page = setTimeout(() => void this.#set(), after);
  }

  async #set(): Promise<void> {
    const id = this.id;
    if (id === undefined) return;
    await this.seite.ask({ id, felder: $state.snapshot(this.form) });
    const view = this.seite.view;
    if (view && id === this.id) this.blatt = { ...view, pdf: decoded(view.pdf) };
  }

  #still(): void {
    clearTimeout(this.#save);
    clearTimeout(this.#page);
  }

  /** Saves what differs; tells whether everything that was written is saved. */
  async speichern(): Promise<boolean> {
    clearTimeout(this.#save);
    // One at a time: the second one has to know what the first one has changed.
    while (this.#saving) await this.#saving;
    if (this.id === undefined || !this.offen) return true;
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
      this.take(view.felder);
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
    if (view) this.#messages.say('success', t().brief.vermerkAngelegt(view.zeile.titel));
    return view !== undefined;
  }

  /** Signs the letter finally, as it stands on the page. */
  async zeichnen(): Promise<void> {
    if (!(await this.speichern())) return;
    const view = this.entwurf.view;
    if (!view) return;
    const { id, fassung } = view;
    const punkt = view.zeichnungen.find(({ schluss, gilt }) => schluss && !gilt)?.id ?? null;
    const dokument = punkt === null ? id : null;
    const args = { punkt, dokument, fassung, vermerk: null, inVertretungFuer: null };
    const done = await this.#act(() => call('zeichnen', args));
    if (!done) return;
    this.#messages.say('success', t().brief.istGezeichnet);
    await this.entwurf.again();
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
    const done = await this.#own((id) => call('entwurf_stornieren', { id, grund }));
    if (done) {
      const action = { label: t().app.rueckgaengig, run: () => void this.wiederherstellen() };
      this.#messages.say('success', t().brief.istStorniert, { action });
    }
    return done;
  }

  async wiederherstellen(): Promise<void> {
    const done = await this.#own((id) => call('entwurf_wiederherstellen', { id }));
    if (done) this.#messages.settle();
  }

  /** An act about the open letter, which answers with how it stands now. */
  async #own(act: (id: string) => Promise<EntwurfView>): Promise<boolean> {
    const id = this.id;
    if (id === undefined) return false;
    const view = await this.#act(() => act(id));
    if (view) {
      this.entwurf.set(view);
      this.take(view.felder);
    }
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
