import type { LineForm, Lines } from '../../../../model/source.ts';
import { journal } from './journal.ts';
import { usual } from './usual-texts.ts';

/** OpenSSH logs under three names: since 9.8 a process of its own serves each connection, since 10 another one signs in. */
const ssh = { key: 'program', is: ['sshd', 'sshd-session', 'sshd-auth'] };
const by = (...programs: readonly string[]) => ({ key: 'program', is: programs });
const begins = (...starts: readonly string[]) => ({ key: 'message', starts });

const message = (form: Omit<LineForm, 'of'>): LineForm => ({ of: 'message', ...form });

/** What stands in front of a message: rsyslog's and syslogd's own form, RFC 3339 times, RFC 5424, each with or without a priority. */
const header: LineForm = {
  pattern:
    '^(?:<[0-9]{1,3}>(?:1 )?)?([A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?) ([^ ]+) ([^ \\[:]+)(?:\\[([0-9]+)\\]| ([0-9]+|-) [^ ]+ -)?:? *',
  keys: ['stamp', 'host', 'program', 'pid', 'process'],
  rest: 'message',
};

/** A name may hold blanks and say what it likes: what the daemon writes itself stands behind it, up to the end. */
const sshForms: readonly LineForm[] = [
  message({
    when: [ssh, begins('Accepted ', 'Failed ')],
    pattern:
      '^(Accepted|Failed) ([^ ]+) for (invalid user )?(.*) from ([^ ]+) port ([0-9]+)(?: ssh[12])?(?:: ([A-Z0-9-]+) ((?:SHA256:|MD5:)?[^ ]+).*)?$',
    keys: ['act', 'method', 'unknown', 'user', 'address', 'port', 'key_type', 'fingerprint'],
  }),
  message({
    when: [ssh, begins('Invalid user ')],
    pattern: '^(Invalid user) (.*?) from ([^ ]+)(?: port ([0-9]+))?$',
    keys: ['act', 'user', 'address', 'port'],
  }),
  message({
    when: [ssh, begins('Connection ', 'Disconnected ', 'Received disconnect ', 'Disconnecting ')],
    pattern:
      '^(Connection closed|Connection reset|Disconnected|Received disconnect|Disconnecting) (?:by|from)? ?(?:(?:authenticating |invalid )?user (.*) )?([0-9A-Fa-f.:]+) port ([0-9]+).*$',
    keys: ['act', 'user', 'address', 'port'],
  }),
  message({
    when: [ssh, begins('User ')],
    pattern: '^User (.*) from ([^ ]+) (not allowed) because .*$',
    keys: ['user', 'address', 'act'],
  }),
  message({
    when: [ssh, begins('error: maximum', 'maximum')],
    pattern:
      '^(?:error: )?(maximum authentication attempts exceeded) for (?:invalid user )?(.*) from ([^ ]+) port ([0-9]+).*$',
    keys: ['act', 'user', 'address', 'port'],
  }),
  message({
    when: [ssh, begins('Starting session: ')],
    pattern: '^(Starting session): (?:.*) for (.*) from ([^ ]+) port ([0-9]+) id [0-9]+$',
    keys: ['act', 'user', 'address', 'port'],
  }),
];

/** PAM's own lines, of whatever program asked it. */
const pamForms: readonly LineForm[] = [
  message({
    when: [begins('pam_')],
    pattern:
      '^pam_[a-z0-9_]+\\([^)]*:session\\): (session opened|session closed) for user ([^ (]+)(?:\\(uid=([0-9]+)\\))?(?: by ([^(]*)\\(uid=([0-9]+)\\))?.*$',
    keys: ['act', 'user', 'user_uid', 'by', 'by_uid'],
  }),
  message({
    when: [begins('pam_')],
    pattern:
      '^pam_[a-z0-9_]+\\([^)]*:auth\\): (authentication failure); .* ruser=([^ ]*) rhost=([^ ]*)(?: +user=(.*?))? *$',
    keys: ['act', 'by', 'address', 'user'],
  }),
  message({
    when: [begins('pam_')],
    pattern: '^pam_[a-z0-9_]+\\([^)]*:chauthtok\\): (password changed) for (.*)$',
    keys: ['act', 'user'],
  }),
];

