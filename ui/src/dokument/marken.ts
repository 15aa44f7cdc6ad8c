import type { Fund } from './fund';

const LAYER = 'fh-funde';

/** Lays marks over a drawn page; earlier ones go. The one in view stands out. */
export function mark(page: HTMLElement, funde: readonly Fund[], inView: Fund | undefined): void {
  page.querySelector(`:scope > .${LAYER}`)?.remove();
  if (funde.length === 0) return;
  const layer = document.createElement('div');
  layer.className = LAYER;
  layer.ariaHidden = 'true';
  for (const fund of funde) {
    for (const { links, oben, breite, hoehe } of fund.kaesten) {
      const box = document.createElement('div');
      box.classList.toggle('in-view', fund === inView);
      box.style.left = `${links}%`;
      box.style.top = `${oben}%`;
      box.style.width = `${breite}%`;
      box.style.height = `${hoehe}%`;
      layer.append(box);
    }
  }
  page.append(layer);
}

/** Scrolls a hit into the middle of the pages, even if its page is not drawn yet. */
export function reveal(container: HTMLElement, page: HTMLElement, fund: Fund): void {
  const [first] = fund.kaesten;
  if (!first) return;
  const box = page.getBoundingClientRect();
  const top = box.top - container.getBoundingClientRect().top + container.scrollTop;
  const middle = top + (first.oben / 100) * box.height - container.clientHeight / 2;
  container.scrollTo({ top: Math.max(0, middle) });
}
