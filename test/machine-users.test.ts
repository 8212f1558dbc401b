import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';
import { office, ownLog, ranAsRoot, said, signedIn, thief } from './joined-fixture.ts';

const made = [
  said('Feb 10 13:18:01', 'useradd[1012]', 'new user: name=svc, UID=1001, GID=1001, home=/home/svc, shell=/bin/bash'),
  said('Feb 10 13:18:20', 'usermod[1013]', "add 'svc' to group 'sudo'"),
];
/** The new user comes back the next day from elsewhere, by a password. */
const back = [
  said('Feb 11 22:10:00', 'sshd[1400]', 'Accepted password for svc from 203.0.113.150 port 40100 ssh2'),
  said('Feb 11 22:11:00', 'sudo[1410]', '     svc : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/id'),
];

test('a user whom the intruder made is followed to his own sign-ins', async () => {
  const { incidents } = await investigatedFiles('made', [{ 'auth.log': [...ownLog, ...made, ...back] }]);
  expect(incidents).toHaveLength(1);
  const [incident] = incidents;
  expect(incident?.chains).toMatchObject([
    {
      from: { name: 'root' },
      to: { name: 'svc' },
      how: 'new user',
      join: 'user made on the machine',
      confidence: 'confirmed',
    },
  ]);
  expect(incident?.timeline.map(({ text }) => text).join('\n')).toContain('svc ran /usr/bin/id');
  expect(incident?.manual_steps.filter(({ text }) => text.includes('provider'))).toEqual([]);
  expect(incident?.indicators.map(({ value }) => value)).toEqual(expect.arrayContaining([thief, '203.0.113.150']));
  expect(incident?.identities.map(({ name }) => name)).toEqual(expect.arrayContaining(['devops', 'svc']));
});

test('somebody of that name on another machine is not', async () => {
  const elsewhere = [
    said('Feb 11 22:10:00', 'sshd[1400]', 'Accepted password for svc from 192.0.2.30 port 40100 ssh2', 'web-1'),
    said('Feb 11 22:11:00', 'sudo[1410]', '     svc : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/id', 'web-1'),
  ];
  const { incidents } = await investigatedFiles('elsewhere', [{ 'auth.log': [...ownLog, ...made, ...elsewhere] }]);
  expect(incidents[0]?.chains).toEqual([]);
  expect(JSON.stringify(incidents)).not.toContain('192.0.2.30');
});

test('a user who was deleted is no way back any more', async () => {
  const gone = [
    said(
      'Feb 12 09:00:00',
      'sshd[1930]',
      'Accepted publickey for admin from 198.51.100.9 port 41022 ssh2: ED25519 SHA256:b',
    ),
    said('Feb 12 09:01:00', 'userdel[1940]', "delete user 'svc'"),
  ];
  const { incidents } = await investigatedFiles('gone', [{ 'auth.log': [...ownLog, ...made, ...gone] }]);
  const [incident] = incidents;
  expect(incidents).toHaveLength(1);
  const ended = incident?.persistence.filter(({ target }) => target?.name === 'svc').map((one) => one.ended);
  expect(ended).toHaveLength(2);
  for (const end of ended ?? [])
    expect(end).toMatchObject({ time: expect.stringMatching(/02-12T09:01:00Z$/), evidence_count: 1 });
  expect(JSON.stringify(incident?.recommendations)).not.toContain('svc');
});

test('of two of one name who are in at once, what was done on whose terminal is told apart', async () => {
  const both = [
    signedIn('Feb 10 13:00:00', 990, office),
    ...ownLog.slice(-3),
    ranAsRoot('Feb 10 13:20:00', '/usr/bin/apt install nginx').replace('pts/1', 'pts/0'),
    ranAsRoot('Feb 10 13:31:00', '/usr/bin/id'),
  ];
  const { incidents } = await investigatedFiles('both', [{ 'auth.log': [...ownLog.slice(0, -3), ...both] }]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text).join('\n') ?? '';
  expect(told).toContain('ran /usr/bin/id');
  expect(told).not.toContain('nginx');
});
