import {
  absent,
  at,
  by,
  constant,
  defineSource,
  epoch,
  first,
  fromHex,
  join,
  lookup,
} from '../../../../model/source.ts';
import { lines } from './forms.ts';
import { systemCalls } from './system-calls.ts';

const call = first(at('call_name'), lookup(join(at('arch'), constant(':'), at('syscall')), systemCalls));
const node = at('node');
const dot = constant('.');

/** Who signs in, but not who is made or changed. */
const account = by(
  'record_type',
  Object.fromEntries(
    ['ADD_USER', 'DEL_USER', 'ADD_GROUP', 'DEL_GROUP', 'USER_MGMT', 'GRP_MGMT', 'ACCT_LOCK', 'USER_CHAUTHTOK'].map(
      (type) => [type, absent],
    ),
  ),
  at('acct'),
);

const signInDaemons = [
  '/usr/sbin/sshd',
  '/usr/lib/openssh/sshd-session',
  '/usr/libexec/openssh/sshd-session',
  '/usr/bin/login',
];

/** No user signed in, as an unsigned number: a service did it, which is not who signs in by the name of its user. */
const service = join(constant('service '), first(at('runs_as'), at('uid')));
const noUser = { '4294967295': service, '-1': service, unset: service };

const session = join(constant('session '), by('ses', { '4294967295': absent, '-1': absent }, at('ses')));

/**
 * Of the kernel's error numbers those by which a call goes on after it returned: a connection that nobody waits for
 * (EINPROGRESS), and calls that it begins anew itself (ERESTARTSYS and its kin). See errno(3) and the kernel's errno.h.
 */
const goesOn = { '-115': absent, '-512': absent, '-513': absent, '-514': absent, '-516': absent };

/** Users of one name on two machines are two. */
const root = { '0': constant('root') };
const signedIn = first(by('signed_in_as', noUser, at('signed_in_as')), by('auid', { ...noUser, ...root }, at('auid')));
const who = first(account, signedIn, by('uid', root, at('uid')));

/**
 * The Linux audit daemon's log, raw or enriched: the lines of one serial are one record.
 * Fields: https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Enrichment and its field dictionary
 */
export const source = defineSource({
  id: 'linux.auditd',
  title: 'Linux audit daemon',
  recognise: [],
  envelopes: [],
  lines,
  uid: first(
    join(node, constant('/'), at('seconds'), constant(':'), at('serial')),
    join(at('seconds'), constant(':'), at('serial')),
  ),
  documents: [],
  // Who is signed in has the session's number, `auid`; a user of that name is what its own daemon opens it for.
  ownLog: {
    users: [
      {
        number: 'auid',
        name: 'acct',
        when: [
          { of: 'kind', oneOf: ['USER_START', 'USER_LOGIN'] },
          { of: 'process', oneOf: signInDaemons },
        ],
      },
      { number: 'auid', name: 'signed_in_as', when: [] },
    ],
  },
  columns: {
    time: epoch('seconds', 'seconds'),
    service: constant('auditd'),
    operation: first(call, at('record_type')),
    kind: at('record_type'),
    category: at('key'),
    error: first(
      by('success', { no: by('exit', goesOn, at('exit')) }),
      by('res', { failed: constant('failed'), '0': constant('failed') }),
    ),
    actor_uid: first(join(node, constant('/'), who), who),
    actor_name: first(account, by('signed_in_as', noUser, at('signed_in_as')), at('runs_as'), who),
    // Two who are signed in under one name at once have a session each.
    session_uid: first(join(node, constant('/'), session), session),
    source_ip: by('addr', { '?': absent }, at('addr')),
    host: node,
    process: at('exe'),
    process_uid: at('pid'),
    command: first(at('command'), at('proctitle')),
    file: first(at('touched'), at('opened')),
    destination_ip: first(
      at('laddr'),
      join(fromHex(at('ip_1')), dot, fromHex(at('ip_2')), dot, fromHex(at('ip_3')), dot, fromHex(at('ip_4'))),
    ),
    destination_port: first(at('lport'), fromHex(at('port_hex'))),
  },
  facets: ['operation', 'kind', 'category', 'error'],
  sigma: [
    { product: 'linux', service: 'auditd' },
    { product: 'linux', category: 'process_creation', when: [{ of: 'operation', oneOf: ['execve', 'execveat'] }] },
    { product: 'linux', category: 'file_event', when: [{ of: ['touched'] }] },
    { product: 'linux', category: 'network_connection', when: [{ of: 'operation', oneOf: ['connect'] }] },
  ],
  sigmaFields: {
    SYSCALL: 'operation',
    AUID: ['signed_in_as'],
    UID: ['runs_as'],
    Image: 'process',
    CommandLine: 'command',
    CurrentDirectory: ['cwd'],
    User: 'actor_name',
    ProcessId: 'process_uid',
    ParentProcessId: ['ppid'],
    TargetFilename: 'file',
    DestinationIp: 'destination_ip',
    DestinationPort: 'destination_port',
  },
});
