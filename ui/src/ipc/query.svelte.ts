import type { Art, Commands, Fehler } from './bindings';
import { call } from './call';
import { onChanged, type Stop } from './events';
import { asFehler } from './fehler';

/**
 * One view of the desk, read again whenever a kind it shows has changed.
 *
 * The view is replaced, never edited, and stays until the next one is there. At most one question
 * is under way; of those that come meanwhile only the last is asked, so that a held-down arrow key
 * cannot pile up work.
 */
export class Query<C extends keyof Commands> {
  view = $state.raw<Commands[C]['view']>();
  fehler = $state.raw<Fehler>();
  /** The view does not answer the last question yet. */
  busy = $state(false);

  readonly #command: C;
  readonly #kinds: readonly Art[];
  readonly #onview: ((view: Commands[C]['view']) => void) | undefined;
  #args: Commands[C]['args'] | undefined;
  #loop: Promise<void> | undefined;
  #stale = false;

  /** `onview` runs with every view that takes the place of the last one. */
  constructor(command: C, kinds: readonly Art[], onview?: (view: Commands[C]['view']) => void) {
    this.#command = command;
    this.#kinds = kinds;
    this.#onview = onview;
  }

  /** Reads again now, as something may have changed unseen, and on every change, until stopped. */
  follow(): Stop {
    if (this.#loop === undefined) void this.again();
    return onChanged(this.#kinds, () => void this.again());
  }

  /** Asks for this; over once the last question is answered, whoever has asked it. */
  async ask(args: Commands[C]['args']): Promise<void> {
    this.#args = args;
    await this.again();
  }

  /** Asks the last question once more. */
  async again(): Promise<void> {
    if (this.#args === undefined) return;
    this.busy = true;
    this.#stale = true;
    await (this.#loop ??= this.#run());
  }

  /** Takes over a view that an act has answered with. */
  set(view: Commands[C]['view']): void {
    this.view = view;
    this.fehler = undefined;
    this.#onview?.(view);
  }

  /** Shows nothing and asks nothing any more. */
  clear(): void {
    this.#args = undefined;
    this.view = undefined;
    this.fehler = undefined;
    this.busy = false;
  }

  async #run(): Promise<void> {
    while (this.#stale && this.#args !== undefined) {
      this.#stale = false;
      await this.#read(this.#args);
    }
    this.#loop = undefined;
    this.busy = false;
  }

  async #read(args: Commands[C]['args']): Promise<void> {
    try {
      const view = await call(this.#command, args);
      if (args === this.#args) this.set(view);
    } catch (reason) {
      if (args !== this.#args) return;
      this.view = undefined;
      this.fehler = asFehler(reason);
    }
  }
}
