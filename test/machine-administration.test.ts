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
