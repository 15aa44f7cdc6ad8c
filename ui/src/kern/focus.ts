import { tick } from 'svelte';

/** Puts the keyboard back on the button that opened a form, once it is drawn again. */
export async function focusAgain(
  box: () => HTMLElement | undefined,
  button = 'button',
): Promise<void> {
  await tick();
  box()?.querySelector<HTMLElement>(button)?.focus();
}

/** Takes the keyboard where nothing has it any more: what had it went with what was done. */
export async function focusIfLost(target: () => HTMLElement | undefined): Promise<void> {
  await tick();
  if (document.activeElement === document.body) target()?.focus();
}
