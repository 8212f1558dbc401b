import {
  absent,
  at,
  by,
  capture,
  constant,
  defineSource,
  epoch,
  filled,
  first,
  given,
  join,
  type Expression,
} from '../../model/source.ts';

/** A column of the query's, whose own name the record has; osquery writes an empty text where there is no value. */
const column = (name: string): Expression => filled(at(`columns.${name}`));

/** The far end of a socket, where it has one. */
const remote = by(
  'columns.remote_address',
  { '0.0.0.0': absent, '::': absent, '': absent },
  at('columns.remote_address'),
);
const local = by('columns.local_address', { '0.0.0.0': absent, '::': absent, '': absent }, at('columns.local_address'));
/** Of a change of a file (`file_events`) the number of a user is its owner's: who changed it is not told. */
const changes = [
  'CREATED',
  'UPDATED',
  'DELETED',
  'ATTRIBUTES_MODIFIED',
  'MOVED_FROM',
  'MOVED_TO',
  'ACCESSED',
  'OPENED',
];
const unlessOwner = (of: Expression): Expression =>
  by('columns.action', Object.fromEntries(changes.map((change) => [change, absent])), of);
const user = first(column('username'), column('user'), unlessOwner(by('columns.uid', { '0': constant('root') })));
const host = first(filled(at('decorations.hostname')), filled(at('hostname')), filled(at('hostIdentifier')));

/** Queries are named by whoever wrote them, so what rows are about is told by the columns that their table has. */
const subject = first(
  given(
    column('target_path'),
    by(
      'columns.action',
      { CREATED: constant('file_event'), UPDATED: constant('file_event'), MOVED_TO: constant('file_event') },
      constant('file_access'),
    ),
  ),
  given(
    column('executable'),
    by('columns.operation', { write: constant('file_event'), rename: constant('file_event') }, constant('file_access')),
  ),
  given(remote, constant('network_connection')),
  given(column('port'), constant('listening_port')),
  given(column('cmdline'), constant('process_creation')),
  given(column('history_file'), constant('shell_command')),
  given(column('key_file'), constant('authorized_key')),
  given(column('day_of_month'), constant('cron_job')),
  given(column('used_by'), constant('kernel_module')),
  given(join(column('username'), column('shell')), constant('account')),
  given(join(user, column('tty')), constant('login')),
  given(join(column('pid'), column('name'), column('path')), constant('process_creation')),
);

/**
 * osquery's results: differential rows in the event and the batch format, and snapshots.
 * Forms: https://osquery.readthedocs.io/en/stable/deployment/logging/
 */
export const source = defineSource({
  id: 'osquery',
  title: 'osquery results',
  recognise: [
    ['action', 'columns', 'name'],
    ['snapshot', 'name', 'unixTime'],
    ['diffResults', 'name', 'unixTime'],
  ],
  envelopes: [
    { wrap: 'rows', path: ['snapshot'], as: 'columns' },
    { wrap: 'rows', path: ['diffResults', 'added'], as: 'columns', with: { action: 'added' } },
    { wrap: 'rows', path: ['diffResults', 'removed'], as: 'columns', with: { action: 'removed' } },
  ],
  uid: absent,
  hasNoIds: true,
  documents: [['columns'], ['name']],
  otherKeys: ['calendarTime', 'counter', 'epoch', 'numerics', 'log_type'],
  columns: {
    time: by(
      'action',
      { removed: epoch('unixTime', 'seconds') },
      first(epoch('columns.time', 'seconds'), epoch('unixTime', 'seconds')),
    ),
    kind: at('name'),
    category: by('action', { removed: constant('removed') }, subject),
    service: constant('osquery'),
    operation: at('action'),
    actor_uid: first(join(host, constant('/'), first(user, unlessOwner(column('uid')))), host),
    actor_name: user,
    source_ip: first(capture(column('host'), '^([0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$'), local),
    host,
    host_uid: filled(at('decorations.host_uuid')),
    process: first(
      column('executable'),
      given(first(column('cmdline'), remote, join(column('pid'), column('name'))), column('path')),
      given(column('pid'), column('name')),
    ),
    process_uid: column('pid'),
    command: first(column('cmdline'), column('command')),
    file: first(
      column('target_path'),
      given(column('executable'), first(column('dest_path'), column('path'))),
      column('key_file'),
      column('history_file'),
      given(column('day_of_month'), column('path')),
    ),
    destination_ip: remote,
    destination_port: first(given(remote, column('remote_port')), column('port')),
    protocol: by(
      'columns.protocol',
      { '0': absent, '1': constant('icmp'), '6': constant('tcp'), '17': constant('udp'), '': absent },
      at('columns.protocol'),
    ),
  },
  facets: ['kind', 'operation', 'category'],
  sigma: [
    { product: 'linux', category: 'process_creation', when: [{ of: 'category', oneOf: ['process_creation'] }] },
    { product: 'linux', category: 'file_event', when: [{ of: 'category', oneOf: ['file_event'] }] },
    { product: 'linux', category: 'network_connection', when: [{ of: 'category', oneOf: ['network_connection'] }] },
    { product: 'osquery' },
  ],
  sigmaFields: {
    Image: 'process',
    CommandLine: 'command',
    CurrentDirectory: ['columns', 'cwd'],
    ProcessId: 'process_uid',
    ParentProcessId: ['columns', 'parent'],
    User: 'actor_name',
    TargetFilename: 'file',
    SourceIp: 'source_ip',
    DestinationIp: 'destination_ip',
    DestinationPort: 'destination_port',
    Protocol: 'protocol',
    Computer: 'host',
    Initiated: { trueWhen: [{ of: 'category', oneOf: ['network_connection'] }] },
  },
});
