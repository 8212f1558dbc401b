import { expect, test } from 'vitest';
import { machineIncident } from '../../../test/beside/machine.ts';
import { statementOf } from '../../../test/beside/saying.ts';
import type { Case } from '../../../test/beside/saying.ts';
import { sumCases } from '../../../test/beside/sums.ts';
import { timeCases } from '../../../test/beside/times.ts';
import { wordCases } from '../../../test/beside/words.ts';
import { violations } from '../../../test/contract.ts';
import { miningRates } from '../../model/mining.ts';
import { besideChecks } from './beside-checks.ts';
import type { Formulas } from './formulas.ts';

const products: Formulas['products'] = [
  { name: 'CloudTrail', cloud: 'aws', is: 'audit-log' },
  { name: 'Audit', cloud: 'oci', is: 'audit-log' },
];
const formulas: Formulas = { mining: miningRates, chargesOf: () => null, products };

const cases: readonly Case[] = [...timeCases, ...sumCases, ...wordCases];

test('the incident of the cases is one', () => {
  expect(violations('incident', machineIncident)).toEqual([]);
});

test.each(cases.map((one) => [`${one.check}: ${one.name}`, one] as const))(
  '%s',
  (_, { check, says, finds, why, on }) => {
    const rule = besideChecks.find(({ id }) => id === `beside/${check}`);
    const statements = says.map(statementOf);
    const incident = { ...machineIncident, ...on };
    const found = rule?.run(statements, { incident, formulas }).judgements ?? [];
    const last = found.find(({ statement }) => statement === (check === 'clocks' ? statements[0] : statements.at(-1)));
    expect(rule, check).toBeDefined();
    expect(last?.verdict ?? null, last?.why).toBe(finds);
    if (why !== undefined) expect(last?.why).toMatch(why);
    expect(found.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
    expect(rule?.run(statements, { incident: null, formulas })).toEqual({ judgements: [], clashes: [] });
  },
);
