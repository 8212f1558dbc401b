import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const updated = '2026-11-03T11:20:00.000Z';
const told = (id: string, at = updated) => fixtures.told.get(`${id}@${at}`);
const iam = 'arn:aws:iam::123456789012:';
const mined = {
  time: updated,
  account: '123456789012',
  region: 'us-east-1',
  service: 'guardduty',
  operation: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
  kind: 'Instance',
  category: 'detection',
  host_uid: 'i-0example1',
  domain: 'pool.example.com',
  protocol: 'UDP',
  alert: 'Made up: CryptoCurrency:EC2/BitcoinTool.B!DNS',
  alert_severity: '8',
  alert_status: 'current',
};

test('every finding in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({
    'eventbridge.json': 1,
    'get-findings-cli.json': 3,
    'get-findings.json': 1,
    'records.ndjson': 13,
  });
});

test.each(['dns', 'sent', 'answered'])('a finding that was exported, sent or answered, %s, says the same', (id) => {
  expect(told(id)).toEqual({ ...mined, alert_uid: id });
});

test('a finding that is updated stays one alert', () => {
  const later = '2026-11-03T12:20:00.000Z';
  expect(told('dns', later)).toEqual({ ...mined, time: later, alert_uid: 'dns', alert_status: 'archived' });
});

describe('with whom a machine spoke', () => {
  const remote = '203.0.113.9';
  test.each(['out', 'capital-out', 'runtime'])('is a destination where the connection goes out: %s', (id) => {
    expect(told(id)).toMatchObject({ destination_ip: remote, destination_port: '3333', protocol: 'TCP' });
    expect(told(id)).not.toHaveProperty('source_ip');
  });
  test.each(['in', 'probe', 'user', 'cluster'])('is a source where it comes in or calls: %s', (id) => {
    expect(told(id)).toMatchObject({ source_ip: remote });
    expect(told(id)).not.toHaveProperty('destination_ip');
  });
});

test.each([
  ['user', `${iam}user/alice`, 'AKIAIOSFODNN7EXAMPLE'],
  ['capital-user', `${iam}user/alice`, 'AKIAIOSFODNN7EXAMPLE'],
  ['role', `${iam}role/deploy`, 'ASIAIOSFODNN7EXAMPLE'],
  ['federated', 'arn:aws:sts::123456789012:federated-user/alice', 'ASIAIOSFODNN7EXAMPLE'],
  ['root', `${iam}root`, undefined],
])('who called with which key: %s', (id, actor, credential) => {
  expect(told(id)?.['actor_uid']).toBe(actor);
  expect(told(id)?.['credential']).toBe(credential);
});

test.each([
  ['bucket', 'arn:aws:s3:::example-data'],
  ['capital-bucket', 'arn:aws:s3:::example-data'],
  ['cluster', 'arn:aws:eks:us-east-1:123456789012:cluster/prod'],
  ['function', 'arn:aws:lambda:us-east-1:123456789012:function:worker'],
])('what is no machine is named by its own id: %s', (id, uid) => {
  expect(told(id)).toMatchObject({ host_uid: uid });
});

test('a process that runs where it should not is named', () => {
  expect(told('runtime')).toMatchObject({ process: '/tmp/.x/kworker', host_uid: 'i-0example1' });
});

test('a finding about a policy is a weakness, not a detection', () => {
  expect(told('root')).toMatchObject({ category: 'weakness' });
});
