import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../test/temporary-lake.ts';
import type { Row } from '../../lake/engine.ts';
import type { Call, JsonObject, Organisation } from '../../model/simulation.ts';
import { laterCalls } from '../../simulate/later-calls.ts';
import { ordinaryLife } from '../../simulate/ordinary-life.ts';
import { createRandom } from '../../simulate/random.ts';
import { namedUid } from './ids.ts';
import { semantics } from './semantics.ts';
import { simulation } from './simulation.ts';
import { source } from './sources/audit/source.ts';

const tenancy = namedUid('tenancy', 'main.example.com');
const other = namedUid('tenancy', 'lab.example.com');
const random = createRandom('oci');
const time = Date.UTC(2026, 2, 10, 11, 2, 41);
const user = simulation.cast(random, { kind: 'user', name: 'alice', account: tenancy, opened: 0 });

interface Asked {
  readonly actor?: Call['actor'];
  readonly request?: JsonObject;
  readonly failure?: NonNullable<Call['failure']>;
  readonly region?: string;
}

/** The records of one call, as they would lie in storage. */
function callsOf(
  name: string,
  { actor = user, request = {}, failure, region = 'eu-frankfurt-1' }: Asked = {},
): readonly Call[] {
  const [service = '', operation = ''] = name.split('.');
  const presence = { actor, network: '203.0.113.9', agent: 'Oracle-PythonSDK/2.155.0' };
  const asked = { ...presence, service, operation, request, account: tenancy, region, time, random };
  const requestUid = random.uuid();
  const { deed } = simulation.answer({ ...asked, requestUid, ...(failure && { failure }) });
  const call: Call = {
    ...presence,
    ...deed,
    agent: presence.agent,
    time,
    account: tenancy,
    region,
    uid: random.uuid(),
    requestUid,
  };
  return [call, ...laterCalls(call, random)];
}

const linesOf = (calls: readonly Call[]): string =>
  simulation.render.object(
    { account: tenancy, region: 'eu-frankfurt-1', time, random },
    calls.map(simulation.render.record),
  ).text;

let lake: TemporaryLake;
beforeAll(async () => {
  lake = await TemporaryLake.open(source);
});
afterAll(() => lake.close());

async function told(calls: readonly Call[]): Promise<readonly Row[]> {
  const { records } = await lake.ingest({ [`${random.uuid()}.log`]: linesOf(calls) });
  expect(records).toMatchObject({
    read: calls.length,
    events: calls.length,
    duplicates: 0,
    conflicts: 0,
    set_aside: [],
  });
  const uids = calls.map(({ uid }) => `${source.id}:${uid}`);
  const events = await lake.events();
  return uids.map((uid) => events.find((event) => event['event_uid'] === uid) ?? {});
}

const columns = (row: Row | undefined, ...names: readonly string[]) => names.map((name) => row?.[name] ?? null);

describe('a record of Oracle Cloud', () => {
  test('tells who called, with which key, where and from where', async () => {
    const [row] = await told(callsOf('computeApi.ListInstances'));

    expect(row).toMatchObject({
      account: tenancy,
      actor_account: tenancy,
      region: 'eu-frankfurt-1',
      service: 'computeapi',
      operation: 'ListInstances',
      read_only: 'true',
      actor_type: 'user',
      actor_name: 'alice',
      credential: 'credential' in user ? user.credential : '',
      source_ip: '203.0.113.9',
      user_agent: 'Oracle-PythonSDK/2.155.0',
    });
  });

  test.each([
    ['a machine', { kind: 'role', name: 'build-1' }, 'instance'],
    ['a function', { kind: 'role', name: 'resize', path: 'fnfunc' }, 'resource'],
    ['a service', { kind: 'service', name: 'oci-optimizer' }, 'service'],
    ['a user of another tenancy', { kind: 'outsider', name: 'bob', from: other }, 'user'],
    ['a user at the console', { kind: 'user', name: 'carol', opened: time }, 'user'],
  ] as const)('tells %s', async (_, member, type) => {
    const actor = simulation.cast(random, { account: tenancy, opened: 0, ...member });
    const [row] = await told(callsOf('computeApi.ListInstances', { actor }));
    const { uid, session } = simulation.identify(actor);

    expect(columns(row, 'actor_type', 'session_name')).toEqual([type, session ?? null]);
    expect(row?.['actor_uid']).toContain(uid);
    expect(row?.['actor_account']).toBe(member.kind === 'outsider' ? other : tenancy);
  });

  test('tells a person of the company by the sign-in and the session', async () => {
    const actor = {
      is: 'directory-user',
      account: tenancy,
      user: 'dan@example.com',
      directory: namedUid('saml2idp', 'x'),
      credential: 'csidexample',
    } as const;
    const [row] = await told(callsOf('computeApi.ListInstances', { actor }));

    expect(columns(row, 'actor_type', 'actor_name', 'session_uid')).toEqual([
      'federated',
      'dan@example.com',
      'csidexample',
    ]);
  });

  test('of a sign-in carries the session that it opens', async () => {
    const plain = { is: 'user', uid: namedUid('user', 'alice'), name: 'alice', account: tenancy } as const;
    const calls = callsOf('identitySignOn.InteractiveLogin', { actor: plain });
    const [row] = await told(calls);

    expect(row?.['session_uid']).toMatch(/^csid[0-9a-f]{24}example$/);
    expect(columns(row, 'service', 'operation', 'error')).toEqual(['identitysignon', 'InteractiveLogin', null]);
  });
});

