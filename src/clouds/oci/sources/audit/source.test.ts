import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { detect } from '../../../../detect/detect.ts';
import { findings } from '../../../../detect/findings.ts';
import { loadRules } from '../../../../detect/sigma/load.ts';
import type { Row } from '../../../../lake/engine.ts';
import { readManifest } from '../../../../lake/manifest.ts';
import { semantics } from '../../semantics.ts';
import { operationNames } from './operation-names.ts';
import { source } from './source.ts';

type Json = { readonly [key: string]: unknown };

const tenancy = 'ocid1.tenancy.oc1..aaaaaaaaexampletenancy';
const alice = 'ocid1.user.oc1..aaaaaaaaexamplealice';
const fingerprint = '20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34';
const text = readFileSync(join(import.meta.dirname, 'shapes.ndjson'), 'utf8');
const shapes = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Json);

const idOf = ({ event_uid: uid }: Row): string => (typeof uid === 'string' ? uid.replace('oci.audit:', '') : '');
const shape = (id: string): Json => {
  const found = shapes.find((one) => one['eventId'] === id || one['id'] === id);
  if (found === undefined) throw new TypeError(`no shape ${id}`);
  return found;
};

describe('a record', () => {
  let lake: TemporaryLake;
  const byId = new Map<string, Row>();

  beforeAll(async () => {
    lake = await TemporaryLake.open(source);
    const { records } = await lake.ingest({ 'shapes.ndjson': text });
    expect(records).toEqual({ read: shapes.length, events: shapes.length, duplicates: 0, conflicts: 0, set_aside: [] });
    for (const event of await lake.events()) byId.set(idOf(event), event);
  });
  afterAll(() => lake.close());

  /** Of the event the given columns; an absent one is null. */
  const told = (id: string, ...columns: readonly string[]) => columns.map((column) => byId.get(id)?.[column] ?? null);

  test.each([
    ['get-instance', ['computeapi', 'GetInstance', null, 'true']],
    ['launch-begin', ['computeapi', 'LaunchInstance', 'begin', null]],
    ['launch-end', ['computeapi', 'LaunchInstance', 'end', null]],
    ['name-in-type', ['computeapi', 'TerminateInstance', 'begin', null]],
    ['lower-case', ['objectstorage', 'CreatePreauthenticatedRequest', null, null]],
    ['on-behalf', ['computemanagement', 'UpdateInstancePool', 'begin', null]],
    ['login', ['identitysignon', 'InteractiveLogin', null, null]],
    ['v1', ['computeapi', 'LaunchInstance', null, null]],
    ['v1-refused', ['computeapi', 'GetInstance', null, 'true']],
  ])('%s names service, operation and phase in one spelling', (id, expected) => {
    expect(told(id, 'service', 'operation', 'kind', 'read_only')).toEqual(expected);
  });

  test.each([
    ['get-instance', 'us-ashburn-1'],
    ['denied', 'ap-seoul-1'],
    ['refused', 'us-phoenix-1'],
    ['lower-case', 'eu-frankfurt-1'],
    ['console-call', 'us-ashburn-1'],
    ['on-behalf', 'eu-frankfurt-1'],
    ['v1', 'us-phoenix-1'],
    ['name-in-type', 'us-ashburn-1'],
    ['login', null],
  ])('%s tells its region by public name', (id, region) => {
    expect(told(id, 'region')).toEqual([region]);
  });

  test.each([
    ['get-instance', [null, null]],
    ['refused', ['LimitExceeded', 'The following service limits were exceeded: gpu-a10-count']],
    ['denied', ['404', 'Authorization failed or requested resource not found']],
    ['v1-refused', ['404', null]],
  ])('%s tells what came of it', (id, expected) => {
    expect(told(id, 'error', 'error_message')).toEqual(expected);
  });

  test.each([
    ['get-instance', ['user', alice, 'alice', fingerprint, null]],
    ['login', ['user', alice, 'alice', 'csid0f17a2ee46ce96dfbb9e16b051fb', 'csid0f17a2ee46ce96dfbb9e16b051fb']],
    ['console-call', ['user', alice, 'alice', 'csid0f17a2ee46ce96dfbb9e16b051fb', 'csid0f17a2ee46ce96dfbb9e16b051fb']],
    [
      'instance-principal',
      [
        'instance',
        'ocid1.instance.oc1.iad.anuwcljtexamplebuild',
        'build-1',
        null,
        'ocid1.instance.oc1.iad.anuwcljtexamplebuild',
      ],
    ],
    [
      'resource-principal',
      [
        'resource',
        'ocid1.fnapp.oc1.phx.aaaaexample',
        'ocid1.fnapp.oc1.phx.aaaaexample',
        null,
        'ocid1.fnapp.oc1.phx.aaaaexample',
      ],
    ],
    ['service', ['service', 'oci-optimizer/AAAAEXAMPLE', 'oci-optimizer', 'AAAAEXAMPLEKEY', null]],
    [
      'federated',
      ['federated', 'ocid1.saml2idp.oc1..aaaaexample/bob@example.com', 'bob@example.com', 'csidbob', 'csidbob'],
    ],
    ['domain-login-failed', ['user', '0a1b2c3d4e5f', 'alice@example.com', null, null]],
    ['v1', ['user', alice, 'alice', fingerprint, null]],
  ])('%s names who acted, and by what', (id, expected) => {
    expect(told(id, 'actor_type', 'actor_uid', 'actor_name', 'credential', 'session_uid')).toEqual(expected);
  });

  test('a session token is told by a digest and shows itself nowhere but in the record', () => {
    const event = byId.get('token-call') ?? {};
    expect(event['credential']).toMatch(/^token:[0-9a-f]{40}$/);
    const { raw, ...columns } = event;
    expect(JSON.stringify(columns)).not.toContain('eyJ');
    expect(JSON.stringify(raw)).toContain('eyJ');
  });

  test('a call from another tenancy belongs to the one whose log it stands in', () => {
    expect(told('outsider', 'account', 'actor_account')).toEqual([
      tenancy,
      'ocid1.tenancy.oc1..aaaaaaaaexamplepartner',
    ]);
  });

  test('beginning and end of a call share an id, and no other calls of their request do', () => {
    expect(told('launch-end', 'shared_uid')).toEqual(told('launch-begin', 'shared_uid'));
    expect(told('launch-begin', 'shared_uid')).toEqual(['GROUP/LAUNCH:launchinstance']);
    expect(told('refused', 'shared_uid')).toEqual([null]);
  });

  test('who called on somebody’s behalf is told beside him', () => {
    expect(told('on-behalf', 'actor_name', 'invoked_by')).toEqual(['alice', 'autoscaling']);
  });

  test('time, address and agent stand in their columns', () => {
    expect(told('launch-begin', 'time', 'cloud', 'source_ip', 'request_uid')).toEqual([
      '2026-03-10T11:02:41.252Z',
      'oci',
      '203.0.113.9',
      'GROUP/LAUNCH/REQ',
    ]);
    expect(told('domain-login-failed', 'source_ip')).toEqual(['198.51.100.7']);
    expect(told('v1', 'time', 'source_ip', 'user_agent', 'account')).toEqual([
      '2018-03-10T11:02:41.252Z',
      '203.0.113.9',
      'Oracle-JavaSDK/1.2.5',
      tenancy,
    ]);
  });
});

