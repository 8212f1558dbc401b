import { expect, test } from 'vitest';
import { machineIncident } from '../../../test/beside/machine.ts';
import { statementOf } from '../../../test/beside/saying.ts';
import type { Case } from '../../../test/beside/saying.ts';
import { sumCases } from '../../../test/beside/sums.ts';
import { timeCases } from '../../../test/beside/times.ts';
import { wordCases } from '../../../test/beside/words.ts';
import { bareIncident, richIncident } from '../../../test/incident-fixture.ts';
import { violations } from '../../../test/contract.ts';
import { miningRates } from '../../model/mining.ts';
import { buildReport } from '../build-report.ts';
import { renderMarkdown } from '../markdown.ts';
import { besideChecks } from './beside-checks.ts';
import { checkReport } from './check-report.ts';
import { readDocument } from './documents/read-document.ts';
import { readStatements } from './read-statements.ts';
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

test.each([
  ['rich', richIncident],
  ['bare', bareIncident],
  ['machine', machineIncident],
])('our own report of the %s incident is contradicted nowhere', async (_, incident) => {
  const text = await readDocument(Buffer.from(renderMarkdown(buildReport(incident))));
  const statements = readStatements(text, {
    zone: null,
    day: incident.first_seen.slice(0, 10),
    machines: [],
    users: incident.identities.map(({ name }) => name),
    products,
  });
  const { items } = checkReport(statements, { incident, formulas }, besideChecks);
  expect(items.filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible')).toEqual([]);
  expect(statements.length).toBeGreaterThan(0);
});

test('every check is asked of something in the cases, and has an id of its own', () => {
  expect([...new Set(besideChecks.map(({ id }) => id))]).toHaveLength(besideChecks.length);
  expect([...new Set(cases.map(({ check }) => `beside/${check}`))].toSorted()).toEqual(
    besideChecks.map(({ id }) => id).toSorted(),
  );
});
