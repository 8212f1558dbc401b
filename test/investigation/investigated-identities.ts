import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulations } from '../../src/registry/simulations.ts';
import { writeScenario } from '../../src/simulate/write-scenario.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import { beewolf } from '../cli/beewolf.ts';
import { projectRoot } from '../project-copy.ts';

/** What was told of an incident when one of its identities was asked for. */
interface Answer {
  readonly asked: string;
  /** The text of `incident.json`, and of that which the investigation of everything wrote. */
  readonly text: string | undefined;
  readonly whole: string;
}

/**
 * Plays attacks into one lake, investigates everything, and then each incident once more by identities that an
 * analyst may begin with.
 */
export async function investigatedIdentities(
  names: readonly string[],
  beginnings: (incident: Incident) => readonly string[],
): Promise<{ readonly incidents: number; readonly answers: readonly Answer[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-identity-'));
  try {
    const attacks = names.map((name) => [join(projectRoot, 'scenarios', name), join(folder, name)] as const);
    const played = { clouds: simulations, seed: 'one', scale: 0.02 };
    const logs = attacks.map(([scenario, into]) => writeScenario(scenario, into, played).logs);
    const all = await incidentsOf(folder, logs);
    const answers: Answer[] = [];
    for (const [uid, whole] of all)
      for (const asked of new Set(beginnings(JSON.parse(whole) as Incident)))
        answers.push({ asked, whole, text: (await incidentsOf(folder, ['--identity', asked])).get(uid) });
    return { incidents: all.size, answers };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
