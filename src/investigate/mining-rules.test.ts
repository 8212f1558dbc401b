import { expect, test } from 'vitest';
import type { RuleIdentity } from '../model/rule.ts';
import { miningOf, miningRules, speaksOfMining } from './mining-rules.ts';

function ruleOf(ids: readonly string[], more: Partial<RuleIdentity> = {}): RuleIdentity {
  const techniques = ids.map((id) => ({ id, attackVersion: '19.1' }));
  const said = { author: null, description: null, references: [], falsePositives: [], logsource: {} };
  return { uid: 'x', title: 'x', level: 'medium', origin: 'x', techniques, path: 'x', document: 1, ...said, ...more };
}
const miner = ruleOf(['T1496.001']);
const rivals = ruleOf(['T1489', 'T1496.001'], { level: 'low' });
const pages = ruleOf(['T1496.001'], { isAdministrative: true });
const poolsShut = ruleOf(['T1686', 'T1496.001'], { level: 'high' });

test('who ends miners of others, or sets the machine up, does not mine yet', () => {
  expect([miner, rivals, pages, poolsShut, ruleOf(['T1105'])].map(miningOf)).toEqual([
    'mines',
    'prepares',
    'prepares',
    'prepares',
    null,
  ]);
  expect(miningRules([rivals, miner, pages])).toEqual([1]);
});

test('what administrators do as well says nothing of mining by itself', () => {
  expect([[miner], [poolsShut], [pages], [rivals], []].map(speaksOfMining)).toEqual([true, true, false, false, false]);
});
