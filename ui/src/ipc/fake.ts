import { vi } from 'vitest';
import type { Art, Commands } from './bindings';

type Answers = {
  [C in keyof Commands]?: (args: Commands[C]['args']) => Commands[C]['view'];
};

/** What a test says instead of the desk. */
export interface FakeDesk {
  answers: Answers;
  /** Every call, in order. */
  calls: [string, unknown][];
  /** What the window does before it closes. */
  close: () => Promise<boolean>;
  /** Says that kinds of records have changed. */
  touch: (...kinds: Art[]) => Promise<void>;
}

const listeners = new Set<{ kinds: readonly Art[]; run: () => void }>();

export const desk: FakeDesk = {
  answers: {},
  calls: [],
  close: async () => true,
  touch: async (...kinds) => {
    for (const listener of listeners) {
      if (listener.kinds.some((kind) => kinds.includes(kind))) listener.run();
    }
    await settled();
  },
};

/** Lets everything that has been asked be answered. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

const holds = new Map<keyof Commands, (() => void)[]>();

/** Holds the answers to a command back; what is returned lets the oldest one go. */
export function held(command: keyof Commands): () => Promise<void> {
  const waiting: (() => void)[] = [];
  holds.set(command, waiting);
  return async () => {
    waiting.shift()?.();
    await settled();
  };
}

/** Forgets what earlier tests said. */
export function freshDesk(): void {
  holds.clear();
  desk.answers = {};
  desk.calls = [];
  listeners.clear();
}

export const fakeCall = {
  call: vi.fn(async (command: keyof Commands, args: never) => {
    desk.calls.push([command, args]);
    const hold = holds.get(command);
    if (hold) await new Promise<void>((go) => hold.push(go));
    const answer = desk.answers[command];
    if (!answer) throw { code: 'notFound', meldung: `Keine Antwort auf ${command}`, rat: null };
    return (answer as (args: never) => unknown)(args);
  }),
  bytes: vi.fn(),
};

export const fakeEvents = {
  onChanged: (kinds: readonly Art[], run: () => void) => {
    const listener = { kinds, run };
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  onFileDrop: () => () => undefined,
  onClose: (run: () => Promise<boolean>) => {
    desk.close = run;
    return () => undefined;
  },
};
