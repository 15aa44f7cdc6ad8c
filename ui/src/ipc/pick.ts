import { open, save } from '@tauri-apps/plugin-dialog';

/** Lets a person choose files; empty if they changed their mind. */
export async function pickFiles(title: string): Promise<string[]> {
  return (await open({ title, multiple: true, directory: false })) ?? [];
}

/** Lets a person choose a folder; nothing if they changed their mind. */
export async function pickFolder(title: string): Promise<string | null> {
  return await open({ title, multiple: false, directory: true });
}

/** Lets a person choose where to write a file; nothing if they changed their mind. */
export async function pickTarget(title: string, defaultPath: string): Promise<string | null> {
  const ending = defaultPath.split('.').at(-1) ?? '';
  const filters = [{ name: ending.toUpperCase(), extensions: [ending] }];
  return await save({ title, defaultPath, filters });
}
