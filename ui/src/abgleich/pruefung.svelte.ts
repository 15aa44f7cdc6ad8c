import type { Fehler, PruefungView } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';

/** Checking everything this workstation holds. */
export class PruefungState {
  laeuft = $state(false);
  ergebnis = $state.raw<PruefungView>();
  fehler = $state.raw<Fehler>();

  async starten(): Promise<void> {
    this.laeuft = true;
    this.ergebnis = undefined;
    this.fehler = undefined;
    try {
      this.ergebnis = await call('pruefung', {});
    } catch (reason) {
      this.fehler = asFehler(reason);
    } finally {
      this.laeuft = false;
    }
  }
}
