// Puts pdf.js's character maps, standard fonts and decoders beside the window's own files,
// because the window has no network to fetch them from.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(ui, 'node_modules', 'pdfjs-dist');
const to = join(ui, 'public', 'pdfjs');

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
  cpSync(join(from, folder), join(to, folder), {
    recursive: true,
    // The script engine stays out: no document's script ever runs here.
    filter: (path) => !path.includes('quickjs'),
  });
}
