import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { Coverage } from '../../model/coverage.ts';
import { coverageOfIncident } from './coverage.ts';

const cell = (account: string, region: string | null, more: Partial<Coverage> = {}): Coverage => ({
  cloud: 'nimbus',
  account,
  region,
  source: 'nimbus.log',
  state: 'seen',
  first: '2026-11-20T10:00:00Z',
  last: '2026-11-20T12:00:00Z',
  count: 3,
  ...more,
});
const acting = ['a', 'b'].map((account) => actGroup({ account, region: 'east' }));
const told = (cells: readonly Coverage[], acts = acting) =>
  coverageOfIncident(cells, acts).map(({ cloud, account, region, source, state, count }) =>
    [cloud, account, region, source, state, count].join(' '),
  );

test('a region that only another account of the incident has records of is unknown, by the log that tells most', () => {
  const beside = cell('b', 'east', { source: 'nimbus.alerts', count: 1 });
  expect(told([cell('a', 'east'), cell('a', 'west'), beside, cell('b', 'east'), cell('c', 'south')])).toEqual([
    'nimbus a east nimbus.log seen 3',
    'nimbus a west nimbus.log seen 3',
    'nimbus b east nimbus.alerts seen 1',
    'nimbus b east nimbus.log seen 3',
    'nimbus b west nimbus.log unknown 0',
  ]);
});

test('alerts and flows, however many, are no stand-in for the log of what the intruder did', () => {
  const flows = (account: string, region: string) => cell(account, region, { source: 'nimbus.flow', count: 9000 });
  const cited = actGroup({ account: 'a', citations: [{ ref: 'nimbus.log:1', time: '2026-11-20T11:00:00Z' }] });
  expect(told([cell('a', 'east'), flows('a', 'east'), flows('a', 'west')], [cited])).toEqual([
    'nimbus a east nimbus.log seen 3',
    'nimbus a east nimbus.flow seen 9000',
    'nimbus a west nimbus.flow seen 9000',
    'nimbus a west nimbus.log unknown 0',
  ]);
});

test('no region of another cloud is missed, and no place without a region', () => {
  const cells = [cell('a', 'east'), cell('a', null), cell('b', 'mars', { cloud: 'stratus' })];
  expect(told(cells).filter((one) => one.includes('unknown'))).toEqual([]);
});

test('where the intruder switched the records off, a cell is off, or a gap when records stand there again', () => {
  const blind = actGroup({ account: 'a', region: 'east', blinds: true, last: '2026-11-20T11:00:00Z' });
  expect(told([cell('a', 'east')], [blind])).toEqual(['nimbus a east nimbus.log gap 3']);
  const ended = cell('a', 'east', { last: '2026-11-20T11:00:00Z' });
  expect(told([ended], [blind])).toEqual(['nimbus a east nimbus.log off 3']);
});
