import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulations } from '../../src/registry/simulations.ts';
import { writeScenario } from '../../src/simulate/write-scenario.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import { beewolf } from '../cli/beewolf.ts';
import { projectRoot } from '../project-copy.ts';

const work = mkdtempSync(join(tmpdir(), 'beewolf-identity-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Plays attacks into one lake and asks for identities of every incident, from where an analyst may begin. */
export function describeIdentities(
  names: readonly string[],
  beginnings: (incident: Incident) => readonly string[],
): void {
  const folder = join(work, names.join('+'));
  let whole: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const logs = names.map(
      (name) =>
        writeScenario(join(projectRoot, 'scenarios', name), join(folder, name), {
          clouds: simulations,
          seed: 'one',
          scale: 0.02,
        }).logs,
    );
    whole = await incidentsOf(folder, logs);
  }, 300_000);

  test('the investigation of everything finds the attack', () => {
    expect(whole.size).toBeGreaterThanOrEqual(names.length);
  });

  test('its incident is the one that the investigation of everything tells', { timeout: 300_000 }, async () => {
    for (const [uid, text] of whole) {
      for (const asked of new Set(beginnings(JSON.parse(text) as Incident))) {
        const found = await incidentsOf(folder, ['--identity', asked]);
        expect({ asked, text: found.get(uid) }).toEqual({ asked, text });
      }
    }
  });
}

/** The credential, or else the identity, that an incident began with. */
export const rootIn = ({ root }: Incident): string => root?.credential ?? root?.identity.uid ?? '';

/** The identity that a chain ends with, if there is one. */
export const endsIn = ({ chains }: Incident): readonly string[] => chains.slice(-1).map(({ to }) => to.uid);

/** The text of each `incident.json`, by the incident's uid. */
async function incidentsOf(folder: string, rest: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { status, stderr } = await beewolf(['investigate', ...rest, '-w', 'case', '--out', 'incidents', '--force'], {
    cwd: folder,
  });
  if (status !== 0) throw new Error(stderr);
  const read = (path: string): string => readFileSync(join(folder, 'incidents', path), 'utf8');
  const { incidents } = JSON.parse(read('summary.json')) as Summary;
  return new Map(incidents.map(({ incident_uid: uid, path }) => [uid, read(`${path}/incident.json`)]));
}