describe('a launch', () => {
  const request = { compartment: 'build', displayName: 'worker', shape: 'VM.GPU.A10.1' };

  test('has a record of its beginning and one of its end, which are one call', async () => {
    const [begin, end, ...others] = await told(callsOf('computeApi.LaunchInstance', { request }));

    expect(others).toEqual([]);
    expect(columns(begin, 'kind', 'operation', 'error', 'region')).toEqual([
      'begin',
      'LaunchInstance',
      null,
      'eu-frankfurt-1',
    ]);
    expect(columns(end, 'kind', 'operation', 'error', 'region')).toEqual([
      'end',
      'LaunchInstance',
      null,
      'eu-frankfurt-1',
    ]);
    expect(begin?.['shared_uid']).toBe(end?.['shared_uid']);
    expect(begin?.['shared_uid']).not.toBeNull();
  });

  test('that a limit stops has one record, which says so', async () => {
    const failure = { code: 'LimitExceeded', message: 'The following service limits were exceeded: gpu-a10-count' };
    const rows = await told(callsOf('computeApi.LaunchInstance', { request, failure }));

    expect(rows.map((row) => columns(row, 'kind', 'error', 'error_message'))).toEqual([
      [null, failure.code, failure.message],
    ]);
  });

  test('that fails on its way was accepted, and ends in a machine that is gone', async () => {
    const failure = { code: null, message: 'Out of host capacity.' };
    const calls = callsOf('computeApi.LaunchInstance', { request, failure });
    const rows = await told(calls);

    expect(rows.map((row) => columns(row, 'kind', 'error'))).toEqual([
      ['begin', null],
      ['end', null],
    ]);
    expect(calls[1]?.notes?.['current']).toMatchObject({ lifecycleState: 'TERMINATED' });
  });
});

describe('ordinary life', () => {
  const account = {
    uid: tenancy,
    name: 'main',
    home: 'us-ashburn-1',
    regions: { 'us-ashburn-1': 3, 'eu-frankfurt-1': 1 },
    share: 1,
    also: ['machine-learning'],
  };
  const organisation: Organisation = { name: 'example', domain: 'example.com', accounts: [account] };
  const span = { since: Date.UTC(2026, 2, 9), until: Date.UTC(2026, 2, 11), events: 4_000, seed: 'life' };
  const calls = [...ordinaryLife(simulation, { organisation, account }, span)];

  test('is read back whole, in every kind of identity', async () => {
    const rows = await told(calls);

    expect(new Set(rows.map((row) => row['actor_type']))).toEqual(
      new Set(['user', 'federated', 'instance', 'resource', 'service']),
    );
    expect(new Set(rows.map((row) => row['account']))).toEqual(new Set([tenancy]));
    expect(rows.filter((row) => row['region'] === null).map((row) => row['operation'])).toEqual([]);
  });

  test('does nothing that changes something and is not understood', () => {
    const known = new Set(
      Object.entries(semantics.acts).flatMap(([service, acts]) =>
        Object.keys(acts).map((name) => `${service}.${name}`),
      ),
    );
    const done = calls
      .filter(({ isRead }) => !isRead)
      .map(({ service, operation }) => `${service.toLowerCase()}.${operation}`);

    expect([...new Set(done)].filter((name) => !known.has(name))).toEqual(['monitoring.PostMetricData']);
  });

  test('makes machines, each with an end', () => {
    const launched = calls.filter(({ operation, kind }) => operation === 'LaunchInstance' && kind === 'begin');

    expect(launched.length).toBeGreaterThan(20);
    expect(launched.flatMap(({ made }) => made ?? []).map(({ type }) => type)).toEqual(
      launched.map(() => 'compute:instance'),
    );
    expect(new Set(launched.map(({ notes }) => notes?.['resourceId'])).size).toBe(launched.length);
  });
});
