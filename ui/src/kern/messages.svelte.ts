/** Something the program has to say about what a person did. */
export interface Message {
  id: number;
  kind: 'info' | 'success' | 'warning' | 'danger';
  text: string;
  details: readonly string[];
  action: Action | undefined;
}

export interface Action {
  label: string;
  run: () => void;
}

export interface Extra {
  details?: readonly string[];
  action?: Action;
}

/** What is well may be replaced by anything well; a warning only by another one. */
const calm = (kind: Message['kind']) => kind === 'info' || kind === 'success';

/**
 * At most two messages: the last good one and the last bad one. They stay until replaced or
 * closed, because nobody should have to read against the clock.
 */
export class Messages {
  list = $state.raw<readonly Message[]>([]);
  /** The last sentence for those who listen instead of look. */
  spoken = $state('');
  #next = 1;

  say(kind: Message['kind'], text: string, extra: Extra = {}): void {
    const message = {
      id: this.#next++,
      kind,
      text,
      details: extra.details ?? [],
      action: extra.action,
    };
    this.list = [...this.list.filter((known) => calm(known.kind) !== calm(kind)), message];
    this.announce([text, ...message.details].join(' '));
  }

  /** Read aloud only. */
  announce(text: string): void {
    // The same sentence twice would be silent the second time.
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }

  /** What the newest message offers that offers anything: the keys that undo do no other thing. */
  get action(): Action | undefined {
    return this.list.findLast((message) => message.action)?.action;
  }

  /** Takes away a good message that is no longer true. */
  settle(): void {
    this.list = this.list.filter((message) => !calm(message.kind));
  }

  close(id: number): void {
    this.list = this.list.filter((message) => message.id !== id);
  }
}
