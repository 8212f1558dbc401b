import { expect, test } from 'vitest';
import { baselines } from '../detect/baselines/list.ts';
import { attackName, currentId } from '../model/attack-names.ts';
import { readOwnRules } from './rules.ts';

const tagged = (await readOwnRules()).flatMap(({ text }) => text.match(/(?<=attack\.)t\d{4}(?:\.\d{3})?/gi) ?? []);
const named = [...tagged.map((id) => id.toUpperCase()), ...baselines.flatMap(({ techniques }) => techniques)];

test('every technique that a rule or baseline of ours names has its name', () => {
  expect(new Set(named).size).toBeGreaterThan(50);
  expect([...new Set(named)].filter((id) => attackName(id) === null)).toEqual([]);
});

test('none of them is one that ATT&CK took back', () => {
  expect(named.filter((id) => currentId(id) !== id)).toEqual([]);
  expect(currentId('T1562.008')).toBe('T1685.002');
});
