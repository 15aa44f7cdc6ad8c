import type { EinrichtenArgs, Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';

const felder = ['zentrale', 'code', 'benutzer', 'arbeitsplatz'] as const;
export type Feld = (typeof felder)[number];

/** The form that makes this workstation known to its centre. */
export class EinrichtungState {
  werte = $state<EinrichtenArgs>({ zentrale: '', code: '', benutzer: '', arbeitsplatz: '' });
  /** Sent once, so that empty fields may be marked. */
  versucht = $state(false);
  busy = $state(false);
  fehler = $state.raw<Fehler>();

  /** Begins with what is known already; only the code has to be new. */
  constructor(bekannt: Partial<EinrichtenArgs> = {}) {
    Object.assign(this.werte, bekannt);
  }

  leer(feld: Feld): boolean {
    return this.versucht && this.werte[feld].trim() === '';
  }

  /** True if the workstation is known now. */
  async einrichten(): Promise<boolean> {
    this.versucht = true;
    if (felder.some((feld) => this.leer(feld))) return false;
    this.busy = true;
    this.fehler = undefined;
    try {
      await call('zentrale_einrichten', {
        zentrale: this.werte.zentrale.trim(),
        code: this.werte.code.trim(),
        benutzer: this.werte.benutzer.trim(),
        arbeitsplatz: this.werte.arbeitsplatz.trim(),
      });
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
