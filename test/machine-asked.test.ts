import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';

const at = (second: number): number => Date.parse('2026-10-09T23:04:00Z') / 1000 + second;
const ran = (second: number, path: string, cmdline: string): string =>
  JSON.stringify({
    name: 'process_events',
    hostIdentifier: 'db-7',
    unixTime: at(second),
    action: 'added',
    columns: { pid: '77', path, cmdline, uid: '113', auid: '4294967295', time: String(at(second)) },
  });
const asked = (second: number, name: string, instance: string, address: string): string =>
  JSON.stringify({
    version: '1.100000',
    account_id: '123456789012',
    region: 'eu-west-1',
    vpc_id: 'vpc-0abc',
    query_timestamp: new Date(at(second) * 1000).toISOString().replace('.000', ''),
    query_name: `${name}.`,
    query_type: 'A',
    query_class: 'IN',
    rcode: 'NOERROR',
    answers: [],
    srcaddr: address,
    srcport: '40000',
    transport: 'UDP',
    srcids: { instance },
  });
const pool = 'pool.supportxmr.com';
const mined = [
  ran(-86_400, '/usr/bin/df', 'df -P'),
  ran(10, '/tmp/.pg/pg_mem', `/tmp/.pg/pg_mem -o ${pool}:443 --tls --donate-level=0`),
];
const ordinary = [-3000, -600, 700].map((second) =>
  asked(second, 'queue.example.com', 'i-0aa11bb22cc33dd44', '192.0.2.17'),
);

test('the instance that asks for the name in a command, at that moment, is the machine on which it ran', async () => {
  const query = asked(11, pool, 'i-0aa11bb22cc33dd44', '192.0.2.17');
  const { incidents } = await investigatedFiles('asked', [{ 'osquery.log': mined, 'dns.log': [...ordinary, query] }]);
  expect(incidents.map(({ title }) => title)).toEqual(['Programs of db-7/113 ran a miner on db-7']);
  const [incident] = incidents;
  expect(incident?.resources.map(({ uid, name }) => [uid, name])).toEqual([['i-0aa11bb22cc33dd44', 'db-7']]);
  expect(incident?.identities.map(({ uid }) => uid)).toEqual(['db-7/113']);
  // What a machine asks for day by day is no act of anybody.
  expect(incident?.first_seen).toBe('2026-10-09T23:04:10Z');
});

test('of two that ask at once, neither is', async () => {
  const queries = ['i-0aa11bb22cc33dd44', 'i-0ee55ff6677889900'].map((instance, index) =>
    asked(11, pool, instance, `192.0.2.${17 + index}`),
  );
  const { incidents } = await investigatedFiles('two', [{ 'osquery.log': mined, 'dns.log': queries }]);
  expect(incidents.find(({ title }) => title.includes('db-7'))?.resources).toEqual([]);
  expect(incidents.filter(({ title }) => title.includes('shows signs of mining'))).not.toEqual([]);
});
