import { expect, test } from 'vitest';
import { ticketsIn } from './tickets.ts';

const tag = (key: string, value: unknown) => JSON.stringify({ key, value });

test.each([
  ['a pair', [tag('ticket', 'PLAT-2107')], ['PLAT-2107']],
  ['a pair in capitals', ['{"Key":"Jira-Key","Value":"ml_12"}'], ['ml_12']],
  ['tags by their keys', ['{"team":"ml","change-id":"CHG0012345","issue":"#4711"}'], ['#4711', 'CHG0012345']],
  ['the same one twice', [tag('ticket', 'ML-12'), tag('x:ticket', 'ML-12')], ['ML-12']],
  ['a key that speaks of something else', [tag('exchange', 'PLAT-2107'), tag('changed-by', 'ML-12')], []],
  ['a value that is no number', [tag('ticket', 'yes'), tag('ticket', ''), tag('ticket', 12), tag('ticket', null)], []],
  ['text that is no tag', ['', 'ticket', '{', '[]', 'null', '"ticket"', '12'], []],
])('of %s the tickets are found', (_, tags, tickets) => {
  expect(ticketsIn(tags)).toEqual(tickets);
});
