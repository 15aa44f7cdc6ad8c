/** A pane's own list or field is a better landing than the first button of its bar. */
const LANDINGS = [
  '[role="listbox"][tabindex="0"], [role="tree"], [role="combobox"]',
  '[tabindex="0"], input:not(:disabled), button:not(:disabled), summary',
];

function landing(pane: HTMLElement): HTMLElement | undefined {
  for (const selector of LANDINGS) {
    const found = pane.querySelector<HTMLElement>(selector);
    if (found) return found;
  }
  return undefined;
}

/** Moves the focus to the next or previous pane of the window that can take it. */
export function nextPane(root: HTMLElement, direction: 1 | -1): void {
  const all = [...root.querySelectorAll<HTMLElement>('.fh-pane')];
  const panes = all.filter((pane) => !pane.closest('[inert]'));
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = at < 0 && direction < 0 ? 0 : at;
  for (let step = 1; step <= panes.length; step++) {
    const pane = panes[(from + direction * step + panes.length * 2) % panes.length];
    const target = pane && landing(pane);
    if (!target) continue;
    target.focus();
    return;
  }
}

/** A dialog has the keyboard: no key reaches what lies under it. */
export function inDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** The cursor is where letters are typed. */
export function writing(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}
