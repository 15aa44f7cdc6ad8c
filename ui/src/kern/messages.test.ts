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

it('offers what the newest message offers that offers anything', () => {
  const messages = new Messages();
  const run = () => undefined;
  expect(messages.action).toBeUndefined();
  messages.say('success', 'Gespeichert', { action: { label: 'Rückgängig', run } });
  messages.say('danger', 'Nicht übernommen');
  expect(messages.action?.run).toBe(run);
  messages.say('success', 'Angelegt');
  expect(messages.action).toBeUndefined();
});
