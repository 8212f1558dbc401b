import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';
import { ownLog, ranAsRoot, said } from './joined-fixture.ts';

const cron = (time: string, command: string): string => said(time, 'CRON[1]', `(root) CMD (${command})`);
/** Root's own hourly work, which goes on while the intruder is root. */
const hourly = (day: string, hour: number): string =>
  cron(`Feb ${day} ${String(hour).padStart(2, '0')}:17:01`, 'cd / && run-parts --report /etc/cron.hourly');

test("what a timetable starts is nobody's act, unless the intruder changed it and it is new", async () => {
  const log = [
    ...Array.from({ length: 6 }, (_, hour) => hourly('10', hour + 8)),
    ...ownLog,
    said('Feb 10 13:20:00', 'usermod[1013]', "add 'devops' to group 'sudo'"),
    said('Feb 10 13:21:00', 'crontab[1015]', '(root) REPLACE (root)'),
    hourly('10', 14),
    cron('Feb 10 14:00:01', '/var/lib/.update/check'),
    ranAsRoot('Feb 10 14:05:00', '/usr/bin/id'),
  ];
  const { incidents } = await investigatedFiles('timed', [{ 'auth.log': log }]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text).join('\n') ?? '';
  expect(told).toContain('ran /var/lib/.update/check by a timetable');
  expect(told).toContain('ran /usr/bin/id');
  expect(told).not.toContain('run-parts');
});

test('the change of a timetable that brought about a run that is found is told, and is a way back', async () => {
  const web = (time: string, text: string) => said(time, 'CRON[1]', `(www-data) CMD (${text})`);
  const log = [
    web('Feb 10 08:00:01', '/usr/bin/php /srv/app/cron.php'),
    said('Feb 10 11:00:00', 'crontab[1014]', '(www-data) REPLACE (www-data)'),
    web('Feb 10 12:00:01', '/usr/bin/php /srv/app/cron.php'),
    said('Feb 10 13:21:00', 'crontab[1015]', '(www-data) REPLACE (www-data)'),
    ...[30, 35, 40].map((minute) => web(`Feb 10 13:${minute}:01`, '/var/tmp/.font/kworker -k')),
  ];
  const { incidents } = await investigatedFiles('brought', [{ 'auth.log': log }]);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.persistence.map(({ operation, time }) => [operation, time.slice(5)])).toEqual([
    ['REPLACE', '02-10T13:21:00Z'],
  ]);
  expect(incidents[0]?.timeline.map(({ text }) => text).join('\n')).not.toContain('app/cron.php');
});

test('what a timetable starts anew of a program that was found is told, whoever it runs as', async () => {
  const path = '/var/app/.tmp/.sysd/sysd';
  const ran = (second: number, cmdline: string, image: string) =>
    JSON.stringify({
      name: 'process_events',
      hostIdentifier: 'build-server-03',
      unixTime: Date.parse('2024-02-10T13:37:00Z') / 1000 + second,
      action: 'added',
      columns: { pid: '77', path: image, cmdline, uid: '113', auid: '4294967295' },
    });
  const log = Array.from({ length: 5 }, (_, hour) =>
    said(`Feb 10 ${hour + 14}:00:01`, 'CRON[1]', `(app) CMD (${path} -c ${path}.json)`),
  );
  const { incidents } = await investigatedFiles('anew', [
    { 'auth.log': log, 'osquery.log': [ran(0, `${path} -c ${path}.json`, path), ran(1, 'df -P', '/usr/bin/df')] },
  ]);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.last_seen).toBe('2024-02-10T18:00:01Z');
});

test("what a snapshot lists is told as being there, and nothing else of it as anybody's act", async () => {
  const listed = (cmdline: string, path: string) => ({
    cmdline,
    path,
    pid: '77',
    name: 'x',
    username: 'root',
    uid: '0',
  });
  const snapshot = {
    action: 'snapshot',
    name: 'pack/processes',
    hostIdentifier: 'build-server-03',
    unixTime: 1_707_572_100,
    calendarTime: 'Sat Feb 10 13:35:00 2024 UTC',
    epoch: 0,
    counter: 0,
    snapshot: [
      listed('/tmp/.x/kworkerd -o stratum+tcp://pool.example.net:3333 --donate-level 1', '/tmp/.x/kworkerd'),
      listed('/usr/sbin/rsyslogd -n', '/usr/sbin/rsyslogd'),
    ],
  };
  const { incidents } = await investigatedFiles('state', [
    { 'auth.log': ownLog, 'osquery.json': [JSON.stringify(snapshot)] },
  ]);
  expect(incidents).toHaveLength(1);
  const told = incidents[0]?.timeline.map(({ text }) => text).join('\n') ?? '';
  expect(told).toContain('root was seen running /tmp/.x/kworkerd -o stratum');
  expect(told).not.toContain('rsyslogd');
});