/** The record of version 2 that Logging has wrapped. */
const wrapped = (id: string): Json => ({ datetime: 1773140561252, logContent: shape(id), regionId: 'us-phoenix-1' });

const spelled = (key: string, mark: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `${mark}${letter.toLowerCase()}`);
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const models = ['data', 'identity', 'request', 'response', 'stateChange'];

/** What the command line, and with another mark the Python SDK, makes of a model of the API: keys of maps stay. */
function printed(record: Json, mark = '-'): Json {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      spelled(key, mark),
      models.includes(key) && isObject(value) ? printed(value, mark) : value,
    ]),
  );
}

describe('all forms are read', () => {
  let lake: TemporaryLake;
  beforeEach(async () => {
    lake = await TemporaryLake.open(source);
  });
  afterEach(() => lake.close());

  const ids = ['launch-begin', 'launch-end', 'denied'];
  const some = ids.map(shape);
  const logged = ['login', 'console-call', 'service'];
  const forms: Readonly<Record<string, readonly [readonly string[], string | Buffer]>> = {
    'lines of a service connector, packed': [
      logged,
      gzipSync(logged.map((id) => JSON.stringify(shape(id))).join('\n')),
    ],
    'an array of the API': [ids, JSON.stringify(some)],
    'an array, printed': [ids, JSON.stringify(some, null, 2)],
    'lines of wrapped records': [logged, logged.map((id) => JSON.stringify(wrapped(id))).join('\n')],
    'an array of wrapped records, printed': [logged, JSON.stringify(logged.map(wrapped), null, 2)],
    'an answer of the search API': [
      logged,
      JSON.stringify({ results: logged.map((id) => ({ data: wrapped(id) })), summary: { resultCount: 3 } }),
    ],
    'a search that the command line printed': [
      logged,
      JSON.stringify(
        { data: { fields: [], results: logged.map((id) => ({ data: wrapped(id) })), summary: { 'result-count': 3 } } },
        null,
        2,
      ),
    ],
    'the same in one line': [
      logged,
      JSON.stringify({
        data: { fields: [], results: logged.map((id) => ({ data: wrapped(id) })), summary: { 'result-count': 3 } },
      }),
    ],
    'a list that the command line printed': [ids, JSON.stringify({ data: some.map((one) => printed(one)) }, null, 2)],
    'the same with a next page': [
      ids,
      JSON.stringify({ data: some.map((one) => printed(one)), 'opc-next-page': 'AAAA' }, null, 2),
    ],
    'lines of the Python SDK': [ids, some.map((one) => JSON.stringify(printed(one, '_'))).join('\n')],
    'lines of the audit log alone': [
      logged,
      logged
        .map((id) => JSON.stringify({ ...shape(id), dataschema: undefined, type: 'com.oraclecloud.x.lower' }))
        .join('\n'),
    ],
    'lines without a schema': [
      logged,
      logged
        .map((id) => JSON.stringify({ ...shape(id), dataschema: undefined, oracle: { tenantid: tenancy } }))
        .join('\n'),
    ],
    'lines in kebab-case': [ids, some.map((one) => JSON.stringify(printed(one))).join('\n')],
  };

  test.each(Object.entries(forms))('%s', async (_form, [expected, file]) => {
    const { records, objects } = await lake.ingest({ file: file });
    expect(objects.refused).toEqual([]);
    expect(records).toEqual({ read: 3, events: 3, duplicates: 0, conflicts: 0, set_aside: [] });
    expect((await lake.events()).map(idOf)).toEqual(expected.toSorted());
  });

  test('and the same record in any of them is the same', async () => {
    await lake.ingest({ 'plain.json': JSON.stringify(some) });
    const { records } = await lake.ingest({
      'list.json': JSON.stringify({ data: some.map((one) => printed(one)) }, null, 2),
    });
    expect(records).toMatchObject({ read: 3, events: 0, duplicates: 3, conflicts: 0 });
    await lake.ingest({ 'logged.json': JSON.stringify(shape('login')) });
    expect((await lake.ingest({ 'wrapped.json': JSON.stringify(wrapped('login')) })).records).toMatchObject({
      events: 0,
      duplicates: 1,
    });
  });

  test('a wrapping tells the region where the record does not', async () => {
    await lake.ingest({
      'wrapped.ndjson': ['login', 'console-call'].map((id) => JSON.stringify(wrapped(id))).join('\n'),
    });
    expect((await lake.events()).map((event) => [idOf(event), event['region']])).toEqual([
      ['console-call', 'us-ashburn-1'],
      ['login', 'us-phoenix-1'],
    ]);
  });

  test('what tools write in kebab-case keeps headers, tags and states as they are', async () => {
    await lake.ingest({ 'list.json': JSON.stringify({ data: [printed(shape('launch-begin'))] }) });
    const [event] = await lake.events();
    expect(JSON.parse(String(event?.['raw']))).toEqual(shape('launch-begin'));
  });

  test('other logs in the same wrapping are none of this source', async () => {
    const flow = {
      data: { action: 'ACCEPT', bytesOut: 120, sourceAddress: '203.0.113.9', version: '2' },
      id: 'flow',
      oracle: {
        compartmentid: 'ocid1.compartment.oc1..aaaa',
        loggroupid: 'ocid1.loggroup.oc1.iad.aaaa',
        tenantid: tenancy,
      },
      source: '-',
      specversion: '1.0',
      time: '2026-03-10T11:02:41.252Z',
      type: 'com.oraclecloud.vcn.flowlogs.DataEvent',
    };
    const { records } = await lake.ingest({
      'mixed.ndjson': [flow, shape('login')].map((one) => JSON.stringify(one)).join('\n'),
    });
    expect(records).toMatchObject({
      read: 2,
      events: 1,
      set_aside: [{ reason: 'not a record of a known source', count: 1 }],
    });
  });
});

