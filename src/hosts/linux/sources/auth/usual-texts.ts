import type { UsualText, UsualTexts } from '../../../../model/source.ts';

/** Narrower than what the forms allow: names without blanks, nothing behind what is known. All else is left to them. */
const word = '([^ \\n]+)';
const address = '([0-9A-Fa-f.:]+)';
const port = 'port ([0-9]+)';
const service = 'pam_[a-z0-9_]+\\([^:)\\n]*';

const begins = (...starts: readonly string[]) => ({ key: 'message', starts });
const ssh = { key: 'program', is: ['sshd', 'sshd-session', 'sshd-auth'] };
const contains = (...texts: readonly string[]) => ({ key: 'message', contains: texts });

const pam: readonly UsualText[] = [
  {
    when: [begins('pam_'), contains(':session): session opened for user ')],
    pattern: `^${service}:session\\): session opened for user ([^ (\\n]+)(?:\\(uid=([0-9]+)\\))? by ([^(\\n]*)\\(uid=([0-9]+)\\)$`,
    keys: ['user', 'user_uid', 'by', 'by_uid'],
    says: { act: 'session opened' },
  },
  {
    when: [begins('pam_'), contains(':session): session closed for user ')],
    pattern: `^${service}:session\\): session closed for user ([^ (\\n]+)$`,
    keys: ['user'],
    says: { act: 'session closed' },
  },
  {
    when: [begins('pam_'), contains(':auth): authentication failure; ')],
    pattern: `^${service}:auth\\): authentication failure; logname=[^ \\n]* uid=[0-9]* euid=[0-9]* tty=[^ \\n]* ruser=([^ \\n]*) rhost=([^ \\n]*)(?: +(?:user=${word} *)?)?$`,
    keys: ['by', 'address', 'user'],
    says: { act: 'authentication failure' },
  },
];

const doors: readonly UsualText[] = [
  {
    when: [ssh, begins('Failed '), contains(' for invalid user ')],
    pattern: `^Failed ${word} for invalid user ${word} from ${word} ${port}(?: ssh[12])?$`,
    keys: ['method', 'user', 'address', 'port'],
    says: { act: 'Failed', unknown: 'invalid user ' },
  },
  {
    when: [ssh, begins('Failed ')],
    pattern: `^Failed ${word} for ${word} from ${word} ${port}(?: ssh[12])?$`,
    keys: ['method', 'user', 'address', 'port'],
    says: { act: 'Failed' },
  },
  {
    when: [ssh, begins('Invalid user ')],
    pattern: `^Invalid user ${word} from ${word} ${port}$`,
    keys: ['user', 'address', 'port'],
    says: { act: 'Invalid user' },
  },
];

const ends: readonly UsualText[] = [
  {
    when: [ssh, begins('Connection ')],
    pattern: `^(Connection closed|Connection reset) by (?:invalid|authenticating) user ${word} ${address} ${port} \\[preauth\\]$`,
    keys: ['act', 'user', 'address', 'port'],
  },
  {
    when: [ssh, begins('Disconnected from ')],
    pattern: `^Disconnected from (?:authenticating |invalid )?user ${word} ${address} ${port}(?: \\[preauth\\])?$`,
    keys: ['user', 'address', 'port'],
    says: { act: 'Disconnected' },
  },
  {
    when: [ssh, begins('Received disconnect from ')],
    pattern: `^Received disconnect from ${address} ${port}(?:[^0-9\\n][^\\n]*)?$`,
    keys: ['address', 'port'],
    says: { act: 'Received disconnect' },
  },
];

const others: readonly UsualText[] = [
  {
    when: [{ key: 'program', is: ['CRON', 'CROND', 'cron', 'crond', 'anacron', '/USR/SBIN/CRON'] }],
    pattern: '^\\(([^)\\n]+)\\) CMD \\(([^)\\n]*)\\)$',
    keys: ['user', 'command'],
    says: { act: 'CMD' },
  },
  {
    when: [{ key: 'program', is: ['systemd-logind'] }, begins('New session ')],
    pattern: '^New session ([^ \\n]+) of user ([^ .\\n]+)\\.?$',
    keys: ['session', 'user'],
    says: { act: 'New session' },
  },
];

/** What sign-ins, failed ones above all, and timed work fill a log with. */
export const usual: UsualTexts = { of: 'message', texts: [...pam, ...doors, ...ends, ...others] };
