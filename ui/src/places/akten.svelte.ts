import type { BaumKnoten, KnotenArt } from '../ipc/bindings';
import type { Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';
import { BaumState } from '../akte/baum.svelte';
import { KnotenActs } from '../akte/anlegen.svelte';
import type { Messages } from '../kern/messages.svelte';

/** The tree of files and what is shown beside it. */
export class AktenState {
  readonly baum = new BaumState();
  readonly vorgang = new Query('vorgang', ['vorgang', 'akte', 'dokument', 'verfuegung', 'abgleich']);
  readonly dokument = new Query('dokument', ['dokument', 'vorgang', 'verfuegung']);
  readonly acts: KnotenActs;

  constructor(messages: Messages) {
    this.acts = new KnotenActs(messages);
  }

  follow(): Stop {
    const stops = [this.baum.follow(), this.vorgang.follow(), this.dokument.follow()];
    return () => stops.forEach((stop) => stop());
  }

  /** Shows a record by what is known of it. */
  show(art: KnotenArt, id: string, kennzeichen = '', text = ''): void {
    this.baum.show({
      art,
      id,
      kennzeichen,
      text,
      vorlaeufig: false,
      kinder: 0,
      geschlossen: false,
      ausstehend: false,
      konfliktOffen: false,
    });
  }

  /** Asks for what belongs to the node with the cursor. */
  read(knoten: BaumKnoten | undefined): void {
    this.acts.fehler = undefined;
    if (knoten?.art === 'vorgang') void this.vorgang.ask({ id: knoten.id });
    else this.vorgang.clear();
    if (knoten?.art === 'dokument') void this.dokument.ask({ id: knoten.id });
    else this.dokument.clear();
  }

  async betreffAendern(art: KnotenArt, id: string, betreff: string): Promise<boolean> {
    if (art !== 'akte' && art !== 'vorgang' && art !== 'teilakte') return false;
    const done = await this.acts.betreffAendern(art, id, betreff);
    // A node outside the opened tree is not read with it.
    const { index, knoten } = this.baum;
    if (done && index < 0 && knoten?.id === id) this.baum.show({ ...knoten, text: betreff });
    return done;
  }
}
