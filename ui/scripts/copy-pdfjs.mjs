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
    // The script engine stays out: no document's script ever runs here. So do fonts under a
    // licence that is not ours to pass on.
    filter: (path) => !path.includes('quickjs') && !/liberation/i.test(path),
  });
}

// Arimo has the same widths as Arial and Helvetica and may be passed on (OFL). pdf.js asks for it
// by the name of the font it usually brings.
const arimo = join(ui, 'node_modules', '@expo-google-fonts', 'arimo');
const cuts = {
  Regular: '400Regular',
  Bold: '700Bold',
  Italic: '400Regular_Italic',
  BoldItalic: '700Bold_Italic',
};
for (const [cut, name] of Object.entries(cuts)) {
  const target = join(to, 'standard_fonts', `LiberationSans-${cut}.ttf`);
  cpSync(join(arimo, name, `Arimo_${name}.ttf`), target);
}
cpSync(join(arimo, 'LICENSE_FONT'), join(to, 'standard_fonts', 'LICENSE_ARIMO'));
