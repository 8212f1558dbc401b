import type { Random } from '../../src/model/simulation.ts';
import type { MachineLog } from './machine-log.ts';

const users = ['alice', 'bob', 'carol', 'deploy', 'ubuntu'];
const guesses = ['admin', 'test', 'oracle', 'git', 'postgres', 'user', 'pi'];
const jobs = [
  'test -x /usr/sbin/anacron || run-parts /etc/cron.daily',
  '/usr/lib/sysstat/sa1 1 1',
  '/opt/app/bin/rotate --keep 7',
  'cd / && run-parts --report /etc/cron.hourly',
];
const keys = [
  'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
  'SHA256:AAAAB3NzaC1yc2EAAAADAQABAAABgQC7examplekey',
];
/** One visit in so many is of somebody who starts a miner. */
const miners = 20_000;

/** auth.log of three machines, a file each in turn: timed work, sign-ins with keys, sudo, and much guessing from outside. */
export const authLines: MachineLog = {
  fileName: (index) => `auth/auth-${String(index).padStart(4, '0')}.log`,
  records: function* (random) {
    let pid = 1_000;
    let time = Date.UTC(2026, 0, 5);
    for (;;) {
      time += random.between(0, 1_000);
      pid += 1;
      const said = random.between(1, miners) === 1 ? mining : random.pick(visits);
      const host = `build-${1 + (pid % 3)}`;
      for (const [program, message] of said(random)) {
        time += random.between(0, 300);
        yield `${stamp(time)} ${host} ${program}[${pid}]: ${message}\n`;
      }
    }
  },
};

type Said = readonly (readonly [program: string, message: string])[];
type Visit = (random: Random) => Said;

const outside = (random: Random): string =>
  `${random.pick(['198.51.100', '203.0.113', '192.0.2'])}.${random.between(1, 254)}`;

const timedWork: Visit = (random) => [
  ['CRON', 'pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)'],
  ['CRON', `(root) CMD (${random.pick(jobs)})`],
  ['CRON', 'pam_unix(cron:session): session closed for user root'],
];

const guess: Visit = (random) => {
  const [user, from, port] = [random.pick(guesses), outside(random), random.between(32_768, 60_999)];
  return [
    ['sshd', `Invalid user ${user} from ${from} port ${port}`],
    ['sshd', `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${from} `],
    ['sshd', `Failed password for invalid user ${user} from ${from} port ${port} ssh2`],
    ['sshd', `Connection closed by invalid user ${user} ${from} port ${port} [preauth]`],
  ];
};

const rootGuess: Visit = (random) => {
  const [from, port] = [outside(random), random.between(32_768, 60_999)];
  return [
    ['sshd', `Failed password for root from ${from} port ${port} ssh2`],
    ['sshd', `Received disconnect from ${from} port ${port}:11: Bye Bye [preauth]`],
    ['sshd', `Disconnected from authenticating user root ${from} port ${port} [preauth]`],
  ];
};

const signIn: Visit = (random) => {
  const [user, port] = [random.pick(users), random.between(32_768, 60_999)];
  return [
    ['sshd', `Accepted publickey for ${user} from 198.51.100.7 port ${port} ssh2: ED25519 ${random.pick(keys)}`],
    ['sshd', `pam_unix(sshd:session): session opened for user ${user}(uid=1000) by ${user}(uid=0)`],
    ['systemd-logind', `New session ${random.between(1, 99_999)} of user ${user}.`],
    ['sshd', `Disconnected from user ${user} 198.51.100.7 port ${port}`],
    ['sshd', `pam_unix(sshd:session): session closed for user ${user}`],
  ];
};

const sudo: Visit = (random) => {
  const user = random.pick(users);
  const command = random.pick([
    '/usr/bin/systemctl restart app',
    '/usr/bin/apt-get update',
    '/usr/bin/tail -n 50 /var/log/syslog',
  ]);
  return [
    ['sudo', `   ${user} : TTY=pts/${random.between(0, 9)} ; PWD=/home/${user} ; USER=root ; COMMAND=${command}`],
    ['sudo', `pam_unix(sudo:session): session opened for user root(uid=0) by ${user}(uid=1000)`],
    ['sudo', 'pam_unix(sudo:session): session closed for user root'],
  ];
};

const mining: Visit = () => [
  ['sudo', '   ubuntu : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=/tmp/.x/xmrig -o pool.example.com:3333'],
];

const visits: readonly Visit[] = [timedWork, timedWork, guess, guess, guess, rootGuess, rootGuess, signIn, sudo];

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function stamp(time: number): string {
  const date = new Date(time);
  return `${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
}
