// Finds visible elements by role and accessible name, step by step from the outside in.
// Covers what this interface uses of WAI-ARIA's rules for names and roles.
const [steps] = arguments;

const implicit = {
  A: (e) => (e.hasAttribute('href') ? 'link' : ''),
  ARTICLE: () => 'article',
  ASIDE: () => 'complementary',
  BUTTON: () => 'button',
  DETAILS: () => 'group',
  DIALOG: () => 'dialog',
  FOOTER: () => 'contentinfo',
  FORM: () => 'form',
  H1: () => 'heading',
  H2: () => 'heading',
  H3: () => 'heading',
  H4: () => 'heading',
  HEADER: () => 'banner',
  IMG: () => 'img',
  INPUT: (e) =>
    ({ button: 'button', checkbox: 'checkbox', password: 'textbox', radio: 'radio', search: 'searchbox', submit: 'button' })[
      e.type
    ] ?? 'textbox',
  LI: () => 'listitem',
  MAIN: () => 'main',
  NAV: () => 'navigation',
  OL: () => 'list',
  OPTION: () => 'option',
  OUTPUT: () => 'status',
  SECTION: () => 'region',
  SELECT: () => 'combobox',
  SUMMARY: () => 'button',
  TABLE: () => 'table',
  TD: () => 'cell',
  TEXTAREA: () => 'textbox',
  TH: () => 'columnheader',
  TR: () => 'row',
  UL: () => 'list',
};

const role = (e) => e.getAttribute('role') ?? implicit[e.tagName]?.(e) ?? '';

const single = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

function content(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
  if (node.tagName === 'IMG') return node.alt;
  const own = node.getAttribute('aria-label');
  if (own) return own;
  const block = getComputedStyle(node).display === 'inline' ? '' : ' ';
  return block + [...node.childNodes].map(content).join('') + block;
}

function name(e) {
  const ids = (e.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const labelled = ids.map((id) => document.getElementById(id)).filter(Boolean);
  if (labelled.length > 0) return single(labelled.map(content).join(' '));
  const own = single(e.getAttribute('aria-label'));
  if (own) return own;
  if (e.labels?.length > 0) return single([...e.labels].map(content).join(' '));
  if (e.tagName === 'IMG') return single(e.alt);
  const fields = ['INPUT', 'SELECT', 'TEXTAREA'];
  const inner = fields.includes(e.tagName) ? '' : single([...e.childNodes].map(content).join(''));
  return inner || single(e.getAttribute('title')) || single(e.getAttribute('placeholder'));
}

const visible = (e) =>
  e.checkVisibility({ visibilityProperty: true }) &&
  !e.closest('[aria-hidden="true"], [inert]');

const chosen = (e) =>
  e.getAttribute('aria-selected') === 'true' ||
  e.getAttribute('aria-pressed') === 'true' ||
  (e.hasAttribute('aria-current') && e.getAttribute('aria-current') !== 'false');

const fits = (step) => (e) => {
  if (role(e) !== step.role || !visible(e)) return false;
  if (step.focused && document.activeElement !== e) return false;
  if (step.chosen && !chosen(e)) return false;
  if (step.idle && e.getAttribute('aria-busy') === 'true') return false;
  if (step.name === '') return true;
  if (step.fit === 'part') return name(e).includes(step.name);
  return step.fit === 'start' ? name(e).startsWith(step.name) : name(e) === step.name;
};

let found = [document];
for (const step of steps) {
  const below = found.flatMap((e) => [...e.querySelectorAll('*')]);
  found = [...new Set(below)].filter(fits(step));
}
return found;
