import { expect, it } from 'vitest';
import { Messages } from './messages.svelte';

it('lets a good message replace a good one, and never a warning', () => {
  const messages = new Messages();
  messages.say('danger', 'Nicht übernommen');
  messages.say('info', '1 Datei wird übernommen');
  messages.say('success', 'Zugeordnet zu B');
  expect(messages.list.map((message) => message.text)).toEqual([
    'Nicht übernommen',
    'Zugeordnet zu B',
  ]);
});

it('speaks the same sentence twice', () => {
  const messages = new Messages();
  messages.announce('Zugeordnet');
  const first = messages.spoken;
  messages.announce('Zugeordnet');
  expect(messages.spoken).not.toBe(first);
});