const rightsForms: readonly LineForm[] = [
  message({
    when: [by('sudo')],
    pattern:
      '^([^ ]+) : (?:(.*?) ; )?TTY=([^ ]+) ; PWD=(.*?) ; USER=([^ ]+) (?:; GROUP=[^ ]+ )?(?:; ENV=.* )?; (COMMAND)=(.*)$',
    keys: ['by', 'refusal', 'tty', 'folder', 'user', 'act', 'command'],
  }),
  message({
    when: [by('su', 'su-l')],
    pattern: '^(Successful su|FAILED su|FAILED SU) (?:for )?\\(?(?:to )?([^ )]+)\\)? (?:by )?([^ ]+).*$',
    keys: ['act', 'user', 'by'],
  }),
  message({
    when: [by('su', 'su-l')],
    pattern: '^\\((to) ([^)]+)\\) ([^ ]+) on (.*)$',
    keys: ['act', 'user', 'by', 'tty'],
  }),
];

const userForms: readonly LineForm[] = [
  message({
    when: [begins('new user: ')],
    pattern: '^(new user): name=([^,]+), UID=([0-9]+), GID=([0-9]+), home=([^,]*), shell=([^,]*).*$',
    keys: ['act', 'user', 'uid', 'gid', 'home', 'shell'],
  }),
  message({
    when: [begins('new group: ', 'group added to ')],
    pattern: '^(new group|group added) ?(?:to [^ ]+)?: name=([^,]+).*$',
    keys: ['act', 'group'],
  }),
  message({
    when: [by('useradd', 'usermod', 'gpasswd', 'adduser'), begins('add ')],
    pattern: "^(add) ['`]([^']+)' to (?:shadow )?group ['`]([^']+)'$",
    keys: ['act', 'user', 'group'],
  }),
  message({
    when: [by('gpasswd'), begins('user ')],
    pattern: '^user ([^ ]+) (added) by ([^ ]+) to group (.*)$',
    keys: ['user', 'act', 'by', 'group'],
  }),
  message({
    when: [by('useradd', 'usermod', 'userdel', 'groupdel', 'gpasswd')],
    pattern: "^(delete user|remove|change user|lock user|unlock user|removed) ['`]([^']+)'.*$",
    keys: ['act', 'user'],
  }),
  message({
    when: [begins('password for ')],
    pattern: "^(?:password for) ['`]?([^' ]+)'? (changed) by ['`]?([^' ]+)'?$",
    keys: ['user', 'act', 'by'],
  }),
];

const timedForms: readonly LineForm[] = [
  message({
    when: [by('CRON', 'CROND', 'cron', 'crond', 'anacron', '/USR/SBIN/CRON')],
    pattern: '^\\(([^)]+)\\) (CMD) \\((.*)\\)$',
    keys: ['user', 'act', 'command'],
  }),
  message({
    when: [by('crontab', 'CROND', 'cron', 'crond')],
    pattern: '^\\(([^)]+)\\) (REPLACE|BEGIN EDIT|END EDIT|LIST|DELETE|RELOAD) \\((.*)\\)$',
    keys: ['by', 'act', 'user'],
  }),
  message({
    when: [by('systemd-logind'), begins('New session ')],
    pattern: '^(New session) ([^ ]+) of user ([^ ]+?)\\.?$',
    keys: ['act', 'session', 'user'],
  }),
];

/** How lines of the system's log are read: sign-ins, rights, users and timed work; of any other the header alone. */
export const lines: Lines = {
  recognise: [
    '^(?:<\\d{1,3}>(?:1 )?)?(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,]+(?:Z|[+-][\\d:]+)?) [^ ]+ [^ \\[:]+(?:\\[\\d+\\]| (?:\\d+|-) [^ ]+ -)?:? ',
  ],
  forms: [header, ...sshForms, ...pamForms, ...rightsForms, ...userForms, ...timedForms],
  usual,
  objects: journal,
};
