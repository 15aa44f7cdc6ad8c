import type { EinfuegenArgs } from '../ipc/bindings';

/** More than this goes through a folder, not through the clipboard. */
export const PASTE_MAX = 64 * 1024 * 1024;

const endungen: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/tiff': 'tif',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};

/** Pictures come from the clipboard under a name that says nothing. */
const namenlos = /^(image|unknown|blob|bild)?\.?[a-z]*$/i;

/** The file's own name, or one made of the time such as `Eingefügt 2026-11-22 10.15.png`. */
export function pasteName(name: string, mime: string, um: Date, wort: string): string {
  if (name !== '' && !namenlos.test(name)) return name;
  const zwei = (wert: number) => String(wert).padStart(2, '0');
  const tag = [um.getFullYear(), zwei(um.getMonth() + 1), zwei(um.getDate())].join('-');
  const endung = endungen[mime] ?? name.split('.').at(1) ?? 'bin';
  return `${wort} ${tag} ${zwei(um.getHours())}.${zwei(um.getMinutes())}.${endung}`;
}

/** A file as the desk takes it; the browser turns it into base64 beside the window's own work. */
export function encode(datei: Blob, name: string): Promise<EinfuegenArgs> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error(name));
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve({ name, inhalt: url.slice(url.indexOf(',') + 1) });
    };
    reader.readAsDataURL(datei);
  });
}
