import type { KnotenArt } from '../ipc/bindings';

const icons: Record<KnotenArt, string> = {
  aktenplaneinheit: 'plan',
  akte: 'folder',
  teilakte: 'stack',
  vorgang: 'case',
  dokument: 'document',
};

/** The picture of a kind of node. */
export function iconOf(art: KnotenArt): string {
  return icons[art];
}
