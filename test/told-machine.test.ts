import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import {
  emptied,
  host,
  image,
  key,
  launch,
  office,
  pool,
  terminate,
  thief,
  whole,
  type Files,
} from './build-server.ts';
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

test('what a command sends away is told with what it was made of and how much went there', async () => {
  const incident = await investigated(emptied);

  expect(claimIn(incident, 'taken-1')).toMatchObject({ value: 2_299_999_980, unit: 'byte', confidence: 'likely' });
  expect(claimIn(incident, 'taken-1')?.text).toMatch(
    new RegExp(`^devops sent /var/tmp/.x/b.tgz from ${host} to ${thief} port 8080 by curl at .*18:30:05Z; 2.3 GB went`),
  );
  expect(claimIn(incident, 'packed-1-1')?.text).toBe(
    '/var/tmp/.x/b.tgz had been made of /srv/sources by tar at 2024-02-10T18:24:40Z',
  );
  expect(incident.data_exposure?.read).toMatchObject([
    { resource: `${host}:/var/tmp/.x/b.tgz`, objects: 1, bytes: 2_299_999_980, first: '2024-02-10T18:30:05Z' },
  ]);
  expect(incident.severity.why).toContain('1 upload of files from a machine (15)');
  expect(claimIn(incident, 'sent-unexplained-1')?.text).toMatch(/: a command of the intruder's sent 2\.3 GB away$/);
  expect(incident.questions.map(({ text }) => text)).toContain(`What else was read on ${host}, or taken away from it?`);
});

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

  test('what it sent is told by destination, and what mining does not explain', () => {
    expect(claimIn(incident, 'sent-usual-1')?.text).toBe(
      `Before the intrusion ${host} sent 50 MB a day, at most 50 MB`,
    );
    expect(claimIn(incident, 'sent-before-alert-1')?.text).toMatch(/sent 2\.3 GB$/);
    expect(claimIn(incident, 'sent-to-1-1')?.text).toContain(`sent 2.3 GB to ${thief} port 8080 in 60 flows`);
    expect(claimIn(incident, 'sent-to-pools-1')?.text).toContain(
      `To ${pool} port 3333, where it mined, it sent 1.1 MB`,
    );
    expect(claimIn(incident, 'mining-volume-1')).toMatchObject({ value: 3_550_000, unit: 'byte' });
    expect(claimIn(incident, 'sent-unexplained-1')?.text).toContain('2.3 GB are not explained by mining');
    expect(incident.questions.map(({ why }) => why).join()).toContain('that none was is not proven');
  });

  test('its hours are drawn, with what was usual', () => {
    const [cpu, sent] = incident.measurements ?? [];
    expect(cpu).toMatchObject({ machine: host, measure: 'cpu-percent', from: '2024-02-09T13:00:00Z' });
    expect(cpu?.values.slice(0, 31)).toHaveLength(31);
    expect(cpu?.values.at(29)).toBe(98);
    expect(sent).toMatchObject({ measure: 'bytes-out', usual: { low: 2_000_000, high: 2_000_000 } });
  });

  test('its size gives hash rate, yield and what was paid for it anyway', () => {
    expect(claimIn(incident, 'hash-rate')?.text).toContain('about 9.4 kH/s (6.6 kH/s to 11 kH/s)');
    expect(incident.earnings).toMatchObject({ low: 0.03, likely: 0.05, high: 0.07 });
    expect(claimIn(incident, 'earnings-need')?.text).toMatch(/^To earn 50 USD in that time would take 9\.4 MH\/s/);
    expect(incident.cost).toMatchObject({ low: 2.38, likely: 3.43, high: 3.43, incremental: 0 });
  });

  test('what is assumed of clocks is told, with the record by which the year was chosen', () => {
    expect(claimIn(incident, 'clock-1')?.text).toBe(
      `Times of linux.auth on ${host} name no zone and are read as UTC; they name no year, and 2024 is assumed, since the newest record with a date is of 2024-02-10T19:30:15Z`,
    );
  });

  test('the door is told, the guessing beside it is noise, and how the key got out is said to be unprovable', () => {
    expect(claimIn(incident, 'door-1')?.text).toBe(
      `The door to ${host} was a sign-in of devops with the key ${key} from ${thief} at 2024-02-10T13:15:02Z`,
    );
    expect(claimIn(incident, 'door-guesses-1')?.text).toMatch(/^40 records .* as root.*: noise, not the door/);
    expect(claimIn(incident, 'door-owner-1')?.text).toContain(`5 times from ${office}, never from ${thief}`);
    expect(claimIn(incident, 'door-leak-1')?.confidence).toBe('possible');
    expect(incident.root_cause?.alternatives.join()).toContain('brute force: noise');
    expect(incident.questions.map(({ how }) => how ?? '').join()).toContain('beewolf scan-repo');
  });

  test('files, links, keys and users are indicators, and ways back in are told whatever laid them', () => {
    const indicators = incident.indicators.map(({ type, value }) => `${type} ${value}`);
    for (const expected of [
      'file /tmp/.systemd/systemd-update',
      'url https://files.example.net/raw/xyz',
      'key SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA',
      'user ubuntu-update',
      `ip ${pool}`,
      'port 3333',
      'port 8080',
    ])
      expect(indicators).toContain(expected);
    expect(indicators.join()).not.toContain(office);
    expect(incident.persistence.map(({ target }) => target?.name)).toEqual([
      '/home/devops/.ssh/authorized_keys',
      'ubuntu-update',
      '/etc/sudoers.d/90-u',
      'cron jobs of root',
    ]);
    expect(claimIn(incident, 'persistence')).toMatchObject({ value: 4 });
  });

  test('the alert is weighed statement by statement', () => {
    const verdicts = Object.fromEntries(incident.alerts.map(({ claim, verdict }) => [claim, verdict]));
    expect(verdicts).toMatchObject({
      'Unauthorised mining on build-server-03': 'supported',
      'it began at 2024-02-10T13:00:00Z': 'contradicted',
      'the processors were busy at 98 %': 'supported',
      'that load lasted 6 hours or more': 'contradicted',
      '2.3 GB were sent within an hour': 'supported',
      '/tmp/.systemd/systemd-update ran': 'supported',
      '/usr/bin/xmrig ran': 'unsupported',
      [`there was traffic with ${thief} port 8080`]: 'supported',
      'there was traffic with 203.0.113.51 port 4444': 'unsupported',
      'a user ubuntu-update was made': 'supported',
      'a key devops_temp_key was added': 'supported',
      'the rules of who may act as root were changed': 'supported',
      'it is rated riskLevel CRITICAL, riskScore 95': 'unsupported',
    });
    expect(incident.contradictions).toHaveLength(2);
    expect(incident.contradictions[1]?.why).toContain('5 h 55 min, 5 min less');
  });
});

