import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckedReport } from '../../src/model/check-report.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import { machineRenders } from '../../src/registry/machine-renders.ts';
import { simulations } from '../../src/registry/simulations.ts';
import { readScenario } from '../../src/simulate/read-scenario.ts';
import { writeScenario } from '../../src/simulate/write-scenario.ts';
import { beewolf } from '../cli/beewolf.ts';
import { projectRoot } from '../project-copy.ts';
import { reportWithout, someRefs, untraced } from '../report-trace.ts';
import { type Outcome, expectationsOf, isHostile } from './expectations.ts';
import { rows } from './scenario-rows.ts';

interface Manifest {
  readonly records: readonly { readonly event_uid: string }[];
}

interface Investigated {
  readonly incidents: readonly Incident[];
  /** Uids of the records that were kept for all of them together. */
  readonly kept: ReadonlySet<string>;
  /** What the claim checker finds wrong with their own reports. */
  readonly reproaches: readonly string[];
}

interface Played extends Outcome, Investigated {}

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
    let outcome: Played;
    beforeAll(async () => {
      outcome = await investigated(
        row.name,
        size === 'full' ? 1 : scenario.ordinary > 0 ? row.events / scenario.ordinary : (row.scale ?? 1),
      );
    }, 300_000);

    test('names only expectations that there are', () => {
      expect(Object.keys(missing).filter((words) => !(words in expectations))).toEqual([]);
    });

    test('has reports of which every sentence is traced to records that were kept', () => {
      expect(outcome.incidents.flatMap((incident) => untraced(incident, outcome.kept))).toEqual([]);
    });

    test('has reports that the claim checker finds nothing wrong with', () => {
      expect(outcome.reproaches).toEqual([]);
    });

    test('has reports that lose what a record alone shows, when that record is taken away', () => {
      const removals = outcome.incidents.flatMap((incident) =>
        someRefs(incident, 4).flatMap((ref) => reportWithout(incident, ref) ?? []),
      );
      expect(removals.flatMap(({ stillSaid }) => stillSaid)).toEqual([]);
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
async function investigated(name: string, scale: number): Promise<Played> {
  const folder = join(work, name);
  const { logs, truth } = writeScenario(join(scenarioFolder, name), folder, {
    clouds: simulations,
    renders: machineRenders,
    seed: 'demo',
    scale,
  });
  const unasked = await investigate(folder, [logs], []);
  const { incidents } = unasked;
  const hostile = incidents.find((incident) => isHostile(incident, truth));
  const key = truth.root?.credential;
  if (hostile || !key) return { truth, ...unasked, hostile: hostile ?? null };
  // Where he is not found unasked, what a person gets who asks for the key still counts.
  const asked = await investigate(folder, [], [key]);
  return { truth, ...unasked, hostile: asked.incidents[0] ?? null };
}

async function investigate(
  folder: string,
  paths: readonly string[],
  identities: readonly string[],
): Promise<Investigated> {
  const asked = identities.flatMap((identity) => ['--identity', identity]);
  const { status, stderr } = await beewolf(
    ['investigate', ...paths, ...asked, '-w', 'case', '--out', 'incidents', '--force'],
    { cwd: folder },
  );
  if (status !== 0) throw new Error(stderr);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, 'incidents', path), 'utf8'));
  const { incidents } = read('summary.json') as Summary;
  const reproaches = await Promise.all(incidents.map(({ path }) => reproachesOf(join('incidents', path), folder)));
  const manifests = incidents.map(({ path }) => read(`${path}/evidence/manifest.json`) as Manifest);
  return {
    incidents: incidents.map(({ path }) => read(`${path}/incident.json`) as Incident),
    kept: new Set(manifests.flatMap(({ records }) => records.map(({ event_uid: uid }) => uid))),
    reproaches: reproaches.flat(),
  };
}

/** What is contradicted, impossible or at odds with itself in the report of an incident, held to that incident. */
async function reproachesOf(incident: string, cwd: string): Promise<readonly string[]> {
  const { status, stdout, stderr } = await beewolf(
    ['check-report', join(incident, 'report.md'), '--against', incident, '-o', 'json'],
    { cwd },
  );
  if (status !== 0) throw new Error(stderr);
  const { items, contradictions } = JSON.parse(stdout) as CheckedReport;
  return [
    ...items
      .filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible')
      .map(({ verdict, where, text, why }) => `${verdict}: ${where}: ${text}: ${why}`),
    ...contradictions.map(({ statements, why }) => `contradiction: ${statements.join(' / ')}: ${why}`),
  ];
}
