import type { Commands, Fehler } from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';

type Handlung =
  | 'scan_pruefen'
  | 'stichprobe_erfassen'
  | 'papieroriginal_schritt';

/** One act about a scan or its paper. What it changes is shown by whoever follows the item. */
export class HandlungState {
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  /** The last act went well, in words. */
  erledigt = $state('');

  async tun<C extends Handlung>(
    command: C,
    args: Commands[C]['args'],
    erledigt: string,
  ): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    this.erledigt = '';
    try {
      await call(command, args);
      this.erledigt = erledigt;
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
