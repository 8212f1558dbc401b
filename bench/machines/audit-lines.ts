import type { Random } from '../../src/model/simulation.ts';
import type { MachineLog } from './machine-log.ts';

const programs: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['/usr/bin/ls', ['ls', '--color=auto', '-la', '/srv/build']],
  ['/usr/bin/grep', ['grep', '-r', 'deprecated since', 'src']],
  ['/usr/bin/gcc', ['gcc', '-O2', '-Wall', '-c', 'main.c', '-o', 'main.o']],
  ['/usr/bin/git', ['git', 'fetch', '--prune', 'origin']],
  ['/usr/bin/dash', ['sh', '-c', 'test -x /usr/sbin/anacron']],
  ['/usr/bin/systemctl', ['systemctl', 'is-active', 'app']],
];
const miner: (typeof programs)[number] = ['/tmp/.x/xmrig', ['/tmp/.x/xmrig', '-o', 'pool.example.com:3333', '-k']];
/** One program in so many is a miner. */
const miners = 20_000;

/** audit.log of a build server that watches execve, open and connect, the lines of two serials at times in turns. */
export const auditLines: MachineLog = {
  fileName: (index) => `audit/audit.log.${String(index).padStart(4, '0')}`,
  records: function* (random) {
    let serial = 100;
    let time = Date.UTC(2026, 2, 9);
    let held: readonly string[] = [];
    for (;;) {
      time += random.between(0, 40);
      serial += 1;
      const id = `msg=audit(${Math.floor(time / 1000)}.${String(time % 1000).padStart(3, '0')}:${serial}):`;
      const lines = random.pick(kinds)(id, random);
      // A record is yielded whole; of two that come in turns the second yields the lines of both, as a set may end with it.
      if (held.length > 0) {
        const [head = '', ...rest] = held;
        const [first = '', ...others] = lines;
        yield '';
        yield `${head}\n${first}\n${[...rest, ...others].map((line) => `${line}\n`).join('')}`;
        held = [];
      } else if (random.chance(0.1)) held = lines;
      else yield lines.map((line) => `${line}\n`).join('');
    }
  },
};

type Kind = (id: string, random: Random) => readonly string[];

const call = (id: string, [number, exe, key]: readonly [number, string, string], random: Random): string =>
  `type=SYSCALL ${id} arch=c000003e syscall=${number} success=yes exit=0 a0=${random.hex(12)} a1=${random.hex(12)} a2=${random.hex(12)} a3=8 items=2 ppid=${random.between(900, 60_000)} pid=${random.between(900, 60_000)} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=${random.between(1, 400)} comm="${exe.slice(exe.lastIndexOf('/') + 1)}" exe="${exe}" key="${key}"`;

const path = (id: string, item: number, [name, type]: readonly [string, string], random: Random): string =>
  `type=PATH ${id} item=${item} name="${name}" inode=${random.between(1_000, 9_000_000)} dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=${type} cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`;

const exec: Kind = (id, random) => {
  const [exe, words] = random.between(1, miners) === 1 ? miner : random.pick(programs);
  return [
    call(id, [59, exe, 'exec'], random),
    `type=EXECVE ${id} argc=${words.length} ${words.map((word, index) => `a${index}=${encoded(word)}`).join(' ')}`,
    `type=CWD ${id} cwd="/srv/build/${random.between(1, 900)}"`,
    path(id, 0, [exe, 'NORMAL'], random),
    path(id, 1, ['/lib64/ld-linux-x86-64.so.2', 'NORMAL'], random),
    `type=PROCTITLE ${id} proctitle=${Buffer.from(words.join('\0')).toString('hex').toUpperCase()}`,
  ];
};

const open: Kind = (id, random) => [
  call(id, [257, '/usr/bin/bash', 'files'], random),
  `type=CWD ${id} cwd="/srv/build"`,
  path(id, 0, ['/srv/build/out', 'PARENT'], random),
  path(id, 1, [`/srv/build/out/${random.hex(8)}.o`, 'CREATE'], random),
  `type=PROCTITLE ${id} proctitle="bash"`,
];

const connect: Kind = (id, random) => [
  call(id, [42, '/usr/bin/git', 'net'], random),
  `type=SOCKADDR ${id} saddr=020001BBC63364${random.hex(2).toUpperCase()}0000000000000000`,
  `type=PROCTITLE ${id} proctitle=${Buffer.from('git\0fetch').toString('hex').toUpperCase()}`,
];

const session: Kind = (id, random) => [
  `type=USER_START ${id} pid=${random.between(900, 60_000)} uid=0 auid=0 ses=${random.between(1, 9_999)} msg='op=PAM:session_open grantors=pam_permit acct="root" exe="/usr/sbin/cron" hostname=? addr=? terminal=cron res=success'`,
];

const kinds: readonly Kind[] = [exec, exec, exec, exec, open, open, connect, session];

const encoded = (word: string): string =>
  /[ "]/.test(word) ? Buffer.from(word).toString('hex').toUpperCase() : `"${word}"`;
