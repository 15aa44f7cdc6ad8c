import type { Commands, Fehler, PunktArgs, VerfuegungZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { datum } from '../text/format';
import { t } from '../text/text.svelte';
import { verschoben } from './tage';

type Undo = () => Promise<boolean>;

/** What a clerk does to instructions, signatures and the closing of a case. */
export class VerfuegungActs {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #messages: Messages;
  /** Takes the latest act of this window back. */
  #undo: Undo | undefined;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  setzen(vorgang: string, dokument: string | null, punkte: PunktArgs[]): Promise<boolean> {
    return this.#act('verfuegungen_setzen', { vorgang, dokument, punkte }, t().verfuegung.gesetzt);
  }

  aendern(args: Commands['verfuegung_aendern']['args']): Promise<boolean> {
    return this.#act('verfuegung_aendern', args, t().verfuegung.geaendert);
  }

  erledigen(punkt: VerfuegungZeile, vermerk: string | null = null): Promise<boolean> {
    const args = { id: punkt.id, vermerk, inVertretungFuer: punkt.inVertretung };
    const said = t().verfuegung.istErledigt(name(punkt));
    return this.#act('verfuegung_erledigen', args, said, () => this.#zurueck(punkt));
  }

  entfallen(punkt: VerfuegungZeile, grund: string | null = null): Promise<boolean> {
    const said = t().verfuegung.istEntfallen(name(punkt));
    const args = { id: punkt.id, grund };
    return this.#act('verfuegung_entfallen', args, said, () => this.#zurueck(punkt));
  }

  verschieben(punkt: VerfuegungZeile, termin: string): Promise<boolean> {
    const said = t().verfuegung.istVerschoben(datum(termin));
    const before = punkt.termin;
    const undo = before === null ? undefined : () => this.verschieben(punkt, before);
    return this.#act('wiedervorlage_verschieben', { id: punkt.id, termin }, said, undo);
  }

  /** Puts it off by so many days from its day, or from today if that has passed. */
  spaeter(punkt: VerfuegungZeile, heute: string, tage: number): Promise<boolean> {
    const from = punkt.termin !== null && punkt.termin > heute ? punkt.termin : heute;
    return this.verschieben(punkt, verschoben(from, tage));
  }

  /** Signs the draft that was read, which may be another one than stands there now. */
  zeichnen(punkt: VerfuegungZeile, fassung: string, vermerk: string | null = null): Promise<boolean> {
    const args = {
      punkt: punkt.id,
      dokument: punkt.dokument,
      fassung,
      vermerk,
      inVertretungFuer: punkt.inVertretung,
    };
    const final = punkt.art === 'schlusszeichnung';
    const undo = final ? undefined : () => this.#zurueck(punkt);
    return this.#act('zeichnen', args, t().verfuegung.istGezeichnet, undo);
  }

  zurueckgeben(punkt: VerfuegungZeile, grund: string): Promise<boolean> {
    const args = { id: punkt.id, grund, inVertretungFuer: punkt.inVertretung };
    const said = t().verfuegung.istZurueckgegeben;
    return this.#act('zurueckgeben', args, said, () => this.#zurueck(punkt));
  }

  erneutVorlegen(dokument: string): Promise<boolean> {
    return this.#act('erneut_vorlegen', { id: dokument }, t().verfuegung.istVorgelegt);
  }

  zda(art: 'vorgang' | 'akte', id: string, offeneEntfallen = false): Promise<boolean> {
    const satz = t().verfuegung;
    const undo = () => this.oeffnen(art, id, satz.versehen);
    if (art === 'akte') return this.#act('akte_zda', { id }, satz.istGeschlossen, undo);
    return this.#act('vorgang_zda', { id, offeneEntfallen }, satz.istGeschlossen, undo);
  }

  oeffnen(art: 'vorgang' | 'akte', id: string, grund: string): Promise<boolean> {
    const args = { id, grund };
    const command = art === 'akte' ? 'akte_oeffnen' : 'vorgang_oeffnen';
    return this.#act(command, args, t().verfuegung.istGeoeffnet);
  }

  /** Takes the latest act back that can be. */
  async undo(): Promise<void> {
    const undo = this.#undo;
    this.#undo = undefined;
    if (undo) await undo();
  }

  #zurueck(punkt: VerfuegungZeile): Promise<boolean> {
    const said = t().verfuegung.istZurueckgenommen(name(punkt));
    return this.#act('verfuegung_zuruecknehmen', { id: punkt.id }, said);
  }

  async #act<C extends keyof Commands>(
    command: C,
    args: Commands[C]['args'],
    said: string,
    undo?: Undo,
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fehler = undefined;
    try {
      await call(command, args);
      this.#undo = undo;
      const keys = `${t().hilfe.taste.strg}+Z`;
      const action = { label: t().app.rueckgaengig, keys, run: () => void this.undo() };
      this.#messages.say('success', said, undo ? { action } : {});
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      this.#messages.announce(this.fehler.meldung);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

function name({ nummer, kurz }: VerfuegungZeile): string {
  return `${nummer}. ${kurz}`;
}
