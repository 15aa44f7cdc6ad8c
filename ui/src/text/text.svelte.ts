import { de, type Katalog } from './de';
import { en } from './en';

export type Sprache = 'de' | 'en';

const kataloge: Record<Sprache, Katalog> = { de, en };
const KEY = 'forsthaus.sprache';

class Text {
  sprache = $state<Sprache>('de');
  readonly katalog = $derived(kataloge[this.sprache]);

  /** Speaks the language that was chosen last; German at first. */
  restore(): void {
    this.speak(localStorage.getItem(KEY) === 'en' ? 'en' : 'de');
  }

  speak(sprache: Sprache): void {
    this.sprache = sprache;
    document.documentElement.lang = sprache;
    localStorage.setItem(KEY, sprache);
  }
}

export const text = new Text();

/** The sentences of the current language. */
export function t(): Katalog {
  return text.katalog;
}
