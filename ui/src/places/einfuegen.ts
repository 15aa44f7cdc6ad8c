import { writing } from './bereiche';

/** Hands over the files and pictures of a paste, unless somebody pastes into a text field. */
export function pasteFrom(event: ClipboardEvent, run: (dateien: File[]) => void): void {
  if (writing(event.target)) return;
  event.preventDefault();
  run([...(event.clipboardData?.files ?? [])]);
}
