import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incidentSchema } from '../../src/model/incident.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';

/** The founding incident's own report is held against what its raw signals say. */
test('the demo plays a build server that mines, and tells every figure of it from records, or that none can', async () => {
  const cwd = temporaryFolder();
  const { status, stdout, stderr } = await beewolf(['demo'], { cwd });
  expect(status, stderr).toBe(0);
  expect(stderr).toContain('Synthetic');
  expect(stdout).toContain('dev-build-server-03');
  const folder = join(cwd, '.beewolf-demo/incidents');
  const incidents = readdirSync(folder)
    .filter((name) => name !== 'summary.json')
    .map((name) => incidentSchema.parse(JSON.parse(readFileSync(join(folder, name, 'incident.json'), 'utf8'))));
  // The colleague who was given a user and a key that week is no part of it.
  expect(incidents).toHaveLength(1);
  const [incident] = incidents;
  expect(incident).toMatchObject({
    entry: { how: 'Accepted', time: '2024-02-10T13:15:02Z', address: '203.0.113.89' },
    detected_at: '2024-02-10T19:30:15Z',
  });
  const claims = new Map(
    incident?.claims.map(({ claim_uid: uid, value }) => [uid.split('-').slice(1).join('-'), value]),
  );
  // 98 % of the processors, for just under the six hours that the alert speaks of.
  expect(claims.get('cpu-level-1')).toBeGreaterThan(95);
  expect(claims.get('cpu-time-1')).toBeLessThan(6);
  expect(incident?.contradictions.map(({ why }) => why).join()).toContain('less');
  // 2.3 GB left the machine, which mining does not explain.
  expect(claims.get('sent-unexplained-1')).toBeGreaterThan(2.2e9);
  // Fifty dollars were neither earned nor can they have been; the machine was paid for anyway.
  expect(incident?.earnings?.high).toBeLessThan(1);
  expect(incident?.cost?.high).toBeLessThan(10);
  expect(incident?.root_cause?.text).toContain('no log tells');
  const verdicts = new Map(incident?.alerts.map(({ claim, verdict }) => [claim, verdict]));
  expect(Object.fromEntries(verdicts)).toMatchObject({
    '/tmp/.systemd/systemd-update ran': 'supported',
    // It was laid down there, and run from elsewhere.
    '/usr/bin/xmrig ran': 'unsupported',
    'the processors were busy at 98 %': 'supported',
    'that load lasted 6 hours or more': 'contradicted',
    'it began at 2024-02-10T13:00:00Z': 'contradicted',
  });
}, 120_000);
