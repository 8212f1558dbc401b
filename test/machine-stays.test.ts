import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';
import { host, office, ownLog, ranAsRoot, said, signedIn, thief } from './joined-fixture.ts';

const at = (time: string): string => (Date.parse(time) / 1000).toFixed(3);
const login = (time: string, serial: number, address: string): string =>
  `node=${host} type=USER_LOGIN msg=audit(${at(time)}:${serial}): pid=1000 uid=0 auid=1000 ses=31 msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=? addr=${address} terminal=ssh res=success'\x1dUID="root" AUID="devops"`;
const ran = (time: string, serial: number, command: string): readonly string[] => [
  `node=${host} type=SYSCALL msg=audit(${at(time)}:${serial}): arch=c000003e syscall=59 success=yes exit=0 ppid=12 pid=13 auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 tty=pts1 ses=31 comm="x" exe="/usr/bin/x" key="exec"\x1dARCH=x86_64 SYSCALL=execve AUID="devops" UID="devops"`,
  `node=${host} type=EXECVE msg=audit(${at(time)}:${serial}): argc=${command.split(' ').length} ${command
    .split(' ')
    .map((text, index) => `a${index}="${text}"`)
    .join(' ')}`,
];

test('all of the intruder’s session is told, hours later too, and nothing of the next one of that number', async () => {
  const { incidents } = await investigatedFiles('numbered', [
    {
      'auth.log': [...ownLog, signedIn('Feb 12 09:00:00', 1700, office)],
      'audit.log': [
        login('2024-02-10T13:15:02Z', 1, thief),
        ...ran('2024-02-10T13:15:40Z', 2, 'nproc'),
        ...ran('2024-02-10T22:40:00Z', 3, 'tar -cf /srv/b.tar /srv/work'),
        // The machine began anew, and counts from the beginning.
        login('2024-02-12T09:00:00Z', 4, office),
        ...ran('2024-02-12T09:05:00Z', 5, 'make release'),
      ],
    },
  ]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text).join('\n') ?? '';
  for (const command of ['nproc', 'tar -cf']) expect(told).toContain(command);
  expect(told).not.toContain('make release');
  expect(told).not.toContain(office);
});

test('a terminal is his until he signs out, and then whoever sits at it next', async () => {
  const { incidents } = await investigatedFiles('terminal', [
    {
      'auth.log': [
        ...ownLog,
        ranAsRoot('Feb 10 13:40:00', '/usr/bin/id'),
        said('Feb 10 13:45:00', 'sshd[1000]', 'pam_unix(sshd:session): session closed for user devops'),
        signedIn('Feb 10 13:50:00', 1100, office),
        ranAsRoot('Feb 10 13:55:00', '/usr/bin/apt install nginx'),
      ],
    },
  ]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text).join('\n') ?? '';
  expect(told).toContain('/usr/bin/id');
  expect(told).not.toContain('nginx');
});

const failed = (time: string, user: string, address: string): string =>
  said(time, 'sshd[995]', `Failed password for ${user} from ${address} port 41000 ssh2`);

test('what was tried at the door from where it was opened then is told, and nothing of who rattled at it from near by', async () => {
  const tried = [failed('Feb 10 13:09:12', 'root', thief), failed('Feb 10 13:09:20', 'root', thief)];
  const { incidents } = await investigatedFiles('tried', [
    { 'auth.log': [...ownLog, ...tried, failed('Feb 10 13:10:00', 'root', '203.0.113.90')] },
  ]);
  const [incident] = incidents;
  expect(incident).toMatchObject({
    first_seen: expect.stringMatching(/02-10T13:09:12Z$/),
    root: { identity: { name: 'devops' } },
  });
  expect(incident?.entry).toMatchObject({ time: expect.stringMatching(/02-10T13:15:02Z$/), address: thief });
  expect(incident?.timeline[0]?.text).toMatch(/^root tried to sign in from 203[.]0[.]113[.]89 2 times/);
  expect(JSON.stringify(incident?.timeline)).not.toContain('203.0.113.90');
  expect(incident?.identities.map(({ name }) => name)).not.toContain('root');
});

test('but not where somebody else comes in from that address, who may have mistyped his own', async () => {
  const other = said('Feb 10 13:00:00', 'sshd[994]', `Accepted password for carla from ${thief} port 41001 ssh2`);
  const { incidents } = await investigatedFiles('shared', [
    { 'auth.log': [...ownLog, failed('Feb 10 12:59:12', 'carla', thief), other] },
  ]);
  expect(incidents[0]?.timeline.map(({ text }) => text).join('\n')).not.toContain('tried to sign in');
});
