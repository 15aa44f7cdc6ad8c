import type { Fehler, ScanProfil, ScanStapelZeile, ScanZiel } from '../ipc/bindings';
import { call } from '../ipc/call';
import type { Stop } from '../ipc/events';
import { asFehler } from '../ipc/fehler';
import { Query } from '../ipc/query.svelte';
import type { Messages } from '../kern/messages.svelte';
import { t } from '../text/text.svelte';
import { Bilder } from './bilder';
import { frei } from './profil';
import { verlust, type Handgriff } from './tisch';
import { TischState } from './tisch.svelte';

/** The next scan goes behind all others unless somebody says otherwise. */
const ANS_ENDE: ScanZiel = { art: 'anhaengen' };

/** Scanning: the device, the stack on the table, the other open ones, and where they go. */
export class ScannenState {
  readonly geraete = new Query('scanner', ['scan']);
  readonly offene = new Query('scanstapel', ['scan']);
  readonly tisch: TischState;
  readonly bilder = new Bilder();

  /** Where the pages of the next scan belong. */
  ziel = $state.raw<ScanZiel>(ANS_ENDE);
  /** Fronts first, then the turned stack, on a device that sees one side. */
  nacheinander = $state(false);
  /** Pages that the person counted, as typed. */
  gezaehlt = $state('');
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** A stack that is to be discarded, with the pages that would be gone: not answered yet. */
  frage = $state.raw<{ stapel: string; seiten: number }>();
  /** The profile of the last scan. */
  zuletzt = $state.raw<ScanProfil>();
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
    this.tisch = new TischState((text) => messages.announce(text));
  }

  readonly geraet = $derived(this.geraete.view?.geraete.find(({ gewaehlt }) => gewaehlt));
  readonly profile = $derived(this.geraete.view?.profile ?? []);
  /** Open stacks with something in them. */
  readonly stapel = $derived((this.offene.view?.stapel ?? []).filter((zeile) => !unbenutzt(zeile)));
  /** The same, without the one on the table. */
  readonly weitere = $derived.by(() => this.stapel.filter(({ id }) => id !== this.tisch.stapel));
  /** The device sees one side, and both can be had by turning the stack. */
  readonly kannNacheinander = $derived.by(() => {
    const zufuhren = this.geraet?.zufuhren ?? [];
    return zufuhren.includes('einzug') && !zufuhren.includes('einzugBeidseitig');
  });
  /** The page before which the next scan goes, or that it replaces; none if it is gone. */
  readonly zielSeite = $derived.by(() => {
    const { ziel } = this;
    const nummer =
      ziel.art === 'einfuegen' ? ziel.vor : ziel.art === 'ersetzen' ? ziel.seite : undefined;
    return this.tisch.karten.find(({ seite }) => seite.seite === nummer)?.seite;
  });
  /** Why no scan can begin, if none can. */
  readonly gesperrt = $derived.by(() => {
    if (this.geraete.view && !this.geraet) return t().scannen.keinGeraet;
    return this.tisch.ruht ? (this.tisch.view?.gesperrt ?? undefined) : undefined;
  });
  /** The number that was typed makes no sense. */
  readonly gezaehltFalsch = $derived(
    this.gezaehlt.trim() !== '' && anzahl(this.gezaehlt) === undefined,
  );

  /** Watches the open stacks, wherever the person is: none may be forgotten. */
  followOffene(): Stop {
    void this.offene.ask({});
    return this.offene.follow();
  }

  follow(): Stop {
    void this.geraete.ask({});
    const stops = [this.geraete.follow(), this.tisch.follow()];
    return () => stops.forEach((stop) => stop());
  }

  /** What the chosen device can be asked for. */
  kann({ zufuhr }: ScanProfil): boolean {
    return this.geraet?.zufuhren.includes(zufuhr) ?? false;
  }

  /** The profile on a function key that is not the window's own. */
  aufTaste(taste: number): ScanProfil | undefined {
    return frei(taste) ? this.profile.find((profil) => profil.taste === taste) : undefined;
  }

  /** Lays an open stack on the table. */
  async oeffnen(id: string): Promise<void> {
    this.ziel = ANS_ENDE;
    await this.tisch.auflegen(id);
    this.fehler = this.tisch.query.fehler;
    if (this.fehler) this.tisch.abraeumen();
  }

  /** Clears the table for a new stack; the one that lay there stays open. */
  weglegen(): void {
    this.ziel = ANS_ENDE;
    this.fehler = undefined;
    this.tisch.abraeumen();
  }

  /** Begins a scan into the stack on the table, or into a new one. */
  async scannen(profil: ScanProfil, wiederholungenErlaubt = false): Promise<void> {
    if (this.busy || !this.tisch.ruht || this.gezaehltFalsch) return;
    if (this.geraet && !this.kann(profil)) {
      this.#messages.say('info', t().scannen.kannNicht(profil.name));
      return;
    }
    await this.#attempt(async () => {
      const stapel = await this.#stapelOderNeu();
      const ziel = this.#naechstesZiel(profil);
      const gezaehlt = anzahl(this.gezaehlt) ?? null;
      const args = { stapel, profil: profil.name, ziel, gezaehlt, wiederholungenErlaubt };
      this.tisch.folgen();
      this.tisch.query.set(await call('scan_starten', args));
      this.zuletzt = profil;
      this.ziel = ANS_ENDE;
      this.gezaehlt = '';
    });
  }

  async abbrechen(): Promise<void> {
    const { stapel: id, view } = this.tisch;
    if (id === undefined || !view?.lauf || view.lauf.brichtAb) return;
    await this.#attempt(async () => this.tisch.query.set(await call('scan_abbrechen', { id })));
  }

  /** Hands a document over, or all. */
  async uebernehmen(dokument: number | null = null): Promise<void> {
    const { stapel, view, ruht, laeuft } = this.tisch;
    if (laeuft) this.#messages.say('info', t().scannen.nochNicht);
    if (stapel === undefined || !view || view.dokumente.length === 0 || !ruht || this.busy) return;
    await this.#attempt(async () => {
      this.tisch.query.set(await call('scanstapel_uebernehmen', { stapel, dokument }));
    });
  }

  /** Asks whether a stack may go: an open one, or the one on the table. */
  fragen(zeile?: ScanStapelZeile): void {
    const { stapel, view } = this.tisch;
    this.fehler = undefined;
    if (zeile) this.frage = { stapel: zeile.id, seiten: zeile.seiten + zeile.entfernt };
    else if (stapel !== undefined && view) this.frage = { stapel, seiten: verlust(view) };
  }

  /** Discards the stack that was asked about, if it still has as many pages. */
  async verwerfen(): Promise<void> {
    const frage = this.frage;
    if (!frage || this.busy) return;
    await this.#attempt(async () => {
      const offene = await call('scanstapel_verwerfen', frage);
      if (frage.stapel === this.tisch.stapel) this.weglegen();
      this.offene.set(offene);
      this.#messages.say('success', t().scannen.verworfen);
    });
    this.frage = undefined;
  }

  /** Whether something can be done with the page that has the cursor. */
  geht(was: Handgriff): boolean {
    return this.tisch.geht(was);
  }

  /** Does something with the page that has the cursor, or has the next scan do it. */
  tun(was: Handgriff): void {
    const seite = this.tisch.karte?.seite.seite;
    if (seite === undefined || !this.geht(was)) return;
    if (was === 'einfuegen') this.ziel = { art: 'einfuegen', vor: seite };
    else if (was === 'neu') this.ziel = { art: 'ersetzen', seite };
    else this.tisch.tun(was);
  }

  /** The next scan goes to the end after all. */
  ansEnde(): void {
    this.ziel = ANS_ENDE;
  }

  async geraetWaehlen(id: string): Promise<void> {
    await this.#attempt(async () => this.geraete.set(await call('scanner_waehlen', { id })));
  }

  async #stapelOderNeu(): Promise<string> {
    const { stapel, view } = this.tisch;
    if (stapel !== undefined && view && !view.geschlossen) return stapel;
    const { id } = await call('scanstapel_beginnen', {});
    await this.tisch.auflegen(id);
    return id;
  }

  #naechstesZiel({ zufuhr }: ScanProfil): ScanZiel {
    if (this.zielSeite) return this.ziel;
    if (this.tisch.view?.duplex) return { art: 'rueckseiten' };
    const fronts = this.nacheinander && this.kannNacheinander && zufuhr === 'einzug';
    return fronts ? { art: 'vorderseiten' } : ANS_ENDE;
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

/** Nothing lies in it, and nothing is to be said of it. */
function unbenutzt({ seiten, entfernt, hinweis }: ScanStapelZeile): boolean {
  return seiten + entfernt === 0 && hinweis === null;
}

/** A whole number from 1; nothing otherwise. */
function anzahl(text: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}