test('a name in lower case stands for one operation only', () => {
  const written = new Set(Object.values(semantics.acts).flatMap((acts) => Object.keys(acts)));
  expect([...written].filter((name) => operationNames[name.toLowerCase()] !== name)).toEqual([]);
});

/** Count, number of records and records of what a rule with this detection finds in the shapes. */
async function foundBy(detection: string): Promise<readonly unknown[]> {
  const lake = await TemporaryLake.open(source);
  await lake.ingest({ 'shapes.ndjson': text });
  const rule = `title: A rule
id: 7d1f0c52-40cb-4b0c-9d0c-0b8c4a1a2b3c
logsource: {product: oci, service: audit}
detection: {call: {${detection}}, condition: call}
level: low
`;
  const { rules } = loadRules([{ path: 'rule.yml', text: rule, origin: 'given' }], {
    resolve: (name) => ({ path: name.split('.') }),
  });
  await detect({
    engine: lake.engine,
    lake: lake.lake,
    partitions: readManifest(lake.lake).partitions,
    sources: [source],
    rules,
    matches: join(lake.folder, 'matches'),
    scratch: lake.folder,
  });
  await lake.engine.run('CREATE TEMP TABLE touched (event_uid VARCHAR, "time" TIMESTAMP, resources VARCHAR[])');
  const identities = rules.map(({ identity }) => identity);
  const found = await Array.fromAsync(findings(lake.engine, identities, lake.folder));
  await lake.close();
  return found.map(({ count, evidence_count, evidence }) => [count, evidence_count, evidence]);
}

test('a rule that matches beginning and end of a call counts one act, and cites both', async () => {
  expect(await foundBy("data.eventName: LaunchInstance, data.response.status: '200'")).toEqual([
    [1, 2, ['oci.audit:launch-begin', 'oci.audit:launch-end']],
  ]);
});

test.each([
  ['stands in the type alone', 'TerminateInstance', 'name-in-type'],
  ['is written in lower case', 'CreatePreauthenticatedRequest', 'lower-case'],
])('a rule finds an operation whose name %s', async (_, name, record) => {
  expect(await foundBy(`data.eventName|cased: ${name}`)).toEqual([[1, 1, [`oci.audit:${record}`]]]);
});
