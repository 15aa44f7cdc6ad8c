import type { EingangListe, EingangZeile, Fehler, Ziel } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { zahl } from '../text/format';
import { t } from '../text/text.svelte';
import type { Abgelegt, Ablage } from './ablage.svelte';
import { Karte } from './karte.svelte';

/** How long proposals have to be on the screen before a key may act upon them. */
export const SEHEN_MS = 250;

/** Items taken from the pile at once. */
const STAPEL = 500;

/** Why a key did nothing. */
export type Hinweis =
  | 'zuFrueh'
  | 'waehlen'
  | 'geschlossen'
  | 'erster'
  | 'keineStelle'
  | 'keineRuecknahme';

/** What became of the last act, said in the window. */
export interface Ergebnis {
  satz: string;
  /** It can be taken back. */
  ruecknehmbar: boolean;
}

/**
 * The pile of post, one item after another.
 *
 * A key acts only upon what a person can have seen: the proposals of this very item, read after the
 * last decision, painted, and on the screen for a moment. Any other key is refused and told.
 */
export class SortierenState {
  geladen = $state(false);
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  hinweis = $state<Hinweis>();
  ergebnis = $state.raw<Ergebnis>();
  /** The field for searching a destination stands in place of the proposals. */
  suche = $state(false);
  /** Items filed here since the pile was taken up. */
  zugeordnet = $state(0);

  /** The pile, oldest first; what is filed stays in it, so that one can return to it. */
  #ids = $state.raw<readonly string[]>([]);
  #index = $state(0);
  #weg = $state.raw<ReadonlySet<string>>(new Set());
  /** The item in view, and the next one. */
  karten = $state.raw<readonly Karte[]>([]);
  /** Items out of view about which something is written. */
  #liegt: readonly Karte[] = [];
  /** What was painted, and what of it was seen long enough. */
  #gemalt: string | undefined;
  #scharf = $state<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Said before the next item is told, as one sentence would swallow the other. */
  #vorweg = '';
  #angesagt: string | undefined;
  #hier = false;
  readonly #ablage: Ablage;
  readonly #messages: Messages;

