import type { Deed, MachineRender, SimulatedProcess, Worker } from '../../../../model/machine-simulation.ts';
import type { Random } from '../../../../model/simulation.ts';

/** Who nobody signed in as, as an unsigned number. */
const unset = 4_294_967_295;

/** Folders and files that the rules of the machine watch for writing, and the keys of these rules. */
const watched: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/^\/etc\/(?:passwd|shadow|group|gshadow)$/, 'identity'],
  [/^\/etc\/sudoers/, 'scope'],
  [/^\/(?:etc\/cron|var\/spool\/cron)/, 'cron'],
  [/^\/etc\/systemd\//, 'systemd'],
  [/\/\.ssh\//, 'rootkey'],
  [/^\/usr\/(?:local\/)?s?bin\//, 'programs'],
];

/**
 * The audit daemon's log with `log_format = ENRICHED` and `name_format = HOSTNAME`, where rules watch every execve and
 * writing into some folders. Each record is the lines of one serial.
 */
export const render: MachineRender = {
  source: 'linux.auditd',
  records: ({ time, machine, deed }, random) => {
    const first = serial(time, random);
    return told(deed, random).map((lines, index) => {
      const head = `msg=audit(${(time / 1000).toFixed(3)}:${first + index}):`;
      return lines.map(([type, text]) => `node=${machine.name} type=${type} ${head} ${text}`).join('\n');
    });
  },
  object: ({ machine, index }, records) => ({
    key: `${machine.name}/var/log/audit/audit.log${index === 0 ? '' : `.${index}`}`,
    text: `${records.join('\n')}\n`,
    isCompressed: false,
  }),
};

/** Rises with time. What happens within a second is told apart by chance. */
const serial = (time: number, random: Random): number =>
  (Math.floor(time / 1000) % 400_000) * 1_000 + random.between(0, 98) * 10;

type Line = readonly [type: string, text: string];

function told(deed: Deed, random: Random): readonly (readonly Line[])[] {
  if (deed.is === 'process') return [...sudo(deed), executed(deed, random)];
  if (deed.is === 'file') return written(deed, random);
  if (deed.is === 'sign-in') return signIn(deed);
  if (deed.is === 'sign-out') return signOut(deed);
  if (deed.is === 'user-made') return userMade(deed);
  if (deed.is === 'group-joined') return groupJoined(deed);
  return [];
}

type Of<Is extends Deed['is']> = Extract<Deed, { readonly is: Is }>;

/** As the kernel writes what others chose: in quotes, or as hex digits where that could be misread. */
const encoded = (text: string): string => (/"|[^!-~]/.test(text) ? hex(text) : `"${text}"`);
const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

/** Of sudo's own record the command is in hex digits whenever it has arguments. */
function sudo({ asked, process }: Of<'process'>): readonly (readonly Line[])[] {
  if (!asked) return [];
  const command = [process.executable, ...process.arguments.slice(1)].join(' ');
  const text = `cwd=${encoded(process.folder)} cmd=${encoded(command)} exe="/usr/bin/sudo" terminal=${asked.login?.tty ?? '?'} res=success`;
  return [
    [['USER_CMD', sent({ pid: process.parent.pid, uid: asked.uid, login: asked.login, user: asked.user }, text)]],
  ];
}

function executed({ by, process }: Of<'process'>, random: Random): readonly Line[] {
  const { arguments: words, executable, folder } = process;
  const inode = random.between(100_000, 900_000);
  const list = words.map((word, index) => `a${index}=${encoded(word)}`).join(' ');
  return [
    ['SYSCALL', call(by, process, { number: 59, name: 'execve', key: 'exec', random })],
    ['EXECVE', `argc=${words.length} ${list}`],
    ['CWD', `cwd=${encoded(folder)}`],
    ['PATH', path({ item: 0, name: executable, inode, mode: '0100755', type: 'NORMAL' })],
    ['PATH', path({ item: 1, name: '/lib64/ld-linux-x86-64.so.2', inode: 5_243, mode: '0100755', type: 'NORMAL' })],
    ['PROCTITLE', title(process)],
    ['EOE', ''],
  ];
}

function written({ by, process, path: file }: Of<'file'>, random: Random): readonly (readonly Line[])[] {
  const [, key] = watched.find(([pattern]) => pattern.test(file)) ?? [];
  if (key === undefined) return [];
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const inode = random.between(100_000, 900_000);
  return [
    [
      ['SYSCALL', call(by, process, { number: 257, name: 'openat', key, random })],
      ['CWD', `cwd=${encoded(process.folder)}`],
      ['PATH', path({ item: 0, name: folder, inode: inode - 1, mode: '040755', type: 'PARENT' })],
      ['PATH', path({ item: 1, name: file, inode, mode: '0100644', type: 'CREATE' })],
      ['PROCTITLE', title(process)],
      ['EOE', ''],
    ],
  ];
}

/** The kernel keeps 128 bytes of it. */
const title = ({ arguments: words }: SimulatedProcess): string => {
  const text = words.join('\0').slice(0, 128);
  return `proctitle=${words.length > 1 ? hex(text) : encoded(text)}`;
};

function path(of: { item: number; name: string; inode: number; mode: string; type: string }): string {
  const { item, name, inode, mode, type } = of;
  return `item=${item} name=${encoded(name)} inode=${inode} dev=08:01 mode=${mode} ouid=0 ogid=0 rdev=00:00 nametype=${type} cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0${resolved('OUID="root" OGID="root"')}`;
}

/** What the daemon adds stands behind a separator of its own. */
const resolved = (text: string): string => `\x1d${text}`;

function call(
  { user, uid, login }: Worker,
  { pid, parent, executable }: SimulatedProcess,
  { number, name, key, random }: { number: number; name: string; key: string; random: Random },
): string {
  const comm = executable.slice(executable.lastIndexOf('/') + 1).slice(0, 15);
  const ids = ['uid', 'gid', 'euid', 'suid', 'fsuid', 'egid', 'sgid', 'fsgid'].map((id) => `${id}=${uid}`).join(' ');
  const names = ['UID', 'GID', 'EUID', 'SUID', 'FSUID', 'EGID', 'SGID', 'FSGID'].map((id) => `${id}="${user}"`);
  const tty = login ? login.tty.replace('/', '') : '(none)';
  const args = [0, 1, 2, 3].map((index) => `a${index}=55${random.hex(10)}`).join(' ');
  return `arch=c000003e syscall=${number} success=yes exit=${number === 59 ? 0 : 3} ${args} items=2 ppid=${parent.pid} pid=${pid} auid=${login?.uid ?? unset} ${ids} tty=${tty} ses=${login?.session ?? unset} comm=${encoded(comm)} exe=${encoded(executable)} subj=unconfined key=${encoded(key)}${resolved(`ARCH=x86_64 SYSCALL=${name} AUID="${login?.user ?? 'unset'}" ${names.join(' ')}`)}`;
}

/** A record that a program sends. */
function sent(by: { readonly pid: number } & Worker, text: string): string {
  const { pid, uid, user, login } = by;
  const who = resolved(`UID="${user}" AUID="${login?.user ?? 'unset'}"`);
  return `pid=${pid} uid=${uid} auid=${login?.uid ?? unset} ses=${login?.session ?? unset} subj=unconfined msg='${text}'${who}`;
}

function signIn(deed: Of<'sign-in'>): readonly (readonly Line[])[] {
  const { user, uid, from, pid, session, outcome, method } = deed;
  const before = { pid, uid: 0, user: 'root', login: null };
  const after = { ...before, login: { user, uid, session, tty: 'ssh' } };
  const of = (op: string, who: string, res: string): string =>
    `op=${op} ${who} exe="/usr/sbin/sshd" hostname=${op.startsWith('PAM') ? from : '?'} addr=${from} terminal=ssh res=${res}`;
  if (outcome !== 'accepted') {
    const named = outcome === 'unknown-user' ? `acct=${hex('(unknown user)')}` : `acct=${encoded(user)}`;
    const tried: readonly Line[] = [
      ['USER_AUTH', sent(before, of(method === 'password' ? 'password' : 'pubkey', named, 'failed'))],
    ];
    return [tried, [['USER_LOGIN', sent(before, of('login', named, 'failed'))]]];
  }
  const acct = `acct=${encoded(user)}`;
  return [
    [['USER_ACCT', sent(before, of('PAM:accounting grantors=pam_permit', acct, 'success'))]],
    [['CRED_ACQ', sent(before, of('PAM:setcred grantors=pam_permit,pam_cap', acct, 'success'))]],
    [
      [
        'LOGIN',
        `pid=${pid} uid=0 subj=unconfined old-auid=${unset} auid=${uid} tty=(none) old-ses=${unset} ses=${session} res=1${resolved(`UID="root" OLD-AUID="unset" AUID="${user}"`)}`,
      ],
    ],
    [
      [
        'USER_START',
        sent(after, of('PAM:session_open grantors=pam_loginuid,pam_keyinit,pam_limits,pam_unix', acct, 'success')),
      ],
    ],
    [['USER_LOGIN', sent(after, of('login', `id=${uid}`, 'success'))]],
  ];
}

function signOut({ user, uid, from, pid, session }: Of<'sign-out'>): readonly (readonly Line[])[] {
  const by = { pid, uid: 0, user: 'root', login: { user, uid, session, tty: 'ssh' } };
  const place = `exe="/usr/sbin/sshd" hostname=${from} addr=${from} terminal=ssh res=success`;
  return [
    [
      [
        'USER_END',
        sent(
          by,
          `op=PAM:session_close grantors=pam_loginuid,pam_keyinit,pam_limits,pam_unix acct=${encoded(user)} ${place}`,
        ),
      ],
    ],
    [['CRED_DISP', sent(by, `op=PAM:setcred grantors=pam_permit,pam_cap acct=${encoded(user)} ${place}`)]],
  ];
}

const terminalOf = (by: Worker | undefined): string => by?.login?.tty ?? '?';

function userMade({ pid, user, by }: Of<'user-made'>): readonly (readonly Line[])[] {
  const who = { pid, uid: 0, user: 'root', login: by?.login ?? null };
  const place = `acct=${encoded(user)} exe="/usr/sbin/useradd" hostname=? addr=? terminal=${terminalOf(by)} res=success`;
  return [[['ADD_GROUP', sent(who, `op=add-group ${place}`)]], [['ADD_USER', sent(who, `op=add-user ${place}`)]]];
}

function groupJoined({ pid, user, group, by }: Of<'group-joined'>): readonly (readonly Line[])[] {
  const who = { pid, uid: 0, user: 'root', login: by?.login ?? null };
  const place = `grp=${encoded(group)} acct=${encoded(user)} exe="/usr/sbin/usermod" hostname=? addr=? terminal=${terminalOf(by)} res=success`;
  return [
    [['USER_MGMT', sent(who, `op=add-user-to-group ${place}`)]],
    [['USER_MGMT', sent(who, `op=add-to-shadow-group ${place}`)]],
  ];
}
