import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';
import { office, ownLog, ranAsRoot, said, signedIn, thief } from './joined-fixture.ts';

/** Three days of the owner's work on the machine; on the fourth and fifth somebody comes in. */
const before = ownLog.slice(0, -3);
const makes = (day: number, name = 'lena'): readonly string[] => [
  ranAsRoot(`Feb ${day} 13:16:00`, `/usr/sbin/useradd -m ${name}`),
  said(
    `Feb ${day} 13:16:00`,
    'useradd[1012]',
    `new user: name=${name}, UID=1002, GID=1002, home=/home/${name}, shell=/bin/bash`,
  ),
  ranAsRoot(`Feb ${day} 13:17:00`, `/usr/sbin/usermod -aG sudo ${name}`),
  said(`Feb ${day} 13:17:00`, 'usermod[1013]', `add '${name}' to group 'sudo'`),
];
const miner = '/tmp/.systemd/systemd-update -o stratum+tcp://pool.example.net:3333 --donate-level 1';
const mines = (time: string, name = 'devops'): string => ranAsRoot(time, miner).replace('devops', name);
const told = ({ incidents }: Awaited<ReturnType<typeof investigatedFiles>>): string =>
  incidents.flatMap(({ timeline }) => timeline.map(({ text }) => text)).join('\n');

test('who makes a user from where he usually comes is no incident, though a finding', async () => {
  const quiet = [...before, signedIn('Feb 10 13:15:02', 1000, office), ...makes(10)];
  const found = await investigatedFiles('usual', [{ 'auth.log': quiet }]);
  expect(found.incidents).toEqual([]);
});

test('who does the same from elsewhere is one', async () => {
  const stolen = [...before, signedIn('Feb 10 13:15:02', 1000, thief), ...makes(10)];
  const { incidents } = await investigatedFiles('elsewhere', [{ 'auth.log': stolen }]);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.entry).toMatchObject({ address: thief });
});

test('nor is it cleared by coming again from there on the next day', async () => {
  const again = [
    ...before,
    signedIn('Feb 10 13:15:02', 1000, thief),
    signedIn('Feb 11 13:15:02', 1100, thief),
    ...makes(11),
  ];
  const { incidents } = await investigatedFiles('again', [{ 'auth.log': again }]);
  expect(incidents).toHaveLength(1);
});

test('his work is no part of an intrusion into that machine two days later, in whatever order the logs come', async () => {
  const [own, theirs] = [
    [...before, signedIn('Feb 10 13:15:02', 1000, office), ...makes(10)],
    [
      signedIn('Feb 12 03:15:02', 1200, thief)
        .replace('for devops', 'for dana')
        .replace(/SHA256:.*/, 'SHA256:dana'),
      mines('Feb 12 03:30:00', 'dana'),
    ],
  ];
  const forth = await investigatedFiles('forth', [{ 'auth.log': own }, { 'auth.log.1': theirs }]);
  const back = await investigatedFiles('back', [{ 'auth.log.1': theirs }, { 'auth.log': own }]);
  expect(forth.incidents).toHaveLength(1);
  expect(told(forth)).not.toContain('lena');
  expect(forth.incidents[0]?.root?.identity.name).toBe('dana');
  expect(back.texts).toEqual(forth.texts);
});

test.each<[string, readonly string[]]>([
  ['he himself mines there later', [signedIn('Feb 11 13:15:02', 1100, office), mines('Feb 11 13:30:00')]],
  [
    'the user whom he made does',
    [
      said('Feb 13 22:10:00', 'sshd[1400]', 'Accepted password for lena from 203.0.113.150 port 40100 ssh2'),
      mines('Feb 13 22:30:00', 'lena'),
    ],
  ],
])('it is told where %s', async (_, later) => {
  const found = await investigatedFiles(`graver-${later.length}-${later[0]?.length}`, [
    { 'auth.log': [...before, signedIn('Feb 10 13:15:02', 1000, office), ...makes(10), ...later] },
  ]);
  expect(told(found)).toContain('made the user lena');
});

/** Every day, from the first record on: what a tool that sets up machines does, by a script that it lays into a temporary folder. */
const daily = (tool: string, last: number): readonly string[] =>
  Array.from({ length: last - 6 }, (_, index) => `Feb ${String(7 + index).padStart(2)}`).flatMap((day, index) => [
    signedIn(`${day} 03:30:00`, 2000 + index, office).replace('devops', tool),
    ranAsRoot(`${day} 03:31:00`, `/usr/sbin/usermod -aG sudo user${index}`).replace('devops', tool),
    ranAsRoot(`${day} 03:32:00`, `/bin/bash /tmp/install-agent.sh --run ${index}`).replace('devops', tool),
  ]);

test('what a tool does day after day from the same place is no incident, from the first day of the log on', async () => {
  expect((await investigatedFiles('daily', [{ 'auth.log': daily('ansible', 12) }])).incidents).toEqual([]);
});

test('the same command is one on a day when it comes from elsewhere', async () => {
  const stolen = [
    signedIn('Feb 12 13:15:02', 1000, thief).replace('devops', 'ansible'),
    ranAsRoot('Feb 12 13:16:00', '/bin/bash /tmp/install-agent.sh --run 9').replace('devops', 'ansible'),
  ];
  const { incidents } = await investigatedFiles('daily-stolen', [{ 'auth.log': [...daily('ansible', 12), ...stolen] }]);
  expect(incidents.map(({ entry }) => entry?.address)).toEqual([thief]);
});

const cronFile = (day: number, pid: number, exe: string): readonly string[] => {
  const at = Date.parse(`2026-11-${String(day).padStart(2, '0')}T10:05:00Z`) / 1000;
  const head = (type: string) => `node=xmr-1 type=${type} msg=audit(${at}.000:${pid}):`;
  return [
    `${head('SYSCALL')} arch=c000003e syscall=257 success=yes exit=3 items=2 ppid=1 pid=${pid} auid=4294967295 uid=0 gid=0 euid=0 tty=(none) ses=4294967295 comm="ruby" exe="${exe}" key="watch"`,
    `${head('PATH')} item=1 name="/etc/cron.d/managed" inode=99 dev=08:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=CREATE`,
  ];
};
const runs = (days: readonly number[], exe: string): readonly string[] =>
  days.flatMap((day) => {
    const head = `node=xmr-1 type=SYSCALL msg=audit(${Date.parse(`2026-11-${String(day).padStart(2, '0')}T08:05:00Z`) / 1000}.000:7${day}):`;
    return [
      `${head} arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=1 pid=7${day} auid=4294967295 uid=0 gid=0 euid=0 tty=(none) ses=4294967295 comm="ruby" exe="${exe}" key="exec"`,
    ];
  });
const owner = ['2026-11-02', '2026-11-03', '2026-11-04'].map(
  (day) =>
    `${day}T08:00:00.000000+00:00 xmr-1 sshd[900]: Accepted publickey for noa from 192.0.2.2 port 40022 ssh2: ED25519 SHA256:noa`,
);

test.each([
  ['/opt/tool/bin/ruby', [2, 3, 4], 0],
  ['/opt/tool/bin/ruby', [4], 1],
  ['/usr/bin/bash', [2, 3, 4], 1],
])('what a tool that runs there by itself day by day sets up begins no incident: %s %j', async (exe, days, count) => {
  const audit = [...runs(days, exe), ...cronFile(4, 12, exe)];
  const name = `tool-${exe.length}-${days.length}`;
  const { incidents } = await investigatedFiles(name, [{ 'audit.log': audit, 'auth.log': owner }]);
  expect(incidents).toHaveLength(count);
});
