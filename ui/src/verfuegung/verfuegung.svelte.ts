import type { Commands, Fehler, PunktArgs, VerfuegungZeile } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Messages } from '../kern/messages.svelte';
import { datum } from '../text/format';
import { t } from '../text/text.svelte';
import { verschoben } from './tage';

/** What a clerk does to instructions, signatures and the closing of a case. */
export class VerfuegungActs {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly #messages: Messages;

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
    return this.#act('verfuegung_erledigen', args, said, () => this.zuruecknehmen(punkt));
  }

  entfallen(punkt: VerfuegungZeile, grund: string | null = null): Promise<boolean> {
    const said = t().verfuegung.istEntfallen(name(punkt));
    const args = { id: punkt.id, grund };
    return this.#act('verfuegung_entfallen', args, said, () => this.zuruecknehmen(punkt));
  }

  verschieben(punkt: VerfuegungZeile, termin: string): Promise<boolean> {
    const said = t().verfuegung.istVerschoben(datum(termin));
    const before = punkt.termin;
    const undo =
      before === null ? undefined : () => this.verschieben({ ...punkt, termin }, before);
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
    const undo = final ? undefined : () => this.zuruecknehmen(punkt);
    return this.#act('zeichnen', args, t().verfuegung.istGezeichnet, undo);
  }

  zurueckgeben(punkt: VerfuegungZeile, grund: string): Promise<boolean> {
    const args = { id: punkt.id, grund, inVertretungFuer: punkt.inVertretung };
    const said = t().verfuegung.istZurueckgegeben;
    return this.#act('zurueckgeben', args, said, () => this.zuruecknehmen(punkt));
  }

  erneutVorlegen(dokument: string): Promise<boolean> {
    return this.#act('erneut_vorlegen', { id: dokument }, t().verfuegung.istVorgelegt);
  }

  /** Takes back that an instruction was done, signed or dropped. */
  zuruecknehmen(punkt: VerfuegungZeile): Promise<boolean> {
    const said = t().verfuegung.istZurueckgenommen(name(punkt));
    return this.#act('verfuegung_zuruecknehmen', { id: punkt.id }, said);
  }

  /** Closes a case with these instructions, or a file. */
  zda(
    art: 'vorgang' | 'akte',
    id: string,
    verfuegungen: readonly VerfuegungZeile[] = [],
    offeneEntfallen = false,
  ): Promise<boolean> {
    const satz = t().verfuegung;
    if (art === 'akte') {
      const undo = () => this.oeffnen(art, id, satz.versehen);
      return this.#act('akte_zda', { id }, satz.istGeschlossen, undo);
    }
    const vorher = offen(verfuegungen);
    return this.#act('vorgang_zda', { id, offeneEntfallen }, satz.istGeschlossen, (view) => {
      const nachher = offen(view.verfuegungen);
      return this.#ungeschlossen(id, [...vorher].filter((punkt) => !nachher.has(punkt)));
    });
  }

  oeffnen(art: 'vorgang' | 'akte', id: string, grund: string): Promise<boolean> {
    const args = { id, grund };
    const command = art === 'akte' ? 'akte_oeffnen' : 'vorgang_oeffnen';
    return this.#act(command, args, t().verfuegung.istGeoeffnet);
  }

  /** Opens a case that was closed by mistake; what its closing has ended is open again. */
  #ungeschlossen(id: string, punkte: readonly string[]): Promise<boolean> {
    const { versehen: grund, istGeoeffnet } = t().verfuegung;
    return this.#do(async () => {
      await call('vorgang_oeffnen', { id, grund });
      for (const punkt of punkte) await call('verfuegung_zuruecknehmen', { id: punkt });
    }, istGeoeffnet);
  }

  #act<C extends keyof Commands>(
    command: C,
    args: Commands[C]['args'],
    said: string,
    undo?: (view: Commands[C]['view']) => Promise<boolean>,
  ): Promise<boolean> {
    return this.#do(() => call(command, args), said, undo);
  }

  async #do<T>(
    act: () => Promise<T>,
    said: string,
    undo?: (view: T) => Promise<boolean>,
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fehler = undefined;
    try {
      const view = await act();
      const action = undo && { label: t().app.rueckgaengig, run: () => void undo(view) };
      this.#messages.say('success', said, action ? { action } : {});
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

/** The ids of those that are open. */
function offen(verfuegungen: readonly VerfuegungZeile[]): Set<string> {
  return new Set(verfuegungen.filter(({ stand }) => stand === 'offen').map(({ id }) => id));
}

function name({ nummer, kurz }: VerfuegungZeile): string {
  return `${nummer}. ${kurz}`;
}
