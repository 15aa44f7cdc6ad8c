import { open } from '@tauri-apps/plugin-dialog';

/** Lets a person choose files; empty if they changed their mind. */
export async function pickFiles(title: string): Promise<string[]> {
  return (await open({ title, multiple: true, directory: false })) ?? [];
}

/** Lets a person choose a folder; nothing if they changed their mind. */
export async function pickFolder(title: string): Promise<string | null> {
  return await open({ title, multiple: false, directory: true });
}
