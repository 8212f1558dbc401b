import { absent, at, by, constant, defineSource, digest, first, instant, join } from '../../../../model/source.ts';
import { lines } from './forms.ts';

const user = at('user');
const host = at('host');
const pid = first(at('pid'), at('process'));
/** The tools that change users name whom they change; only root may call them. */
const root = constant('root');
const doer = first(
  at('by'),
  by(
    'act',
    { 'new user': root, 'new group': root, 'group added': root, add: root, 'delete user': root, 'lock user': root },
    user,
  ),
);
const refused = constant('authentication failed');

/**
 * The log of sign-ins and rights of Linux machines, as rsyslog, syslogd or journald write it: auth.log, secure,
 * and whatever else of the system's log has their form. Messages: OpenSSH's auth.c and log.c, sudo's and
 * shadow's own sources, the manual of pam_unix(8).
 */
export const source = defineSource({
  id: 'linux.auth',
  title: 'Linux sign-ins',
  recognise: [],
  envelopes: [],
  lines,
  uid: digest(at('line')),
  documents: [],
  ownLog: {
    users: [
      { number: 'user_uid', name: 'user', when: [{ of: 'operation', oneOf: ['session opened'] }] },
      { number: 'uid', name: 'user', when: [{ of: 'operation', oneOf: ['new user'] }] },
    ],
  },
  localTime: {
    of: at('stamp'),
    formats: [
      { format: '%b %d %H:%M:%S', hasYear: false },
      { format: '%Y-%m-%d %H:%M:%S', hasYear: true },
      { format: '%Y-%m-%d %H:%M:%S,%g', hasYear: true },
      { format: '%Y-%m-%dT%H:%M:%S.%f', hasYear: true },
    ],
  },
  columns: {
    time: instant('stamp'),
    service: by('program', { 'sshd-session': constant('sshd'), 'sshd-auth': constant('sshd') }, at('program')),
    operation: at('act'),
    kind: at('method'),
    error: first(
      by('act', {
        Failed: refused,
        'Invalid user': refused,
        'authentication failure': refused,
        'maximum authentication attempts exceeded': refused,
        'not allowed': constant('not allowed'),
        'FAILED su': refused,
        'FAILED SU': refused,
      }),
      at('refusal'),
    ),
    error_message: at('refusal'),
    // Who did it: of `sudo` and `su` the one who called, of a sign-in the one who came.
    actor_uid: join(host, constant('/'), doer),
    actor_name: doer,
    credential: at('fingerprint'),
    // Two who are signed in under one name at once have a terminal each.
    session_uid: join(
      host,
      constant('/'),
      doer,
      constant(' on '),
      by('tty', { unknown: absent, none: absent }, at('tty')),
    ),
    source_ip: at('address'),
    host,
    process: at('program'),
    process_uid: pid,
    command: at('command'),
  },
  facets: ['service', 'operation', 'kind', 'error'],
  sigma: [
    { product: 'linux', service: 'auth' },
    { product: 'linux', service: 'sshd' },
    { product: 'linux', service: 'sudo' },
    { product: 'linux', service: 'cron' },
    { product: 'linux', service: 'syslog' },
    // What sudo and cron start is logged with its whole command.
    { product: 'linux', category: 'process_creation', when: [{ of: 'operation', oneOf: ['COMMAND', 'CMD'] }] },
  ],
  sigmaFields: { CommandLine: 'command', CurrentDirectory: ['folder'], User: 'actor_name' },
});
