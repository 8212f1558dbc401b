import { describe, expect, test } from 'vitest';
import { links } from '../../src/clouds/oci/links.ts';
import { semantics } from '../../src/clouds/oci/semantics.ts';
import { source } from '../../src/clouds/oci/sources/audit/source.ts';
import type { Incident } from '../../src/model/incident.ts';
import { investigateTrail } from './trail.ts';
import type { Json } from './trail.ts';

const tenancy = 'ocid1.tenancy.oc1..aaaaaaaaexampletenancy';
const userId = (name: string): string => `ocid1.user.oc1..aaaaaaaaexample${name}`;
const fingerprint = (digit: string): string => Array.from({ length: 16 }, () => digit.repeat(2)).join(':');
const pool = 'ocid1.instancepool.oc1.iad.aaaaexamplepool';
const instance = (name: string, region = 'iad'): string => `ocid1.instance.oc1.${region}.anuwexample${name}`;

interface Caller {
  readonly principalName: string;
  readonly principalId: string;
  readonly ipAddress: string;
  readonly authType?: string;
  readonly credentials?: string;
  readonly consoleSessionId?: string;
  readonly userAgent?: string;
  /** A service that calls for the principal. */
  readonly callerName?: string;
}

const withKey = (name: string, digit: string, ipAddress: string): Caller => ({
  principalName: name,
  principalId: userId(name),
  ipAddress,
  credentials: `${tenancy}/${userId(name)}/${fingerprint(digit)}`,
});

interface Call {
  readonly uid: string;
  readonly clock: string;
  readonly type: string;
  readonly by: Caller;
  readonly group?: string;
  readonly resourceId?: string;
  readonly path?: string;
  readonly status?: string;
  readonly payload?: Json;
  readonly current?: Json;
  readonly parameters?: Json;
  readonly freeformTags?: Json;
}

/** A record of the Audit API. */
function record({ uid, clock, type, by, ...more }: Call): Json {
  const {
    status = '200',
    payload = {},
    current = null,
    parameters = {},
    group = null,
    path = null,
    resourceId = null,
    freeformTags = null,
  } = more;
  const [, name = type] = /([^.]+?)(?:\.(?:begin|end))?$/.exec(type) ?? [];
  return {
    eventType: `com.oraclecloud.${type}`,
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    eventId: uid,
    eventTime: `2026-11-20T${clock}Z`,
    data: {
      eventGroupingId: group,
      eventName: name,
      compartmentId: tenancy,
      resourceId,
      freeformTags,
      identity: { authType: 'natv', tenantId: tenancy, userAgent: 'Oracle-PythonSDK/2.139.1', ...by },
      request: { action: /^(List|Get)/.test(name) ? 'GET' : 'POST', parameters, path },
      response: { status, payload },
      stateChange: { previous: null, current },
    },
  };
}

const thief = withKey('alice', '1', '203.0.113.9');
const owner = withKey('alice', '1', '198.51.100.20');
const machine = (id: string, state: string): Json => ({
  id,
  displayName: 'worker',
  shape: 'VM.GPU.A10.1',
  lifecycleState: state,
});

/** Both records of a launch. */
const launch = (
  name: string,
  minute: string,
  { by = thief, region = 'iad', state = 'RUNNING' } = {},
): readonly Json[] =>
  (['begin', 'end'] as const).map((phase) =>
    record({
      uid: `${name}-${phase}`,
      clock: `11:${minute}:${phase === 'begin' ? '00' : '50'}`,
      type: `computeApi.LaunchInstance.${phase}`,
      by,
      group: `GROUP-${name}`,
      resourceId: instance(name, region),
      current: machine(instance(name, region), phase === 'begin' ? 'PROVISIONING' : state),
    }),
  );

const high = (...uids: readonly string[]) => [{ level: 'high', uids } as const];
const investigated = (records: readonly Json[], ...uids: readonly string[]): Promise<readonly Incident[]> =>
  investigateTrail(records, high(...uids), { source, semantics: [semantics], links: [links], prices: [], howtos: [] });

const newUser = record({
  uid: 'new-user',
  clock: '11:02:00',
  type: 'identityControlPlane.CreateUser',
  by: thief,
  current: { id: userId('backup'), name: 'backup' },
});
const newKey = record({
  uid: 'new-key',
  clock: '11:02:30',
  type: 'identityControlPlane.UploadApiKey',
  by: thief,
  current: { fingerprint: fingerprint('2'), userId: userId('backup'), lifecycleState: 'ACTIVE' },
});

