import { invoke } from '@tauri-apps/api/core';
import type { BytesArgs, Commands } from './bindings';
import { asFehler } from './fehler';

/** Carries out one act. Rejects with a `Fehler`. */
export async function call<C extends keyof Commands>(
  command: C,
  args: Commands[C]['args'],
): Promise<Commands[C]['view']> {
  try {
    return await invoke<Commands[C]['view']>('call', { command, args });
  } catch (reason) {
    throw asFehler(reason);
  }
}

/** Bytes of an original or its picture. Rejects with a `Fehler`. */
export async function bytes(args: BytesArgs): Promise<ArrayBuffer> {
  try {
    return await invoke<ArrayBuffer>('bytes', { args });
  } catch (reason) {
    throw asFehler(reason);
  }
}
