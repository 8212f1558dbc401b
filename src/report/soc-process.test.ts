import { expect, test } from 'vitest';
import { bareIncident, richIncident } from '../../test/incident-fixture.ts';
import type { Incident } from '../model/incident.ts';
import { traceClaims } from '../model/traced.ts';
import { socProcess } from './soc-process.ts';

/** The rows as words: step, tools, state, findings. */
function rowsOf(incident: Incident) {
  const [table] = socProcess(traceClaims(incident)).blocks;
  if (table?.is !== 'table') throw new Error('the steps are a table');
  return table.rows.map(({ cells, proof }) => {
    const [step, , tools, state, findings] = cells.map((cell) => cell.map(({ text }) => text).join(''));
    return { step, tools, state, findings, proof };
  });
}

test('six steps, each with the sensors that its evidence names and a claim behind it', () => {
  for (const incident of [richIncident, bareIncident]) {
    const rows = rowsOf(incident);
    expect(rows.map(({ step }) => step)).toEqual([
      '1. Alert validation',
      '2. Immediate containment',
      '3. Forensic analysis',
      '4. Credential review',
      '5. Impact assessment',
      '6. Remediation',
    ]);
    for (const { proof, tools } of rows) {
      expect(proof.claims.length).toBeGreaterThan(0);
      expect(tools).toMatch(/aws\.(?:cloudtrail|s3-access)/);
    }
  }
});

test('what no record shows is open, and what is only begun is in part', () => {
  expect(rowsOf(bareIncident).map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'open', 'open']);
  expect(rowsOf(richIncident).map(({ state }) => state)).toEqual([
    'done',
    'in part',
    'in part',
    'in part',
    'in part',
    'in part',
  ]);
  const contained = { ...richIncident, status: 'contained' as const };
  expect(rowsOf(contained)[1]?.state).toBe('done');
});