describe('an intrusion in Oracle Cloud', () => {
  test('counts a launch of two records once, and one whose end failed as failed', async () => {
    const records = [
      ...launch('one', '05'),
      ...launch('two', '06', { region: 'fra' }),
      ...launch('bad', '07', { state: 'FAILED' }),
      record({
        uid: 'limit',
        clock: '11:08:00',
        type: 'ComputeApi.LaunchInstance',
        by: thief,
        status: '400',
        payload: { code: 'LimitExceeded' },
      }),
    ];
    const [incident, ...others] = await investigated(records, 'one-begin');
    expect(others).toEqual([]);
    expect(incident?.resources.map(({ uid, state, region, shape }) => [uid, state, region, shape])).toEqual([
      [instance('one'), 'running', 'us-ashburn-1', 'VM.GPU.A10.1'],
      [instance('two', 'fra'), 'running', 'eu-frankfurt-1', 'VM.GPU.A10.1'],
    ]);
    expect(
      incident?.failed.map(({ operation, count, error, evidence }) => [operation, count, error, evidence]),
    ).toEqual([
      ['LaunchInstance', 1, 'refused', ['oci.audit:bad-begin', 'oci.audit:bad-end']],
      ['LaunchInstance', 1, 'LimitExceeded', ['oci.audit:limit']],
    ]);
    expect(incident?.claims.map(({ text }) => text)).toContain('2 resources were launched');
    expect(incident?.timeline.filter(({ action }) => action === 'LaunchInstance')).toHaveLength(4);
  });

  test('is followed to the user and the key that were made, and to what runs on a machine', async () => {
    const records = [
      newUser,
      newKey,
      ...launch('one', '05', { by: withKey('backup', '2', '192.0.2.77') }),
      record({
        uid: 'read',
        clock: '11:20:00',
        type: 'secrets.GetSecretBundle',
        by: {
          principalName: 'worker',
          principalId: instance('one'),
          ipAddress: '10.0.0.7',
          credentials: 'ST$eyJhbGciOiJSUzI1NiJ9.example',
        },
        resourceId: 'ocid1.vaultsecret.oc1.iad.aaaaexample',
      }),
    ];
    const [incident, ...others] = await investigated(records, 'new-key');
    expect(others).toEqual([]);
    expect(incident?.root?.credential).toBe(fingerprint('1'));
    expect(incident?.chains.map(({ from, to, how }) => `${from.name} > ${to.name} ${how}`)).toEqual([
      'alice > backup CreateUser',
      'alice > backup UploadApiKey',
      `backup > worker/${instance('one')} LaunchInstance`,
    ]);
    expect(incident?.credentials.map(({ uid, access }) => [uid, access])).toEqual(
      expect.arrayContaining([
        [fingerprint('1'), 'held'],
        [fingerprint('2'), 'created'],
        ['ocid1.vaultsecret.oc1.iad.aaaaexample', 'readable'],
      ]),
    );
    expect(incident?.persistence.map(({ operation }) => operation)).toEqual(['CreateUser', 'UploadApiKey']);
  });

  test.each([
    [
      'tells by its tags',
      { principalName: 'computemgmt', principalId: 'computemgmt/EXAMPLE' },
      { 'oci:compute:instancepool': pool },
    ],
    ['calls itself', { principalName: 'workers', principalId: pool }, null],
  ])('holds what an instance pool launches for its own, where the pool %s', async (_, principal, freeformTags) => {
    const made = record({
      uid: 'pool',
      clock: '11:05:00',
      type: 'computeManagement.CreateInstancePool.begin',
      by: thief,
      group: 'GROUP-POOL',
      resourceId: pool,
      current: { id: pool, displayName: 'workers', size: 1 },
    });
    const respawned = record({
      uid: 'by-pool',
      clock: '11:06:00',
      type: 'computeApi.LaunchInstance.begin',
      by: {
        ...principal,
        authType: 'service',
        ipAddress: '10.0.0.1',
      },
      resourceId: instance('one'),
      current: machine(instance('one'), 'PROVISIONING'),
      freeformTags,
    });
    const [incident] = await investigated([made, respawned], 'pool');
    expect(incident?.resources.map(({ uid, type, respawned_by: by }) => [uid, type, by])).toEqual([
      [pool, 'compute:instance-pool', null],
      [instance('one'), 'compute:instance', pool],
    ]);
  });

  test('holds what a service launches for a key that others use too, and knows the key taken by its path', async () => {
    const made = record({
      uid: 'pool',
      clock: '11:05:00',
      type: 'computeManagement.CreateInstancePool.begin',
      by: thief,
      resourceId: pool,
      current: { id: pool, displayName: 'workers', size: 1 },
    });
    const called = { callerName: 'compute-management', ipAddress: '10.16.3.7' };
    const respawned = record({
      uid: 'by-pool',
      clock: '11:06:00',
      type: 'computeApi.LaunchInstance.begin',
      by: { ...thief, ...called },
      resourceId: instance('one'),
      current: machine(instance('one'), 'PROVISIONING'),
    });
    const taken = record({
      uid: 'taken',
      clock: '12:00:00',
      type: 'identityControlPlane.DeleteApiKey',
      by: withKey('sana', '7', '198.51.100.99'),
      path: `/20160918/users/${userId('alice')}/apiKeys/${fingerprint('1')}`,
      resourceId: userId('alice'),
    });
    const own = record({ uid: 'own', clock: '08:00:00', type: 'computeApi.GetInstance', by: owner });
    const [incident] = await investigated([own, made, respawned, taken], 'pool');
    expect(incident?.resources.map(({ uid }) => uid)).toEqual([pool, instance('one')]);
    expect(incident?.credentials.map(({ uid, state }) => [uid, state])).toEqual([[fingerprint('1'), 'deleted']]);
    expect(incident?.containment.map(({ action }) => action)).toEqual(['DeleteApiKey']);
  });

  test('leaves the owner of a stolen key his own work', async () => {
    const daily = Array.from({ length: 9 }, (_, day) => ({
      ...(record({
        uid: `daily-${day}`,
        clock: '08:00:00',
        type: 'computeApi.GetInstance',
        by: owner,
        resourceId: instance('owned'),
      }) as Readonly<Record<string, Json>>),
      eventTime: `2026-11-${String(10 + day).padStart(2, '0')}T08:00:00Z`,
    }));
    const records = [...daily, ...launch('own', '01', { by: owner }), ...launch('one', '05')];
    const [incident] = await investigated(records, 'one-begin');
    expect(incident?.resources.map(({ uid }) => uid)).toEqual([instance('one')]);
  });

  test('holds a sign-in and what follows in its console together', async () => {
    const inConsole = {
      principalName: 'alice',
      principalId: userId('alice'),
      ipAddress: '203.0.113.9',
      consoleSessionId: 'csidexample1',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    };
    const records = [
      record({ uid: 'login', clock: '11:00:00', type: 'identitySignOn.InteractiveLogin', by: inConsole }),
      ...launch('one', '05', { by: { ...inConsole, credentials: 'ST$eyJhbGciOiJSUzI1NiJ9.console' } }),
    ];
    const [incident] = await investigated(records, 'one-begin');
    expect(incident?.timeline.map(({ action }) => action)).toEqual(['InteractiveLogin', 'LaunchInstance']);
    expect(incident?.root?.credential).toBe('csidexample1');
    // A session is no key that could be deleted.
    expect(incident?.title).toMatch(/^Misused sign-in of alice /);
    expect(incident?.credentials.map(({ uid, type, state }) => [uid, type, state])).toEqual([
      ['csidexample1', 'session', 'unknown'],
    ]);
  });

  test('follows a password that was set anew into the sessions that begin with it, and no earlier one', async () => {
    const atConsole = (session: string, ipAddress: string) => ({
      principalName: 'bob',
      principalId: userId('bob'),
      ipAddress,
      consoleSessionId: session,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    });
    const login = (uid: string, clock: string, by: Caller): Json =>
      record({ uid, clock, type: 'identitySignOn.InteractiveLogin', by });
    const records = [
      login('own-login', '08:00:00', atConsole('csidexampleown', '198.51.100.20')),
      record({
        uid: 'reset',
        clock: '11:02:00',
        type: 'identityControlPlane.CreateOrResetUIPassword',
        by: thief,
        current: { userId: userId('bob'), name: 'bob' },
      }),
      login('login', '11:04:00', atConsole('csidexamplenew', '203.0.113.80')),
      ...launch('one', '05', { by: atConsole('csidexamplenew', '203.0.113.80') }),
    ];
    const [incident, ...others] = await investigated(records, 'reset');
    expect(others).toEqual([]);
    expect(incident?.chains.map(({ from, to, how }) => `${from.name} > ${to.name} ${how}`)).toEqual([
      'alice > bob CreateOrResetUIPassword',
    ]);
    expect(incident?.timeline.map(({ action }) => action)).toEqual([
      'CreateOrResetUIPassword',
      'InteractiveLogin',
      'LaunchInstance',
    ]);
  });
});
