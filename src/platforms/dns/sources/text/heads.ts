import { at, epoch, first, join, capture, constant, type LineForm, type Lines } from '../../../../model/source.ts';

const syslogTime = '[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}';
const isoTime = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?';
const bindTime = '[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4} [0-9:.]+';
const goTime = '[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9:.]+';
const category = '(?:([a-z-]+): )?(?:(info|notice|warning|error|critical|debug [0-9]+): )?';

/** Programs whose lines in the system's log are of names; dnsmasq leaves the host out where it writes a file of its own. */
const programs = 'named|dnsmasq|pihole-FTL|coredns';
const syslog = `^(?:<[0-9]{1,3}>(?:1 )?)?(${syslogTime}|${isoTime}) (?:([^ \\[]+) )?(${programs})(?:\\[([0-9]+)\\]| ([0-9]+|-) [^ ]+ -)?:? +(.*)$`;

/** Before what CoreDNS says: the pod that `kubectl logs --prefix` names, the time of who kept it, the stream that CRI names. */
const container = `^(?:\\[pod/[^\\]]+\\] )?(?:(?:${isoTime}|${goTime}) )?(?:std(?:out|err) [FP] )?`;
const asked = '(\\[INFO\\] [^ ]+:[0-9]+ - [0-9]+ "[A-Z0-9]+ .*)$';

/** What stands in front of a message; a line of CoreDNS may have no time, and is a record all the same. */
export const heads: readonly LineForm[] = [
  { when: [{ contains: ['[INFO] '] }], pattern: `${container}${asked}`, keys: ['message'] },
  {
    when: [{ contains: ['[INFO] '] }],
    pattern: `^(?:\\[pod/[^\\]]+\\] )?(${isoTime}|${goTime}) (?:std(?:out|err) [FP] )?\\[INFO\\] `,
    keys: ['stamp'],
  },
  { pattern: syslog, keys: ['stamp', 'host', 'program', 'pid', 'process', 'message'] },
  { pattern: `^(${bindTime}) ${category}(.*)$`, keys: ['stamp', 'category', 'severity', 'message'] },
  {
    when: [{ contains: [' client '] }],
    pattern: `^(${isoTime}) ${category}(client (?:@0x[0-9a-f]+ )?[^ ]+#[0-9]+.*)$`,
    keys: ['stamp', 'category', 'severity', 'message'],
  },
];

export const recognise: Lines['recognise'] = [
  `${container}${asked}`,
  syslog,
  `^${bindTime} ${category}`,
  `^${isoTime} ${category}client (?:@0x[0-9a-f]+ )?[^ ]+#[0-9]+`,
];

const pid = first(at('SYSLOG_PID'), at('_PID'));

/** What containers print, as Docker keeps it; and entries of systemd's journal, as the line that rsyslog would write. */
export const objects: NonNullable<Lines['objects']> = {
  recognise: [
    [{ key: 'log', matches: '^\\[INFO\\] [^ ]+:[0-9]+ - [0-9]+ "' }, 'stream', 'time'],
    ['__REALTIME_TIMESTAMP', { key: 'SYSLOG_IDENTIFIER', matches: `^(?:${programs})$` }, 'MESSAGE'],
  ],
  line: first(
    join(at('time'), constant(' '), at('stream'), constant(' F '), capture(at('log'), '^([^\n]*)')),
    join(
      epoch('__REALTIME_TIMESTAMP', 'microseconds'),
      constant('Z '),
      at('_HOSTNAME'),
      constant(' '),
      at('SYSLOG_IDENTIFIER'),
      first(join(constant('['), pid, constant(']: ')), constant(': ')),
      capture(at('MESSAGE'), '^([^\n]*)'),
    ),
  ),
};
