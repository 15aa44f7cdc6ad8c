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
  /** Says that kinds of records have changed. */
  touch: (...kinds: Art[]) => Promise<void>;
}

const listeners = new Set<{ kinds: readonly Art[]; run: () => void }>();

export const desk: FakeDesk = {
  answers: {},
  calls: [],
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

/** Forgets what earlier tests said. */
export function freshDesk(): void {
  desk.answers = {};
  desk.calls = [];
  listeners.clear();
}

export const fakeCall = {
  call: vi.fn(async (command: keyof Commands, args: never) => {
    desk.calls.push([command, args]);
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
};