test('a sensor tells what the alert names and others do not: the process bears it out, with its hash', async () => {
  const hash = '7a8b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3';
  const sensed = {
    aid: '00000000000000000000000000000a1d',
    event_platform: 'Lin',
    event_simpleName: 'ProcessRollup2',
    id: '10000000-0000-4000-8000-000000000001',
    timestamp: '1707571801000',
    ComputerName: host,
    UserName: 'devops',
    ImageFileName: '/usr/bin/xmrig',
    CommandLine: '/usr/bin/xmrig -o stratum+tcp://pool.example.net:4444 --donate-level 1',
    ParentBaseFileName: 'bash',
    ProcessStartTime: '1707571800.000',
    TargetProcessId: '289741187433',
    SHA256HashData: hash,
  };
  const incident = await investigated({ ...whole, 'sensor.ndjson': [JSON.stringify(sensed)] });
  const indicators = incident.indicators.map(({ type, value }) => `${type} ${value}`);
  expect(indicators).toContain('file /usr/bin/xmrig');
  expect(indicators).toContain(`hash ${hash}`);
  expect(incident.alerts).toContainEqual(
    expect.objectContaining({ claim: '/usr/bin/xmrig ran', verdict: 'supported' }),
  );
});

test('flows that name only an interface are the machine’s where its sign-ins lead to it', async () => {
  const flows = [whole['flows.ndjson'] ?? []].flat().map((line) => line.replace(/,"instanceocid":"[^"]*"/, ''));
  const signIns = [whole['auth.log'] ?? []].flat().filter((line) => line.includes('sshd['));
  const arriving = signIns.map((line, index) => {
    const [, day = '', clock = ''] = /^Feb +(\d+) ([\d:]+)/.exec(line) ?? [];
    const from = /from ([\d.]+)/.exec(line)?.[1] ?? '';
    const record = JSON.parse(flows[0] ?? '') as { data: object };
    const data = {
      ...record.data,
      sourceAddress: from,
      destinationAddress: '10.0.0.5',
      destinationPort: 22,
      bytesOut: 900,
    };
    return JSON.stringify({ ...record, data, id: `in-${index}`, time: `2024-02-${day.padStart(2, '0')}T${clock}Z` });
  });
  const incident = await investigated({ ...whole, 'flows.ndjson': [...flows, ...arriving] });
  expect(claimIn(incident, 'sent-to-1-1')?.text).toContain(`sent 2.3 GB to ${thief} port 8080`);
  const strangers = arriving.map((line) => line.replace(/"sourceAddress":"[^"]*"/, '"sourceAddress":"198.51.100.77"'));
  const untied = await investigated({ ...whole, 'flows.ndjson': [...flows, ...strangers] });
  expect(claimIn(untied, 'sent-to-1-1')).toBeUndefined();
});

describe('of a machine that its owner ended', () => {
  const ended = (more: readonly string[], terminated = terminate): Promise<Incident> =>
    investigated({
      'auth.log': whole['auth.log'] ?? [],
      'cpu.json': whole['cpu.json'] ?? '',
      'audit.ndjson': [launch, terminated, ...more],
    });

  test('without a copy, what is lost is told with the call that ended it and with what was read for one', async () => {
    const incident = await ended([]);
    const claim = claimIn(incident, 'evidence-kept-1');
    expect(claim).toMatchObject({ value: false, confidence: 'likely' });
    expect(claim?.text).toContain(
      `${host} was ended at 2024-02-10T21:00:00Z by olga, and no record before tells of a copy`,
    );
    expect(claim?.evidence.some((ref) => ref.startsWith('coverage:'))).toBe(true);
    expect(claimIn(incident, 'dwell-containment')).toMatchObject({ value: 465 });
    expect(claimIn(incident, 'response-removal')?.text).toContain('1 act at 2024-02-10T21:00:00Z');
  });

  test('with an image of it, or its disks kept, nothing is said to be lost', async () => {
    expect(claimIn(await ended([image]), 'evidence-kept-1')).toMatchObject({ value: true });
    const kept = terminate.replace('"parameters":{}', '"parameters":{"preserveBootVolume":["true"]}');
    expect(claimIn(await ended([], kept), 'evidence-kept-1')?.text).toContain('its disks were kept');
  });
});

test('of a machine of which only its sign-ins were read, what they cannot tell is asked for, and nothing is made up', async () => {
  const incident = await investigated({ 'auth.log': whole['auth.log'] ?? [] }, ['--as-of', '2024-02-10T21:00:00Z']);
  expect(incident.claims.filter(({ claim_uid: uid }) => /-(?:cpu|sent|hash|earnings|cost)/.test(uid))).toEqual([]);
  expect(incident).toMatchObject({ cost: null, earnings: null });
  expect(incident.measurements).toBeUndefined();
  const questions = incident.questions.map(({ text }) => text);
  expect(questions).toContain(`How many processors has ${host}, and what is paid for it?`);
  expect(questions).toContain(`How much did ${host} send, and where to?`);
});

test('the size that its owner gives counts where no launch was read', async () => {
  const folder = temporaryFolder();
  const own = { name: 'own', date: '2024-02-01', machines: [{ name: host, threads: 32, usd_per_hour: 0.592 }] };
  writeFileSync(join(folder, 'own.json'), JSON.stringify(own));
  const { 'audit.ndjson': _, ...others } = whole;
  const incident = await investigated(others, ['--prices', join(folder, 'own.json')]);
  expect(incident.cost).toMatchObject({ likely: 3.43, incremental: 0 });
  expect(claimIn(incident, 'hash-rate')?.text).toContain('about 9.4 kH/s');
});
