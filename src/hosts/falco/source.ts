import {
  absent,
  at,
  capture,
  constant,
  defineSource,
  filled,
  first,
  given,
  instant,
  join,
  type Expression,
} from '../../model/source.ts';

/** A field of Falco's, dots included; `<NA>` is how it writes that there is none. */
const field = (name: string): Expression => ({
  make: 'by',
  path: ['output_fields', name],
  cases: { '<NA>': absent, '': absent },
  otherwise: { make: 'at', path: ['output_fields', name] },
});

const byCall = (cases: Readonly<Record<string, Expression>>, otherwise: Expression): Expression => ({
  make: 'by',
  path: ['output_fields', 'evt.type'],
  cases,
  otherwise,
});

/** The same for calls of several names. */
const calls = (names: string, then: Expression): Readonly<Record<string, Expression>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, then]));

const flags = first(field('evt.arg.flags'), field('evt.openflags'));

/** Of a rule that does not tell how a file was opened, its name does. */
const opened = first(
  given(capture(flags, '(O_CREAT|O_WRONLY|O_RDWR|O_TRUNC|O_APPEND)'), constant('file_event')),
  given(flags, constant('file_access')),
  given(capture(at('rule'), '(?i)\\b(read|opened)\\b'), constant('file_access')),
  constant('file_event'),
);

/** Names of Falco's own, for rules that use them: its keys have dots inside. */
const ownNames =
  'evt.type evt.res evt.arg.flags proc.name proc.exe proc.exepath proc.cmdline proc.args proc.cwd proc.pid proc.ppid ' +
  'proc.pname proc.pexepath proc.pcmdline proc.aname[2] proc.tty proc.is_exe_writable proc.is_exe_upper_layer ' +
  'user.name user.uid user.loginuid user.loginname group.name fd.name fd.type fd.l4proto fd.rip fd.rport fd.sip fd.sport ' +
  'fd.cip fd.cport fs.path.name container.id container.name container.image.repository container.image.tag ' +
  'k8s.ns.name k8s.pod.name ka.verb ka.user.name ka.target.name ka.target.resource ka.target.namespace';

const connection = field('fd.name');
const sent = 'connect sendto sendmsg sendmmsg';
const received = 'accept accept4 recvfrom recvmsg recvmmsg listen bind';
const written = 'creat rename renameat renameat2 link linkat symlink symlinkat mkdir mkdirat chmod fchmod fchmodat';

/**
 * Falco's alerts as JSON. Fields: https://falco.org/docs/concepts/outputs/formatting/ and
 * https://falco.org/docs/reference/rules/supported-fields/
 */
export const source = defineSource({
  id: 'falco',
  title: 'Falco',
  recognise: [
    ['output', 'priority', 'rule', 'time'],
    ['output_fields', 'priority', 'rule'],
  ],
  envelopes: [],
  uid: filled(at('uuid')),
  hasNoIds: true,
  documents: [['output_fields'], ['output'], ['tags'], ['source']],
  otherKeys: ['tags'],
  columns: {
    time: first(instant('time'), { make: 'epoch', of: field('evt.time'), unit: 'nanoseconds' }),
    kind: at('source'),
    service: constant('falco'),
    operation: field('evt.type'),
    category: byCall(
      {
        ...calls('execve execveat', constant('process_creation')),
        ...calls('open openat openat2', opened),
        ...calls(written, constant('file_event')),
        ...calls('unlink unlinkat rmdir', constant('file_delete')),
        ...calls(sent, constant('network_connection')),
        ...calls(received, constant('network_listening')),
      },
      // Rules of before 0.36 do not name the call.
      first(
        given(field('evt.type'), constant('system_call')),
        given(capture(connection, '(->)'), constant('network_connection')),
        given(capture(connection, '^(/)'), opened),
        given(field('proc.cmdline'), constant('process_creation')),
      ),
    ),
    actor_uid: first(join(filled(at('hostname')), constant('/'), field('user.name')), filled(at('hostname'))),
    actor_name: first(field('user.name'), field('ka.user.name'), field('ct.user')),
    source_ip: first(
      field('fd.cip'),
      field('fd.lip'),
      capture(connection, '^\\[?([0-9A-Fa-f.:]+?)\\]?:[0-9]+->'),
      field('ct.srcip'),
    ),
    host: filled(at('hostname')),
    process: first(field('proc.exepath'), field('proc.exe'), field('proc.name')),
    process_uid: field('proc.pid'),
    command: field('proc.cmdline'),
    file: byCall(calls(`${sent} ${received}`, absent), first(field('fs.path.name'), capture(connection, '^(/.*)'))),
    destination_ip: first(field('fd.sip'), field('fd.rip'), capture(connection, '->\\[?([0-9A-Fa-f.:]+?)\\]?:[0-9]+$')),
    destination_port: first(field('fd.sport'), field('fd.rport'), capture(connection, '->.*:([0-9]+)$')),
    protocol: field('fd.l4proto'),
    domain: first(field('fd.sip.name'), field('fd.rip.name')),
    alert: at('rule'),
    alert_uid: filled(at('uuid')),
    alert_severity: at('priority'),
  },
  facets: ['kind', 'operation', 'category'],
  sigma: [
    { product: 'linux', category: 'process_creation', when: [{ of: 'category', oneOf: ['process_creation'] }] },
    { product: 'linux', category: 'file_event', when: [{ of: 'category', oneOf: ['file_event'] }] },
    { product: 'linux', category: 'network_connection', when: [{ of: 'category', oneOf: ['network_connection'] }] },
    { product: 'falco' },
  ],
  sigmaFields: {
    ...Object.fromEntries(ownNames.split(' ').map((name) => [name, ['output_fields', name]])),
    Image: { nameAt: ['output_fields', 'proc.name'], pathAt: ['output_fields', 'proc.exepath'] },
    CommandLine: 'command',
    CurrentDirectory: ['output_fields', 'proc.cwd'],
    ProcessId: 'process_uid',
    ParentImage: { nameAt: ['output_fields', 'proc.pname'], pathAt: ['output_fields', 'proc.pexepath'] },
    ParentCommandLine: ['output_fields', 'proc.pcmdline'],
    ParentProcessId: ['output_fields', 'proc.ppid'],
    User: 'actor_name',
    TargetFilename: 'file',
    SourceIp: 'source_ip',
    DestinationIp: 'destination_ip',
    DestinationHostname: 'domain',
    DestinationPort: 'destination_port',
    Protocol: 'protocol',
    Computer: 'host',
    Initiated: { trueWhen: [{ of: 'category', oneOf: ['network_connection'] }] },
  },
});
