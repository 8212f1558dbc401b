import type { InsideCase } from '../../inside-cases.ts';
import { about, amount, exact, hours, indicator, rating, said } from '../../said.ts';

const inLine = { line: 7 };
const labelled = (label: string) => ({ label });

/** Cells of one column, from a row on; what they state does not matter here. */
const cells = (label: string, texts: readonly string[], from = 0) =>
  texts.map((text, index) => said(text, rating('score', null, 1), { label, row: from + index }));

export const figures: readonly InsideCase[] = [
  {
    check: 'figure-told-twice',
    name: 'one figure with two values',
    story: [said('34 instances in the estate', amount('machines', 34))],
    fault: [said('43 instances in the estate', amount('machines', 43))],
    fine: [said('21 instances still running in the estate', amount('machines', 21))],
    finds: /34 and 43/,
  },
  {
    check: 'figure-told-twice',
    name: 'a rounded figure is the same',
    story: [said('Cost: $187.40', amount('cost', 187.4, { unit: 'USD' }), labelled('Cost'))],
    fault: [said('Cost: $1,874', amount('cost', 1874, { unit: 'USD' }), labelled('Cost'))],
    fine: [said('Cost: about $190', amount('cost', about(190), { unit: 'USD' }), labelled('Cost'))],
    finds: /187\.4 and 1,874 USD/,
  },
  {
    check: 'figure-told-twice',
    name: 'one dwell time',
    story: [said('in for 6 hours', hours('dwell', 6))],
    fault: [said('dwell time 9 hours', hours('dwell', 9))],
    fine: [said('dwell time 6 hours', hours('dwell', 6))],
    finds: /6 h and 9 h/,
  },
  {
    check: 'parts-and-total',
    name: 'parts that do not make the total',
    story: [
      said('20 in one', amount('machines', 20, { scope: 'one' }), inLine),
      said('10 in two', amount('machines', 10, { scope: 'two' }), inLine),
    ],
    fault: [said('34 instances', amount('machines', 34), inLine)],
    fine: [said('30 instances', amount('machines', 30), inLine)],
    finds: /20 \+ 10 = 30, but 34/,
  },
  {
    check: 'parts-and-total',
    name: 'more failures than attempts',
    story: [said('412 attempts', amount('attempts', 412))],
    fault: [said('500 failed', amount('failures', 500))],
    fine: [said('411 failed', amount('failures', 411))],
    finds: /500 failed of 412/,
  },
  {
    check: 'counted-and-named',
    name: 'more named than counted',
    story: ['north-1', 'north-2', 'south-1'].map((region) => said(region, indicator('region', region))),
    fault: [said('in 2 regions', amount('regions', 2))],
    fine: [said('in 3 regions', amount('regions', 3))],
    finds: /2 are said, 3 are named/,
  },
  {
    check: 'counted-and-named',
    name: 'accounts that are listed, not those that stand beside each row of a table',
    story: ['111', '111', '222'].map((account, row) => said(account, indicator('account', account), { row })),
    fault: [
      said('in 1 account', amount('accounts', 1)),
      ...['111', '222'].map((account) => said(account, indicator('account', account))),
    ],
    fine: [said('in 1 account', amount('accounts', 1))],
    finds: /1 are said, 2 are named/,
  },
  {
    check: 'counted-and-named',
    name: 'launches in more regions than counted',
    story: ['north-1', 'south-1'].flatMap((region) => [
      said(`Launched 2 instances in ${region}`, indicator('region', region), { headings: ['Timeline'] }),
      said(`Launched 2 instances in ${region}`, amount('machines', 2, { scope: region }), { headings: ['Timeline'] }),
    ]),
    fault: [said('instances in 1 region', amount('regions', 1))],
    fine: [said('instances in 2 regions', amount('regions', 2))],
    finds: /1 regions are said, and machines ran in 2/,
  },
  {
    check: 'parts-and-total',
    name: 'launches that do not make the total',
    story: [
      said('Launched 20 instances in north-1', amount('machines', 20, { scope: 'north-1' })),
      said('Launched 14 instances in south-1', amount('machines', 14, { scope: 'south-1' })),
      said('in 2 regions', amount('regions', 2)),
    ],
    fault: [said('43 rogue instances', amount('machines', 43))],
    fine: [said('34 rogue instances', amount('machines', 34))],
    finds: /20 \+ 14 = 34, but 43/,
  },
  {
    check: 'written-sum',
    name: 'a product that comes to something else',
    story: [],
    fault: [said('bill: 6 × 3.37 h × $1.45 = about $290', hours('dwell', 6))],
    fine: [said('bill: 6 × 3.37 h × $1.45 = about $29; $642 + $1,200 = $1,842; 40 × 90 min = 60 h', hours('dwell', 6))],
    finds: /\$1\.45 = 29\.32, not 290/,
  },
  {
    check: 'written-sum',
    name: 'a list that does not make its number',
    story: [],
    fault: [said('launched 42 GPU instances in 3 regions: 10 in a-1, 8 in b-1, and 6 in c-1', hours('dwell', 6))],
    fine: [said('launched 24 GPU instances in 3 regions: 10 in a-1, 8 in b-1, and 6 in c-1', hours('dwell', 6))],
    finds: /10 \+ 8 \+ 6 = 24, not 42/,
  },
  {
    check: 'column-and-total',
    name: 'numbers that do not make the total below them',
    story: cells('Launched', ['3', '12', '6']),
    fault: [said('Total', hours('dwell', 6), { label: 'Region', row: 3 }), ...cells('Launched', ['26'], 3)],
    fine: [said('Total', hours('dwell', 6), { label: 'Region', row: 3 }), ...cells('Launched', ['21'], 3)],
    finds: /3 \+ 12 \+ 6 = 21, not 26/,
  },
  {
    check: 'severity-scales',
    name: 'critical and yet high',
    story: [said('Severity: CRITICAL (95/100)', rating('severity', 'critical', 95))],
    fault: [said('Priority: P1 – HIGH', rating('priority', 'high'))],
    fine: [said('Priority: P1 – CRITICAL', rating('priority', 'critical'))],
    finds: /critical \(95\), the priority high/,
  },
  {
    check: 'severity-scales',
    name: 'a score of another word',
    story: [],
    fault: [said('Severity: CRITICAL (35/100)', rating('severity', 'critical', 35))],
    fine: [said('Severity: HIGH (8.1)', rating('severity', 'high', 81))],
    finds: /35 is low, not critical/,
  },
  {
    check: 'impossible-value',
    name: 'over all of a machine',
    story: [],
    fault: [said('CPU Usage: 198%', amount('cpu', 198, { unit: 'percent' }))],
    fine: [said('CPU Usage: 98%', amount('cpu', exact(98), { unit: 'percent' }))],
    finds: /198 % > 100 %/,
  },
  {
    check: 'impossible-value',
    name: 'no such day or hour',
    story: [],
    fault: [said('2026-02-30 25:10 alert, 98% used', amount('cpu', 98, { unit: 'percent' }))],
    fine: [said('2026-02-28 23:10 alert of 10.0.0.1:25:10, 98% used', amount('cpu', 98, { unit: 'percent' }))],
    finds: /25:10[^]*2026-02-30/,
  },
];
