import type { Kontakt } from './angaben.svelte';

/** A contact is wanted: a known one, or a new one with this name. */
export interface KontaktFrage {
  /** Empty: look among the known ones first. */
  neu: string;
  onchoose: (kontakt: Kontakt) => void;
  oncancel: () => void;
}
