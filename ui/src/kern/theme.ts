export type Theme = 'light' | 'dark' | 'system';

const KEY = 'forsthaus.theme';

/** The look that was chosen last; the system's at first. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** KERN follows the system where no theme is named. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  if (theme === 'system') delete document.documentElement.dataset['kernTheme'];
  else document.documentElement.dataset['kernTheme'] = theme;
}
