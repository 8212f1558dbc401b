import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findingSchema, type Finding } from '../../src/model/finding.ts';
import { incidentSchema } from '../../src/model/incident.ts';
import { hostOf, machineRecords, storyAct } from '../machine-story.ts';
import { record, userIdentity } from '../investigation/trail.ts';
import { hasTestData, testData } from '../test-data.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';

function caseWith(lists: Readonly<Record<string, string>>, to = '203.0.113.10 443'): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'lists'));
  const { flows } = machineRecords(
    { acts: [storyAct({ at: '3 08:35', minutes: 150, out: 400, in: 1000, flow: to })] },
    1,
  );
  writeFileSync(join(folder, 'logs/flows.json'), flows.join('\n'));
  for (const [name, text] of Object.entries(lists)) writeFileSync(join(folder, 'lists', name), text);
  return folder;
}

async function hunt(folder: string, ...options: readonly string[]) {
  const ran = await beewolf(['hunt', 'logs', '-o', 'jsonl', ...options], { cwd: folder });
  const lines = ran.stdout.split('\n').filter((line) => line !== '');
  const findings = lines.map((line) => findingSchema.parse(JSON.parse(line)) as Finding);
  return { ...ran, told: findings.map(({ severity, rule }) => `${severity} ${rule.uid}`), findings };
}

describe('a list of the user', () => {
  test('that is dated speaks fully; what it cannot say is told with its reason', async () => {
    const folder = caseWith({ 'pools.txt': '# name: ours\n# as_of: 2026-02-01\n203.0.113.10\n???\n' });
    const { told, findings, stderr } = await hunt(folder, '--intel', 'lists');
    expect(told).toEqual(['high baselines/pool-connection', 'medium baselines/listed-destination']);
    expect(findings[0]).toMatchObject({
      actors: ['ocid1.vnic.oc1.iad.example1a', '10.7.1.5'],
      first_seen: '2026-03-03T08:35:00.000Z',
      techniques: ['T1496.001', 'T1071', 'T1571'],
      text: expect.stringContaining('203.0.113.10 is in the list ours of 2026-02-01') as unknown,
    });
    expect(stderr).toContain('list ours: 1 network; of 2026-02-01');
    expect(stderr).toContain('set aside: 1 entry (neither a name, an address, a network nor a port)');
  });

  test('that has gone stale is told as that and weighs less, as does one whose file beside it says so', async () => {
    const stale = caseWith({ 'pools.txt': '# as_of: 2024-02-01\n203.0.113.10\n' });
    const { told, findings } = await hunt(stale, '--intel', 'lists/pools.txt');
    expect(told).toEqual(['informational baselines/listed-destination']);
    expect(findings[0]?.text).toContain('pools.txt of 2024-02-01, stale since 2024-07-30');
    const beside = caseWith({
      'pools.csv': 'ip,port\n203.0.113.10,443\n',
      'pools.csv.yml': 'weight: 0.2\nas_of: 2026-02-01\n',
    });
    expect((await hunt(beside, '--intel', 'lists')).told).toEqual(['informational baselines/listed-destination']);
  });

  test('given in a later run speaks of what is there; without it nothing is said, and --no-builtin silences it', async () => {
    const folder = caseWith({ 'pools.json': '{"ips": ["203.0.113.10"]}' });
    expect((await hunt(folder)).told).toEqual([]);
    expect((await hunt(folder, '--intel', 'lists')).told).toContain('medium baselines/listed-destination');
    expect((await hunt(folder, '--intel', 'lists', '--no-builtin')).told).toEqual([]);
    expect((await hunt(folder)).told).toEqual([]);
  });

  test('that is not there, or says of itself what cannot be, is an error that names it', async () => {
    const folder = caseWith({ 'pools.txt': '# as_of: last week\n203.0.113.10\n' });
    expect(await hunt(folder, '--intel', 'none')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('none') as unknown,
    });
    const wrong = await hunt(folder, '--intel', 'lists');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('as_of must be a day');
  });
});

