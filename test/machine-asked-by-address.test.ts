import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';

const second = (host: string, at: string, serial: number, argv: readonly string[]): readonly string[] => {
  const time = Date.parse(`2026-08-19T${at}Z`) / 1000;
  const head = (type: string) => `node=${host} type=${type} msg=audit(${time}.000:${serial}):`;
  const exe = argv[0] ?? '';
  return [
    `${head('SYSCALL')} arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=1 pid=${serial} auid=4294967295 uid=998 gid=998 euid=998 tty=(none) ses=4294967295 comm="${exe.slice(-4)}" exe="${exe}" key="exec"`,
    `${head('EXECVE')} argc=${argv.length} ${argv.map((arg, index) => `a${index}="${arg}"`).join(' ')}`,
  ];
};
const pool = 'pool.supportxmr.com';
const mined = (host: string, at: string, serial: number) => [
  ...second(host, '10:00:00', serial - 1, ['/usr/bin/df', '-P']),
  ...second(host, at, serial, ['/dev/shm/.x/run4', '-o', `${pool}:443`, '--tls', '--donate-level=1']),
];
const bind = (at: string, address: string, name: string): string =>
  `2026-08-19T${at}.120Z queries: info: client @0x7f0000000001 ${address}#40211 (${name}): query: ${name} IN A +E(0)K (192.0.2.53)`;
const eve = (at: string, address: string): string =>
  JSON.stringify({
    timestamp: `2026-08-19T${at}.120000+0000`,
    flow_id: 586497171464837,
    event_type: 'dns',
    src_ip: address,
    src_port: 40_211,
    dest_ip: '192.0.2.53',
    dest_port: 53,
    proto: 'UDP',
    dns: { version: 2, type: 'query', id: 7, rrname: pool, rrtype: 'A' },
  });

test('a host without a cloud is the address that asked in that moment for the name in its command', async () => {
  const { incidents } = await investigatedFiles('alone', [
    {
      'audit.log': mined('build-1', '11:00:00', 41),
      'named.log': [bind('10:10:00', '192.0.2.17', 'queue.example.com'), bind('11:00:00', '192.0.2.17', pool)],
      'eve.json': [eve('11:00:00', '192.0.2.17')],
    },
  ]);
  expect(incidents.map(({ title }) => title)).toEqual(['Programs of service 998 ran a miner on build-1']);
});

test('of several that asked within a minute it is who asked within seconds', async () => {
  const { incidents } = await investigatedFiles('nearest', [
    {
      'a.log': mined('build-1', '11:00:00', 41),
      'b.log': mined('build-2', '11:00:20', 51),
      'named.log': [bind('11:00:01', '192.0.2.17', pool), bind('11:00:21', '192.0.2.18', pool)],
    },
  ]);
  expect(incidents.filter(({ title }) => title.includes('192.0.2'))).toEqual([]);
});

test('a machine that asked, and of which nothing else is known, signed in nowhere', async () => {
  const { incidents } = await investigatedFiles('asker', [
    { 'eve.json': [eve('11:00:00', '192.0.2.17')], 'named.log': [bind('11:00:00', '192.0.2.17', pool)] },
  ]);
  const [incident, ...others] = incidents;
  expect(others).toEqual([]);
  expect(incident?.title).toBe('Machine 192.0.2.17 shows signs of mining');
  expect(incident?.entry).toBeNull();
  expect(incident?.root?.why).not.toMatch(/sign|key/);
  expect(incident?.root_cause?.text).not.toMatch(/sign/i);
});
