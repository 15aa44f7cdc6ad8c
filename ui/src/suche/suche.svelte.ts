import type { TrefferZeile } from '../ipc/bindings';
import type { Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';

/** Hits added at once. */
const PAGE = 50;

/** The desk gives no more; who has that many hits needs a better word, not a longer list. */
const MOST = 500;

/** Finding anything on this workstation. */
export class SucheState {
  text = $state('');
  readonly treffer = new Query('suche', ['eingang', 'akte', 'vorgang', 'dokument']);
  #anzahl = $state(PAGE);

  readonly zeilen = $derived<readonly TrefferZeile[]>(this.treffer.view?.zeilen ?? []);
  readonly gesamt = $derived(this.treffer.view?.gesamt ?? 0);
  readonly nachzutragen = $derived(this.treffer.view?.nachzutragen ?? 0);
  readonly weitere = $derived(this.zeilen.length < Math.min(this.gesamt, MOST));
  /** More hits than can be shown. */
  readonly zuviele = $derived(this.gesamt > MOST && this.zeilen.length >= MOST);

  follow(): Stop {
    return this.treffer.follow();
  }

  search(text: string): void {
    this.text = text;
    this.#anzahl = PAGE;
    this.#ask();
  }

  more(): void {
    this.#anzahl = Math.min(this.#anzahl + PAGE, MOST);
    this.#ask();
  }

  #ask(): void {
    const text = this.text.trim();
    if (text === '') this.treffer.clear();
    else void this.treffer.ask({ text, ausschnitt: { ab: 0, anzahl: this.#anzahl } });
  }
}