test('where nothing tells of machines, nothing is asked of them', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  const who = {
    who: userIdentity('ops', 'AKIAIOSFODNN7EXAMPLE'),
    ip: '192.0.2.17',
    agent: 'aws-cli/2.15.0',
    account: '123456789012',
  };
  const records = [record('1', '2026-03-01T09:00:00Z', who, 'sts:GetCallerIdentity', {})];
  writeFileSync(join(folder, 'logs/trail.json'), JSON.stringify({ Records: records }));
  expect((await hunt(folder, '-w', 'case')).status).toBe(0);
  expect(existsSync(join(folder, 'case/summaries/facts'))).toBe(true);
  expect(existsSync(join(folder, 'case/summaries/machine_facts'))).toBe(false);
});

describe.skipIf(!hasTestData('intel'))('lists of others', () => {
  test('are read as they are, nearly all of what they name', async () => {
    const folder = caseWith({}, '107.191.47.239 3333');
    const { told, stderr } = await hunt(
      folder,
      '--intel',
      testData('intel/maltrail'),
      '--intel',
      testData('intel/malcontent'),
    );
    expect(stderr).toMatch(/list crypto_mining\.txt: 7\d\d networks, 3\d\d names; bears no date/);
    expect(stderr).toContain('list chainguard-dev/malcontent: 22 words');
    expect(told[0]).toBe('high baselines/pool-connection');
  });
});

test('what the flows and measures of a machine say stands in the incident of what was done on it', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  const acts = [
    storyAct({ at: '1 09:00:12', days: 9, user: 'devops' }),
    storyAct({ at: '1 09:00', days: 9, inward: '192.0.2.17 22' }),
    storyAct({ at: '1 00:00', days: 9, minutes: 1440, every: 60, cpu: 20 }),
    storyAct({ at: '10 08:15', user: 'devops', from: '203.0.113.89' }),
    storyAct({ at: '10 08:35', minutes: 150, flow: '203.0.113.10 3333', out: 400, in: 1000 }),
    storyAct({ at: '10 08:35', minutes: 150, on: 'b', flow: '203.0.113.11 3333', out: 400, in: 1000 }),
    storyAct({ at: '10 09:00', minutes: 240, every: 10, cpu: 98 }),
  ];
  const { flows, measures, lines } = machineRecords({ acts }, 1);
  const mined = `2026-03-10T08:30:00.000Z ${hostOf(1)} sudo[1010]:   devops : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=/tmp/x -o stratum+tcp://pool.example.net:3333 --donate-level 1`;
  const logs = { 'flows.json': flows, 'measures.json': measures, 'auth.log': [...lines, mined] };
  for (const [name, text] of Object.entries(logs)) writeFileSync(join(folder, 'logs', name), text.join('\n'));
  writeFileSync(join(folder, 'pools.txt'), '# as_of: 2026-02-01\n203.0.113.10\n203.0.113.11\n');
  const ran = await beewolf(['investigate', 'logs', '--intel', 'pools.txt', '--out', 'out'], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(0);
  const uids = readdirSync(join(folder, 'out')).filter((name) => name !== 'summary.json');
  expect(uids).toHaveLength(1);
  const text = readFileSync(join(folder, 'out', uids[0] ?? '', 'incident.json'), 'utf8');
  const { claims, findings, techniques } = incidentSchema.parse(JSON.parse(text));
  const told = claims.filter(({ claim_uid: uid }) => uid.includes('-departure-')).map((claim) => claim.text);
  expect(told).toContainEqual(expect.stringMatching(/^build-1a \(10\.7\.1\.5\) held .* to 203\.0\.113\.10 port 3333 /));
  expect(told).toContainEqual(expect.stringMatching(/^build-1a had its processors at 98 % for 4 hours/));
  expect(told.join('\n')).not.toContain('203.0.113.11');
  expect(findings.map(({ rule }) => rule.uid)).toEqual(
    expect.arrayContaining(['baselines/pool-connection', 'baselines/cpu-plateau', 'baselines/new-login-network']),
  );
  expect(techniques.map(({ id }) => id)).toContain('T1496.001');
});
