import {
  absent,
  at,
  constant,
  defineSource,
  epoch,
  filled,
  first,
  instant,
  join,
  type Expression,
} from '../../model/source.ts';

const commands = ['command', 'cmdline', 'args'];
const times = ['time', 'timestamp', 'start_time', 'create_time', 'lstart'];
const texts = ['pid', 'ppid', 'user', 'username', 'name', 'path', 'exe', 'host', 'hostname', 'cwd', 'parent', 'uid'];

const user = first(filled(at('user')), filled(at('username')));
const host = first(filled(at('host')), filled(at('hostname')));
const begun = (key: string): Expression => first(epoch(key, 'seconds'), instant(key));

/**
 * A list of running processes as JSON objects or CSV, of which each row has a time. See README.md for the
 * tools that print such.
 */
export const source = defineSource({
  id: 'process-list',
  title: 'Process list',
  recognise: commands.flatMap((command) => times.map((time) => ['pid', command, time])),
  envelopes: [],
  table: { columns: Object.fromEntries([...texts, ...commands, ...times].map((key) => [key, 'text'])) },
  uid: absent,
  hasNoIds: true,
  documents: [],
  localTime: {
    of: first(at('lstart'), at('time'), at('timestamp')),
    formats: [
      { format: '%a %b %d %H:%M:%S %Y', hasYear: true },
      { format: '%Y-%m-%d %H:%M:%S', hasYear: true },
      { format: '%Y-%m-%dT%H:%M:%S', hasYear: true },
    ],
  },
  columns: {
    // Beside a time of the list itself many tools print the processor time, which is none.
    time: first(instant('time'), instant('timestamp'), begun('start_time'), begun('create_time')),
    service: constant('process-list'),
    operation: constant('listed'),
    actor_uid: first(join(host, constant('/'), first(user, filled(at('uid')))), host),
    actor_name: user,
    host,
    process: first(filled(at('path')), filled(at('exe')), filled(at('name'))),
    process_uid: at('pid'),
    command: first(filled(at('command')), filled(at('cmdline')), filled(at('args'))),
  },
  facets: ['service', 'operation'],
  sigma: [{ product: 'linux', category: 'process_creation' }],
  sigmaFields: {
    Image: 'process',
    CommandLine: 'command',
    CurrentDirectory: ['cwd'],
    ProcessId: 'process_uid',
    ParentProcessId: ['ppid'],
    User: 'actor_name',
    Computer: 'host',
  },
});