  readonly karte = $derived(this.karten.find(({ id }) => id === this.#ids[this.#index]));
  readonly stand = $derived(t().sortieren.stand(zahl(this.#index + 1), zahl(this.#ids.length)));
  /** Everything was looked at. */
  readonly ende = $derived(this.geladen && this.#index >= this.#ids.length);
  readonly leer = $derived(this.geladen && this.#ids.length === 0);
  /** Items of the pile that nobody has filed here. */
  readonly uebrig = $derived(this.#ids.filter((id) => !this.#weg.has(id)).length);
  readonly bild = $derived(this.karte?.bild);
  /** A key may act upon what is on the screen. */
  readonly bereit = $derived(this.bild !== undefined && this.bild === this.#scharf && !this.busy);

  constructor(ablage: Ablage, messages: Messages) {
    this.#ablage = ablage;
    this.#messages = messages;
  }

  /** Takes up the pile, where one left off if that still waits. */
  async beginnen(): Promise<void> {
    const last = this.#ids[this.#index];
    this.#hier = true;
    this.fehler = undefined;
    try {
      const ids = await wartende();
      this.#ids = ids;
      this.#liegt = this.#liegt.filter(({ id }) => ids.includes(id));
      this.#weg = new Set();
      this.zugeordnet = 0;
      this.geladen = true;
      this.#geh(Math.max(0, ids.findIndex((id) => id === last)));
    } catch (reason) {
      this.#scheitert(reason);
    }
  }

  /** Lets go of everything but what is written. */
  verlassen(): void {
    this.#hier = false;
    clearTimeout(this.#timer);
    this.#zeige([]);
  }

  /** What the window shows has been painted. */
  gemalt(bild: string): void {
    if (bild !== this.bild) return;
    this.#gemalt = bild;
    if (bild === this.#scharf) return;
    this.#scharf = undefined;
    this.#arm();
    this.#sagAn();
  }

  /** Enter: files into the choice; into a file only once its new case has been named. */
  async annehmen(): Promise<void> {
    const karte = this.#greifbar();
    if (!karte) return;
    const wahl = karte.wahl;
    // The list of the search still answers an older text.
    if (this.suche && karte.ziel.treffer.busy) return;
    if (karte.erledigt) this.ueberspringen();
    else if (!wahl) this.#weise('waehlen');
    else if (wahl.ziel.geschlossen) this.#weise('geschlossen');
    else if (wahl.ziel.art === 'akte') karte.ziel.akte = wahl.ziel;
    else await this.#ablegen(karte, { art: 'vorgang', id: wahl.ziel.id });
  }

  /** Files into a new case of the file that was chosen. */
  async anlegen(betreff: string): Promise<void> {
    const karte = this.karte;
    const akte = karte?.ziel.akte;
    if (this.busy || !akte || !this.#gesehen()) return;
    await this.#ablegen(karte, { art: 'neuerVorgang', akte: akte.id, betreff });
  }

  /** A digit: chooses the proposal with this number. */
  waehle(nummer: number): void {
    const karte = this.#greifbar();
    const wahl = karte?.vorschlaege[nummer - 1];
    if (!karte || !wahl) return;
    karte.ziel.select(nummer - 1);
    this.hinweis = undefined;
    this.#messages.announce(t().sortieren.gewaehlt(nummer, `${wahl.ziel.aktenzeichen} ${wahl.ziel.betreff}`));
  }

  /** Opens the search with what was typed. */
  suchen(text: string): void {
    const karte = this.#greifbar();
    if (!karte) return;
    this.suche = true;
    void karte.ziel.search(text);
  }

  /** Goes back from the new case or the search to the proposals; false if one is there already. */
  schliessen(): boolean {
    const ziel = this.karte?.ziel;
    const offen = ziel?.akte !== undefined || this.suche;
    if (ziel?.akte) ziel.akte = undefined;
    else if (this.suche) {
      this.suche = false;
      void ziel?.search('');
    }
    return offen;
  }

  /** Names a new case in the file of the choice, or of the first proposal. */
  async neuerVorgang(): Promise<void> {
    const karte = this.#greifbar();
    if (!karte) return;
    const wahl = karte.wahl ?? karte.vorschlaege[0];
    if (wahl) await karte.ziel.nameVorgang(wahl);
    else this.#weise('waehlen');
  }

  zeigeNaechste(): void {
    if (this.karte && !this.karte.zeigeNaechste()) this.#weise('keineStelle');
  }

  /** Leaves the item as it is and shows the next one. */
  ueberspringen(): void {
    if (!this.busy && !this.ende) this.#geh(this.#naechste(this.#index));
  }

  /** Shows the one before, if it still waits. */
  zurueck(): void {
    if (this.busy) return;
    let index = this.#index - 1;
    while (index >= 0 && this.#ist(index)) index--;
    if (index >= 0) this.#geh(index);
    else this.#weise('erster');
  }

  /** Takes the last filing of this window back and returns to its item. */
  async undo(): Promise<void> {
    const last = this.#ablage.letztes;
    if (this.busy) return;
    if (!last) {
      this.#weise('keineRuecknahme');
      return;
    }
    await this.#versuche(async () => {
      await this.#ablage.zuruecknehmen(last.id);
      this.#kehreHeim(last);
    });
  }

  async #ablegen(karte: Karte, ziel: Ziel): Promise<void> {
    const zeile = karte.view?.zeile;
    if (!zeile) return;
    await this.#versuche(async () => {
      const { vorgang } = await this.#ablage.ablegen(zeile, ziel, karte.angaben.beigabe);
      this.#weg = new Set(this.#weg).add(karte.id);
      this.zugeordnet++;
      this.#melde(t().sortieren.zugeordnet(vorgang.aktenzeichen, zeile.titel), true);
      this.#geh(this.#naechste(this.#index));
    });
  }

  #kehreHeim({ id, titel }: Abgelegt): void {
    const weg = new Set(this.#weg);
    if (weg.delete(id)) this.zugeordnet--;
    this.#weg = weg;
    // It may have been filed before this pile was taken up.
    if (!this.#ids.includes(id)) this.#ids = this.#ids.toSpliced(this.#index, 0, id);
    this.#melde(t().zuordnen.zurueckgenommen(titel), false);
    this.#geh(this.#ids.indexOf(id));
  }

  async #versuche(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.fehler = undefined;
    this.hinweis = undefined;
    try {
      await act();
    } catch (reason) {
      this.#scheitert(reason);
    } finally {
      this.busy = false;
    }
  }

  #scheitert(reason: unknown): void {
    const fehler = asFehler(reason);
    this.fehler = fehler;
    // Whoever has left meanwhile is told where they are.
    if (this.#hier) this.#messages.announce(fehler.meldung);
    else this.#messages.say('danger', fehler.meldung, { details: fehler.rat === null ? [] : [fehler.rat] });
  }

  #melde(satz: string, ruecknehmbar: boolean): void {
    this.ergebnis = { satz, ruecknehmbar };
    if (this.#hier) this.#vorweg = `${satz}.`;
    else this.#messages.say('success', satz);
  }

  #weise(hinweis: Hinweis): void {
    this.hinweis = hinweis;
    this.#messages.announce(t().sortieren.hinweis[hinweis]);
  }

  /** Nothing is left to do about it. */
  #ist(index: number): boolean {
    const id = this.#ids[index] ?? '';
    return this.#weg.has(id) || (this.karten.find((karte) => karte.id === id)?.erledigt ?? false);
  }

  #naechste(from: number): number {
    let index = from + 1;
    while (index < this.#ids.length && this.#ist(index)) index++;
    return index;
  }

  /** Shows an item and reads the next one ahead. */
  #geh(index: number): void {
    this.#index = index;
    this.suche = false;
    this.hinweis = undefined;
    this.#angesagt = undefined;
    this.#gemalt = this.#scharf = undefined;
    if (!this.#hier) return;
    const ids = [this.#ids[index], this.#ids[this.#naechste(index)]];
    this.#zeige(ids.filter((id) => id !== undefined));
    void this.karte?.auffrischen();
    if (this.ende) this.#sagEnde();
  }

  /** Holds these items ready, and of all others what is written about them. */
  #zeige(ids: readonly string[]): void {
    const known = [...this.karten, ...this.#liegt];
    const karten = ids.map((id) => known.find((karte) => karte.id === id) ?? new Karte(id));
    const others = known.filter((karte) => !karten.includes(karte));
    others.forEach((karte) => karte.close());
    this.#liegt = others.filter((karte) => karte.angaben.geschrieben);
    karten.forEach((karte) => karte.open());
    this.karten = karten;
  }

  /** The item that a key may act upon: seen, and no new case is being named for it. */
  #greifbar(): Karte | undefined {
    const karte = this.karte;
    if (this.busy || !karte || karte.ziel.akte) return undefined;
    return this.#gesehen() ? karte : undefined;
  }

  /** Seen long enough; else the key is refused, and whoever types on has to look first. */
  #gesehen(): boolean {
    if (this.bereit) return true;
    this.#weise('zuFrueh');
    if (this.#gemalt === this.bild) this.#arm();
    return false;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const bild = this.#gemalt;
    this.#timer = setTimeout(() => {
      if (bild === undefined || bild !== this.bild) return;
      this.#scharf = bild;
      if (this.karte) this.karte.gesehen = true;
    }, SEHEN_MS);
  }

  /** Tells those who listen what those who look can see. */
  #sagAn(): void {
    const karte = this.karte;
    if (!karte?.view || this.#angesagt === karte.id) return;
    this.#angesagt = karte.id;
    const satz = t().sortieren;
    const teile = [this.#vorweg, satz.angesagt(this.stand, karte.view.zeile.titel)];
    const vorschlag = karte.wahl?.vorschlag;
    if (vorschlag) {
      const { ziel, prozent, vertrauen, begruendung } = vorschlag;
      const name = `${ziel.aktenzeichen} ${ziel.betreff}`;
      const wort = t().vorschlag.vertrauen[vertrauen];
      teile.push(satz.angesagtVorschlag(name, prozent, wort, begruendung));
    } else {
      teile.push(karte.vorschlaege.length > 0 ? satz.angesagtUnsicher : satz.keinVorschlag);
    }
    this.#vorweg = '';
    this.#messages.announce(teile.filter(Boolean).join(' '));
  }

  #sagEnde(): void {
    const satz = t().sortieren;
    const ende = this.leer ? satz.leer : `${satz.ende}. ${satz.endeSatz(zahl(this.zugeordnet), zahl(this.uebrig))}`;
    this.#messages.announce([this.#vorweg, ende].filter(Boolean).join(' '));
    this.#vorweg = '';
  }
}

/** What waits, oldest first; of very much the oldest. */
async function wartende(): Promise<string[]> {
  const lesen = (ab: number): Promise<EingangListe> =>
    call('posteingang', { filter: 'offen', ausschnitt: { ab, anzahl: STAPEL } });
  let liste = await lesen(0);
  if (liste.gesamt > liste.zeilen.length) liste = await lesen(Math.max(0, liste.gesamt - STAPEL));
  return [...liste.zeilen].sort(aeltester).map(({ id }) => id);
}

/** Ids are made in the order of time: what was cut from one stack stays in its order. */
function aeltester(a: EingangZeile, b: EingangZeile): number {
  return Date.parse(a.eingegangenUm) - Date.parse(b.eingegangenUm) || (a.id < b.id ? -1 : 1);
}
