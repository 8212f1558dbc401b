import { at, constant, defineSource, digest, instant, type Lines } from '../../../../model/source.ts';

const started = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}';
const name = '[A-Za-z_][^ ]*';

/** `user pid ppid` in some order, with or without other short columns; up to the start, and the command behind it. */
const timed = `^( *(?:${name} +)?[0-9]+(?: +[^ ]+)*?) +(${started}) +([^ ].*)$`;
/** `ps aux` and `ps -ef`, by whose columns one sees when a process began, but not on which day of which year. */
const aux = `^(${name} +[0-9]+)(?: +[0-9.]+){2}(?: +[0-9]+){2} +[^ ]+ +[A-Za-z][^ ]* +[^ ]+ +[0-9]+:[0-9]{2} +([^ ].*)$`;
const full = `^(${name} +[0-9]+ +[0-9]+) +[0-9]+ +[^ ]+ +[^ ]+ +(?:[0-9]+-)?[0-9]{2}:[0-9]{2}:[0-9]{2} +([^ ].*)$`;

const lines: Lines = {
  recognise: [timed, aux, full],
  forms: [
    { pattern: timed, keys: ['columns', 'stamp', 'command'] },
    { pattern: aux, keys: ['columns', 'command'] },
    { pattern: full, keys: ['columns', 'command'] },
    { of: 'columns', pattern: `^(${name}) +([0-9]+)(?: +([0-9]+))?(?: .*)?$`, keys: ['user', 'pid', 'ppid'] },
    { of: 'columns', pattern: `^ *([0-9]+)(?: +([0-9]+))?(?: +(${name}))?(?: .*)?$`, keys: ['pid', 'ppid', 'user'] },
    { of: 'command', pattern: '^([^ ]+)', keys: ['program'] },
  ],
};

/** A list of running processes as `ps` prints it, where it tells when each began. See README.md. */
export const source = defineSource({
  id: 'process-list.text',
  title: 'Process list as text',
  recognise: [],
  envelopes: [],
  lines,
  uid: digest(at('line')),
  documents: [],
  localTime: { of: at('stamp'), formats: [{ format: '%a %b %d %H:%M:%S %Y', hasYear: true }] },
  columns: {
    time: instant('stamp'),
    service: constant('process-list'),
    operation: constant('listed'),
    actor_name: at('user'),
    process: at('program'),
    process_uid: at('pid'),
    command: at('command'),
  },
  facets: ['service', 'operation'],
  sigma: [{ product: 'linux', category: 'process_creation' }],
  sigmaFields: {
    Image: 'process',
    CommandLine: 'command',
    ProcessId: 'process_uid',
    ParentProcessId: ['ppid'],
    User: 'actor_name',
  },
});
