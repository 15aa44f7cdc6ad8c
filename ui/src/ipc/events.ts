import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Art, Geaendert } from './bindings';

/** Undoes a subscription; may be called before the subscription stands. */
export type Stop = () => void;

/** Turns a promised subscription into one that can be undone at any time. */
function stoppable(pending: Promise<Stop>): Stop {
  let stopped = false;
  void pending.then((stop) => {
    if (stopped) stop();
  });
  return () => {
    if (stopped) return;
    stopped = true;
    void pending.then((stop) => stop());
  };
}

/** Runs when a record of one of these kinds has changed, whoever changed it. */
export function onChanged(kinds: readonly Art[], run: () => void): Stop {
  return stoppable(
    listen<Geaendert>('changed', ({ payload }) => {
      if (payload.arten.some((art) => kinds.includes(art))) run();
    }),
  );
}

/** What a person does with files above the window. */
export interface FileDrop {
  onover: () => void;
  onleave: () => void;
  ondrop: (paths: string[]) => void;
}

/** Watches files being dragged over and dropped on the window. */
export function onFileDrop({ onover, onleave, ondrop }: FileDrop): Stop {
  return stoppable(
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'enter') onover();
      else if (payload.type === 'leave') onleave();
      else if (payload.type === 'drop') ondrop(payload.paths);
    }),
  );
}

/** Runs before the window closes, which waits for it; `false` keeps the window open. */
export function onClose(run: () => Promise<boolean>): Stop {
  let asked = false;
  return stoppable(
    getCurrentWindow().onCloseRequested(async (event) => {
      // Who asks again while nothing is answered wants out, whatever hangs.
      if (asked) return;
      asked = true;
      const free = await run().catch(() => true);
      asked = false;
      if (!free) event.preventDefault();
    }),
  );
}
