import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkText } from './check-report/check-text.ts';

/** Ten reports by imagined authors that contradict themselves as the founding report does, each in words of its own. */
const folder = join(import.meta.dirname, 'reports/contradicted');
const reports = readdirSync(folder);

/** What each of them has, and the reproach that is due. */
const contradictions: readonly (readonly [string, RegExp])[] = [
  ['mining that earns too much', /the mining earned far less in that time/],
  ['a machine that costs too much', /list price it is far less/],
  ['one volume in an hour and in all', /left in 60 min by one telling/],
  ['a volume that is no pool traffic', /suggests a proxy or exfiltration/],
  ['data that nobody can have seen untouched', /until the logs of reads are shown this is unproven/],
  ['three doors', /These are different doors/],
  ['an onset before the access', /the onset cannot precede the access/],
  ['an outage that is too long', /from taking it off the network to its return/],
  ['rights that are used before they are given', /what needs those rights is told before they were given/],
  ['a technique that is another', /is resource development/],
  ['evidence that was destroyed', /its evidence was destroyed/],
  ['two scales', /two scales that do not say the same/],
  ['a log of another cloud', /belongs to another cloud/],
];

/** No list of their prices is there, so that nothing can be said of the cost. */
const withoutPrices = new Set(['post-incident.md', 'letter-to-the-board.txt', 'retrospective.md', 'page.html']);

describe.each(reports)('%s', (report) => {
  const due = contradictions.filter(([name]) => !(withoutPrices.has(report) && name.includes('costs')));
  test.each(due)('is reproached for %s', async (_name, finds) => {
    const { items, contradictions: between } = await checkText(readFileSync(join(folder, report), 'utf8'), null);
    const told = [
      ...items.filter(({ verdict }) => verdict !== 'supported').map(({ text, why }) => `${text} | ${why}`),
      ...between.map(({ statements, why }) => `${statements.join(' <> ')} | ${why}`),
    ];
    expect(told.join('\n')).toMatch(finds);
  });
});
