import type { Vermerkart } from '../ipc/bindings';
import { heute } from '../text/format';

/** A note that is being written. */
export class VermerkState {
  art = $state<Vermerkart>('aktenvermerk');
  betreff = $state('');
  am = $state(heute());
  ort = $state('');
  beteiligte = $state('');
  text = $state('');
  /** All that was written. */
  readonly inhalt = $derived(
    [this.betreff, this.ort, this.beteiligte, this.text].join('\n').trim(),
  );
  /** Nobody has written anything yet. */
  readonly leer = $derived(this.inhalt === '');
}
