import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';

const day = (second: number): string => new Date(Date.parse('2025-11-10T02:00:00Z') + second * 1000).toISOString();
const said = (second: number, program: string, text: string): string => `${day(second)} web-01 ${program}: ${text}`;
const thief = '203.0.113.45';

/** The owner came by key the day before; an account of a backup is guessed into. */
const secure = [
  said(-60_000, 'sshd[70]', 'Accepted publickey for deploy from 198.51.100.7 port 51022 ssh2: RSA SHA256:abc'),
  said(-60_000, 'sshd[70]', 'pam_unix(sshd:session): session opened for user deploy(uid=1000) by (uid=0)'),
  said(-59_000, 'sudo', '  deploy : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/bin/systemctl restart httpd'),
  ...Array.from({ length: 60 }, (_, try_) =>
    said(try_, `sshd[${100 + try_}]`, `Failed password for backup from ${thief} port ${30_000 + try_} ssh2`),
  ),
  said(90, 'sshd[400]', `Accepted password for backup from ${thief} port 33211 ssh2`),
  said(90, 'sshd[400]', 'pam_unix(sshd:session): session opened for user backup(uid=1001) by (uid=0)'),
  said(120, 'useradd[402]', 'new user: name=sysd, UID=0, GID=0, home=/root, shell=/bin/bash'),
];
const miner = ['/var/tmp/.x/kswapd0', '-o', 'stratum+tcp://pool.example.net:10128', '--donate-level', '1'];
/** The same hand tries the machine beside it, in vain. */
const sibling = Array.from(
  { length: 30 },
  (_, try_) =>
    `${day(try_)} web-02 sshd[${300 + try_}]: Failed password for root from ${thief} port ${40_000 + try_} ssh2`,
);
/** As the daemon writes it by default: neither the machine nor the user has a name. */
const audit = [
  `type=SYSCALL msg=audit(${Date.parse(day(150)) / 1000}.000:7): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=9 auid=1001 uid=0 gid=0 euid=0 tty=pts1 ses=3 comm="kswapd0" exe="/var/tmp/.x/kswapd0"`,
  `type=EXECVE msg=audit(${Date.parse(day(150)) / 1000}.000:7): argc=${miner.length} ${miner.map((text, at) => `a${at}="${text}"`).join(' ')}`,
];

async function investigated(name: string, files: Readonly<Record<string, readonly string[]>>): Promise<Incident> {
  const folder = join(temporaryFolder(), name);
  for (const [file, lines] of Object.entries(files)) {
    mkdirSync(join(folder, 'logs', file, '..'), { recursive: true });
    writeFileSync(join(folder, 'logs', file), `${lines.join('\n')}\n`);
  }
  const ran = await beewolf(['investigate', 'logs', '-w', 'case', '--out', 'out'], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(0);
  const found = readdirSync(join(folder, 'out')).filter((entry) => entry !== 'summary.json');
  expect(found).toHaveLength(1);
  return incidentSchema.parse(JSON.parse(readFileSync(join(folder, 'out', found[0] ?? '', 'incident.json'), 'utf8')));
}

test('a guessed password is the door, and what the audit daemon tells of numbers is behind it', async () => {
  const incident = await investigated('guessed', { secure, 'audit/audit.log': audit });
  expect(incident).toMatchObject({
    kind: 'cryptojacking',
    title: 'Misused sign-in of backup ran a miner on web-01',
    entry: { time: '2025-11-10T02:01:30Z', address: thief },
    root: { identity: { uid: 'web-01/backup' } },
  });
  const told = incident.timeline.map(({ text }) => text).join('\n');
  expect(told).toContain('backup ran /var/tmp/.x/kswapd0');
  expect(told).not.toContain('deploy');
  const assumed = incident.claims.find(({ claim_uid: uid }) => uid.endsWith('log-owner-1'));
  expect(assumed).toMatchObject({ value: 'web-01', confidence: 'possible', evidence_count: 1 });
  expect(incident.identities.map(({ name }) => name).toSorted()).toEqual(['backup', 'root', 'sysd']);
});

test('who was let in to one machine and refused by the one beside it was on the first alone', async () => {
  const incident = await investigated('sibling', { secure, 'beside/secure': sibling });
  expect(incident.root?.identity.uid).toBe('web-01/backup');
  const { timeline, identities, failed, resources } = incident;
  expect(JSON.stringify({ timeline, identities, failed, resources })).not.toContain('web-02');
});

test("with the owner's own key it is the sign-in from elsewhere, and none of the owner's work before and after", async () => {
  const key = 'ED25519 SHA256:kq9Jx2mVnE0pYh7wq5H3L8rTz1uC4bD6fG8hJ0kL2mN';
  const stay = (start: number, pid: number, address: string): readonly string[] => [
    said(start, `sshd[${pid}]`, `Accepted publickey for deploy from ${address} port ${40_000 + pid} ssh2: ${key}`),
    said(start, `sshd[${pid}]`, 'pam_unix(sshd:session): session opened for user deploy(uid=1000) by (uid=0)'),
  ];
  const asRoot = (second: number, command: string): string =>
    said(second, 'sudo', `  deploy : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=${command}`);
  const login = `op=login id=1000 exe="/usr/sbin/sshd" hostname=${thief} addr=${thief} terminal=/dev/pts/1 res=success`;
  const incident = await investigated('owner', {
    secure: [
      ...[1, 2, 3, 4].flatMap((days) => [
        ...stay(-86_400 * days, 70 + days, '198.51.100.7'),
        asRoot(-86_400 * days + 60, '/usr/bin/apt-get update'),
      ]),
      ...stay(0, 400, thief),
      asRoot(30, '/usr/sbin/useradd -m svc-update'),
      said(30, 'useradd[402]', 'new user: name=svc-update, UID=1002, GID=1002, home=/home/svc-update, shell=/bin/bash'),
      asRoot(60, '/tmp/.x/kswapd0 -o stratum+tcp://pool.example.net:10128 --donate-level 1'),
      ...stay(20_000, 500, '198.51.100.7'),
      asRoot(20_060, '/usr/bin/apt-get update'),
    ],
    'audit.log': [
      `type=USER_LOGIN msg=audit(${Date.parse(day(0)) / 1000}.000:6): pid=400 uid=0 auid=1000 ses=3 msg='${login}'`,
    ],
  });
  expect(incident).toMatchObject({
    title: 'Leaked key of deploy ran a miner on web-01',
    entry: { time: '2025-11-10T02:00:00Z', address: thief },
    root: { credential: key.split(' ')[1] },
  });
  const told = incident.timeline.map(({ text }) => text).join('\n');
  expect(told).toContain('svc-update');
  expect(told).not.toContain('apt-get');
  expect(told).not.toContain('198.51.100.7');
});

test('a flood of refused names from everywhere hides neither the door nor how many there were', async () => {
  const flood = Array.from({ length: 900 }, (_, try_) =>
    said(-40_000 + try_, 'sshd[80]', `Failed password for invalid user u${try_} from 198.51.100.9 port 4000 ssh2`),
  );
  const incident = await investigated('flood', { secure: [...secure.slice(0, 3), ...flood, ...secure.slice(3)] });
  const text = (kind: string) => incident.claims.find(({ claim_uid: uid }) => uid.endsWith(kind))?.text;
  expect(text('-door-1')).toMatch(/^The door to web-01 was a sign-in of backup by password from 203\.0\.113\.45 /);
  expect(text('-door-guesses-1')).toMatch(/^960 records tell of refused sign-ins/);
});
