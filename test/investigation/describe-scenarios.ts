import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import { machineRenders } from '../../src/registry/machine-renders.ts';
import { simulations } from '../../src/registry/simulations.ts';
import { readScenario } from '../../src/simulate/read-scenario.ts';
import { writeScenario } from '../../src/simulate/write-scenario.ts';
import { beewolf } from '../cli/beewolf.ts';
import { projectRoot } from '../project-copy.ts';
import { type Outcome, expectationsOf, isHostile } from './expectations.ts';
import { rows } from './scenario-rows.ts';

const scenarioFolder = join(projectRoot, 'scenarios');
const work = mkdtempSync(join(tmpdir(), 'beewolf-scenarios-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A test for each expectation of each scenario, with little or all of the ordinary life around it. */
export function describeScenarios(size: 'small' | 'full'): void {
  test('every scenario has a row', () => {
    expect(rows.map(({ name }) => name)).toEqual(readdirSync(scenarioFolder).toSorted());
  });

  describe.each(rows)('the scenario $name', (row) => {
    const scenario = readScenario(join(scenarioFolder, row.name));
    const expectations = expectationsOf(scenario);
    const missing = size === 'full' ? { ...row.missing, ...row.missingInFull } : row.missing;
    let outcome: Outcome;
    beforeAll(async () => {
      outcome = await investigated(
        row.name,
        size === 'full' ? 1 : scenario.ordinary > 0 ? row.events / scenario.ordinary : (row.scale ?? 1),
      );
    }, 300_000);

    test('names only expectations that there are', () => {
      expect(Object.keys(missing).filter((words) => !(words in expectations))).toEqual([]);
    });

    const all = Object.entries(expectations).map(([words, check]) => ({ words, check, reason: missing[words] }));

    test.each(all.filter(({ reason }) => reason === undefined))('$words', ({ check }) => {
      expect.hasAssertions();
      check(outcome);
    });

    test.fails.each(all.filter(({ reason }) => reason !== undefined))('$words (missing: $reason)', ({ check }) => {
      expect.hasAssertions();
      check(outcome);
    });
  });
}

/** Logs written, and investigated by the command line with our own rules. */
async function investigated(name: string, scale: number): Promise<Outcome> {
  const folder = join(work, name);
  const { logs, truth } = writeScenario(join(scenarioFolder, name), folder, {
    clouds: simulations,
    renders: machineRenders,
    seed: 'demo',
    scale,
  });
  const incidents = await investigate(folder, [logs], []);
  const hostile = incidents.find((incident) => isHostile(incident, truth));
  const key = truth.root?.credential;
  if (hostile || !key) return { truth, incidents, hostile: hostile ?? null };
  // Where he is not found unasked, what a person gets who asks for the key still counts.
  const [asked] = await investigate(folder, [], [key]);
  return { truth, incidents, hostile: asked ?? null };
}

async function investigate(
  folder: string,
  paths: readonly string[],
  identities: readonly string[],
): Promise<readonly Incident[]> {
  const asked = identities.flatMap((identity) => ['--identity', identity]);
  const { status, stderr } = await beewolf(
    ['investigate', ...paths, ...asked, '-w', 'case', '--out', 'incidents', '--force'],
    { cwd: folder },
  );
  if (status !== 0) throw new Error(stderr);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, 'incidents', path), 'utf8'));
  const { incidents } = read('summary.json') as Summary;
  return incidents.map(({ path }) => read(`${path}/incident.json`) as Incident);
}
