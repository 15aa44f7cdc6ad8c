import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import VerlaufZeile from './VerlaufZeile.svelte';

it('says that an entry is on its way instead of being an option without a name', () => {
  const { body } = render(VerlaufZeile, { props: { zeile: undefined } });
  expect(body).toContain('Eintrag wird geladen');
});
