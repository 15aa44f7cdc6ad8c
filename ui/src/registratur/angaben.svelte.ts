import type {
  Commands,
  DokumentView,
  Fehler,
  Feld,
  KnotenArt,
  MetadatenView,
  ObjektArt,
  TeilakteArt,
  VerweisZeile,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';

const acts = {
  akte: 'akte_aendern',
  vorgang: 'vorgang_aendern',
  dokument: 'dokument_aendern',
} as const satisfies Record<ObjektArt, keyof Commands>;

/** Something with metadata of its own. */
export interface Objekt {
  art: ObjektArt;
  id: string;
}

/** What of a node of the tree has metadata of its own. */
export function objektOf(knoten: { art: KnotenArt; id: string } | undefined): Objekt | undefined {
  const art = knoten?.art;
  if (!knoten || art === undefined || art === 'aktenplaneinheit' || art === 'teilakte') {
    return undefined;
  }
  return { art, id: knoten.id };
}

const STORED = 'forsthaus.angaben';

/** What is known about the file, case or document on the screen besides its content. */
export class AngabenState {
  readonly metadaten = new Query('metadaten', ['akte', 'vorgang', 'dokument', 'kontakt']);
  readonly akte = new Query('akte', ['akte', 'vorgang', 'dokument']);
  fehler = $state.raw<Fehler>();
  busy = $state(false);
  /** The pane is shown. */
  offen = $state(localStorage.getItem(STORED) !== 'zu');
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  follow(): Stop {
    const stops = [this.metadaten.follow(), this.akte.follow()];
    return () => stops.forEach((stop) => stop());
  }

  toggle(): void {
    this.offen = !this.offen;
    localStorage.setItem(STORED, this.offen ? 'auf' : 'zu');
  }

  /** Shows what is known about something. */
  show(art: ObjektArt, id: string): void {
    const same = this.metadaten.view?.id === id;
    if (!same) {
      this.fehler = undefined;
      this.metadaten.clear();
    }
    void this.metadaten.ask({ art, id });
    if (art === 'akte') void this.akte.ask({ id });
    else this.akte.clear();
  }

  /** Saves one field that showed this value when it was opened; the message takes it back. */
  aendern(feld: Feld, wert: string, alt: string): Promise<boolean> {
    const view = this.metadaten.view;
    if (!view) return Promise.resolve(false);
    const { art, id } = view;
    const set = async (neu: string, vorher: string) => {
      const changed = await call(acts[art], { id, feld, wert: neu, vorher });
      this.#take(changed);
      return changed.felder.find((zeile) => zeile.feld === feld)?.wert ?? neu;
    };
    return this.#attempt(async () => {
      const jetzt = await set(wert, alt);
      this.#say(t().registratur.gespeichert(t().registratur.felder[feld]), () => set(alt, jetzt));
    });
  }

  beteiligteSetzen(kontakt: string, rolle: string): Promise<boolean> {
    return this.#beteiligte('beteiligte_setzen', 'beteiligte_entfernen', kontakt, rolle.trim());
  }

  beteiligteEntfernen(kontakt: string, rolle: string): Promise<boolean> {
    return this.#beteiligte('beteiligte_entfernen', 'beteiligte_setzen', kontakt, rolle);
  }

  verweisSetzen(ziel: string, grund: string): Promise<boolean> {
    const args = { ...this.#objekt(), ziel, grund: grund.trim() || null };
    return this.#attempt(async () => {
      this.#take(await call('verweis_setzen', args));
      this.#say(t().registratur.verweisGesetzt, async () =>
        this.#take(await call('verweis_entfernen', args)),
      );
    });
  }

  verweisEntfernen({ id: ziel, grund }: VerweisZeile): Promise<boolean> {
    const args = { ...this.#objekt(), ziel, grund };
    return this.#attempt(async () => {
      this.#take(await call('verweis_entfernen', args));
      this.#say(t().registratur.verweisEntfernt, async () =>
        this.#take(await call('verweis_setzen', args)),
      );
    });
  }

  teilakteAnlegen(akte: string, art: TeilakteArt, betreff: string): Promise<boolean> {
    return this.#attempt(async () => {
      await call('teilakte_anlegen', { akte, art, betreff });
      this.#messages.say('success', t().registratur.teilakteAngelegt);
    });
  }

  /** Puts the case on the screen into a part of its file, or out of it. */
  vorgangUmhaengen(teilakte: string): Promise<boolean> {
    const { id: vorgang } = this.#objekt();
    const alt = this.metadaten.view?.teilakte ?? null;
    const put = async (wohin: string | null) =>
      this.#take(await call('vorgang_umhaengen', { vorgang, teilakte: wohin }));
    return this.#attempt(async () => {
      await put(teilakte || null);
      this.#say(t().registratur.umgehaengt, () => put(alt));
    });
  }

  /** Puts the document on the screen into another case; the message puts it back. */
  dokumentUmhaengen(von: string, vorgang: string, grund: string): Promise<boolean> {
    const { id: dokument } = this.#objekt();
    const put = (wohin: string, warum: string | null) =>
      call('dokument_umhaengen', { dokument, vorgang: wohin, grund: warum });
    return this.#attempt(async () => {
      await put(vorgang, grund.trim() || null);
      this.#say(t().registratur.umgehaengt, () => put(von, t().registratur.zurueckgehaengt));
    });
  }

  dokumentStornieren(grund: string): Promise<boolean> {
    const { id: dokument } = this.#objekt();
    return this.#attempt(async () => {
      await call('dokument_stornieren', { dokument, grund });
      this.#messages.say('success', t().registratur.storniert);
    });
  }

  fassungAnfuegen(pfad: string): Promise<boolean> {
    const { id: dokument } = this.#objekt();
    return this.#attempt(async () => {
      const view: DokumentView = await call('dokument_version_anfuegen', { dokument, pfad });
      this.#messages.say('success', t().registratur.fassungAngefuegt(view.zeile.versionen));
    });
  }

  #beteiligte(
    act: 'beteiligte_setzen' | 'beteiligte_entfernen',
    back: 'beteiligte_setzen' | 'beteiligte_entfernen',
    kontakt: string,
    rolle: string,
  ): Promise<boolean> {
    const args = { ...this.#objekt(), kontakt, rolle };
    const text =
      act === 'beteiligte_setzen'
        ? t().registratur.beteiligterErgaenzt
        : t().registratur.beteiligterEntfernt;
    return this.#attempt(async () => {
      this.#take(await call(act, args));
      this.#say(text, async () => this.#take(await call(back, args)));
    });
  }

  #objekt(): { art: ObjektArt; id: string } {
    const view = this.metadaten.view;
    return { art: view?.art ?? 'akte', id: view?.id ?? '' };
  }

  #take(view: MetadatenView): void {
    if (view.id === this.metadaten.view?.id) this.metadaten.set(view);
  }

  #say(text: string, undo: () => Promise<unknown>): void {
    const run = () =>
      void this.#attempt(async () => {
        await undo();
        this.#messages.say('success', t().registratur.zurueckgenommen);
      });
    this.#messages.say('success', text, { action: { label: t().app.rueckgaengig, run } });
  }

  async #attempt(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      await act();
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
