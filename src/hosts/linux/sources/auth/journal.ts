import { at, capture, constant, epoch, first, join, type Lines } from '../../../../model/source.ts';

/** A name as it stands in a line, where a blank, a bracket or a colon would end it. */
const word = (key: string) => capture(at(key), '^([^ \\[:]+)');
const pid = first(at('SYSLOG_PID'), at('_PID'));

/**
 * Entries of systemd's journal as `journalctl -o json` prints them, as the line that rsyslog would write of each, at
 * an exact time. Of a message over several lines the first is read. Keys: systemd.journal-fields(7).
 */
export const journal: NonNullable<Lines['objects']> = {
  recognise: [['__REALTIME_TIMESTAMP', 'MESSAGE']],
  line: join(
    epoch('__REALTIME_TIMESTAMP', 'microseconds'),
    constant('Z '),
    at('_HOSTNAME'),
    constant(' '),
    first(word('SYSLOG_IDENTIFIER'), word('_COMM')),
    first(join(constant('['), pid, constant(']: ')), constant(': ')),
    capture(at('MESSAGE'), '^([^\n]*)'),
  ),
};
