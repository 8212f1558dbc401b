import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulation } from '../../src/clouds/oci/simulation.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import type { GroundTruth } from '../../src/simulate/ground-truth.ts';
import { createRandom } from '../../src/simulate/random.ts';
import { writeScenario } from '../../src/simulate/write-scenario.ts';
import { beewolf } from '../cli/beewolf.ts';
import { projectRoot } from '../project-copy.ts';

const work = mkdtempSync(join(tmpdir(), 'beewolf-oci-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The same records under other names, in another order and in other files, every ninth file twice. */
function shuffled(logs: string, to: string): void {
  const random = createRandom('shuffled');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  const lines = files.flatMap((name) =>
    gunzipSync(readFileSync(join(logs, name)))
      .toString()
      .trimEnd()
      .split('\n'),
  );
  const mixed = lines.map((line) => ({ line, mark: random.fraction() })).toSorted((a, b) => a.mark - b.mark);
  mkdirSync(to, { recursive: true });
  for (let start = 0, file = 0; start < mixed.length; start += 60, file += 1) {
    const text = mixed.slice(start, start + 60).map(({ line }) => line);
    writeFileSync(join(to, `${random.hex(8)}.log.gz`), gzipSync(`${text.join('\n')}\n`));
    if (file % 9 === 0) writeFileSync(join(to, `${random.hex(8)}.log`), `${text.toReversed().join('\n')}\n`);
  }
}

async function investigated(folder: string): Promise<readonly Incident[]> {
  const { status, stderr } = await beewolf(['investigate', 'logs', '-w', 'case', '--out', 'incidents', '--force'], {
    cwd: folder,
  });
  if (status !== 0) throw new Error(stderr);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, 'incidents', path), 'utf8'));
  return (read('summary.json') as Summary).incidents.map(({ path }) => read(`${path}/incident.json`) as Incident);
}

/** What an incident says, apart from when it was said and where records lay. */
const said = ({
  incident_uid: _,
  detected_at: __,
  cost: ___,
  earnings: ____,
  plan: _____,
  ...incident
}: Incident): unknown => incident;

describe('the leaked key in Oracle Cloud', () => {
  let truth: GroundTruth;
  let incident: Incident;
  let all: readonly Incident[];
  let again: readonly Incident[];

  beforeAll(async () => {
    const played = writeScenario(join(projectRoot, 'scenarios/oci-leaked-key'), join(work, 'played'), {
      clouds: [simulation],
      seed: 'demo',
      scale: 0.2,
    });
    truth = played.truth;
    shuffled(played.logs, join(work, 'shuffled/logs'));
    all = await investigated(join(work, 'played'));
    const [first] = all;
    if (!first) throw new TypeError('no incident');
    incident = first;
    again = await investigated(join(work, 'shuffled'));
  }, 300_000);

  test('is told the same of records in any order and in other files, some of them twice', () => {
    expect(again.map(said)).toEqual(all.map(said));
  });

  test("names the compartment of each resource, as its maker's record has it", () => {
    expect(incident.resources.filter(({ compartment }) => compartment === null)).toEqual([]);
    expect(new Set(incident.resources.map(({ compartment }) => compartment?.split('.')[1]))).toContain('compartment');
  });

  test('tells each call of the responders once, with the records of its beginning and its end', () => {
    const ends = incident.containment.filter(({ action }) => action === 'TerminateInstance');
    expect(ends.length).toBeGreaterThan(5);
    expect(new Set(ends.map(({ text }) => text)).size).toBe(ends.length);
    expect(ends.map(({ evidence_count: count }) => count)).toEqual(ends.map(() => 2));
  });

  test('counts each launch once, though begin and end are recorded, and none that failed', () => {
    const machines = incident.resources.filter(({ type }) => type === 'compute:instance');
    const launches = truth.resources.filter(({ type }) => type === 'compute:instance');

    expect(machines).toHaveLength(launches.length);
    expect(machines.every(({ evidence_count: count }) => count >= 2)).toBe(true);
    expect(machines.filter(({ state }) => state === 'running').map(({ region }) => region)).toEqual([
      'eu-frankfurt-1',
      'af-johannesburg-1',
    ]);
    expect(
      incident.failed
        .filter(({ operation }) => operation === 'LaunchInstance')
        .map(({ error, region }) => `${error} ${region}`),
    ).toEqual([
      'LimitExceeded us-ashburn-1',
      'refused us-phoenix-1',
      'InternalError uk-london-1',
      'LimitExceeded ap-tokyo-1',
    ]);
  });

  test('knows nothing of regions of the second tenancy that have no log', () => {
    const [, lab = ''] = truth.accounts.toReversed();
    const silent = incident.coverage.filter(({ state }) => state === 'unknown');

    expect(silent.length).toBeGreaterThan(0);
    expect(new Set(silent.map(({ count }) => count))).toEqual(new Set([0]));
    expect(silent.map(({ region }) => region)).toContain('ap-tokyo-1');
    expect(new Set(silent.map(({ account }) => account))).toEqual(new Set([lab]));
  });

  test('names the pool that starts machines again', () => {
    const pool = truth.resources.find(({ type }) => type === 'compute:instance-pool');
    const respawned = incident.resources.filter(({ respawned_by: by }) => by !== null);

    expect(respawned).toHaveLength(6);
    expect(new Set(respawned.map(({ respawned_by: by }) => by))).toEqual(new Set([pool?.uid]));
  });
});
