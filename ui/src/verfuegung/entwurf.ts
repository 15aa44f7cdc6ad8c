import type { PunktArt } from '../ipc/bindings';

/** An instruction that is being put together; empty texts mean nothing. */
export interface Entwurf {
  art: PunktArt;
  text: string;
  adressat: string;
  termin: string;
  parallel: boolean;
}

export const arten: readonly PunktArt[] = [
  'kenntnis',
  'veranlassung',
  'mitzeichnung',
  'schlusszeichnung',
  'ruecksprache',
  'wiedervorlage',
  'absenden',
  'kopie',
  'zuDenAkten',
  'sonstige',
];

export function leer(art: PunktArt): Entwurf {
  return { art, text: '', adressat: '', termin: '', parallel: false };
}
