import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import { host, whole, type Files } from './build-server.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { violationsInText } from './contract.ts';

async function investigated(files: Files, args: readonly string[] = []): Promise<Incident> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, 'logs', name), typeof text === 'string' ? text : `${text.join('\n')}\n`);
  const ran = await beewolf(['investigate', 'logs', '--out', 'out', ...args], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(0);
  const uids = readdirSync(join(folder, 'out')).filter((entry) => entry !== 'summary.json');
  expect(uids).toHaveLength(1);
  const text = readFileSync(join(folder, 'out', uids[0] ?? '', 'incident.json'), 'utf8');
  expect(violationsInText('incident', text)).toEqual([]);
  return incidentSchema.parse(JSON.parse(text));
}

const claimIn = ({ claims }: Incident, key: string) => claims.find(({ claim_uid: uid }) => uid.endsWith(`-${key}`));

describe('of a machine whose measurements, flows and launch were read', () => {
  let incident: Incident;
  beforeAll(async () => {
    incident = await investigated(whole);
  });

  test('it is told how long the intruder was inside until somebody was told', () => {
    expect(claimIn(incident, 'dwell-detection')).toMatchObject({ value: 375, unit: 'minute' });
  });

  test('the processors are compared with their own past, and mining with access', () => {
    expect(claimIn(incident, 'cpu-usual-1')?.text).toBe(
      `Before the intrusion the processors of ${host} were busy at 15 % to 30 %`,
    );
    expect(claimIn(incident, 'cpu-level-1')).toMatchObject({ value: 98, unit: 'percent' });
    expect(claimIn(incident, 'cpu-time-1')?.text).toMatch(/it had lasted 5 h 55 min$/);
    expect(claimIn(incident, 'mining-time-1')).toMatchObject({ value: 5.92, unit: 'hour' });
  });
});
