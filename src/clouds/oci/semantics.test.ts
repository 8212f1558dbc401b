import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../test/temporary-lake.ts';
import { layFacts } from '../../detect/baselines/facts.ts';
import { laySummary } from '../../lake/summaries.ts';
import { actsSql, narrowTo } from '../../lake/acts.ts';
import { calledIn, calls } from '../../lake/calls.ts';
import type { Row } from '../../lake/engine.ts';
import { eventsSql } from '../../lake/events-sql.ts';
import { readManifest } from '../../lake/manifest.ts';
import type { Act } from '../../model/semantics.ts';
import { links } from './links.ts';
import { semantics } from './semantics.ts';
import { source } from './sources/audit/source.ts';

const all = Object.entries(semantics.acts).flatMap(([service, operations]) =>
  Object.entries(operations).flatMap(([operation, acts]) =>
    [acts].flat().map((act: Act) => ({ name: `${service} ${operation}`, act })),
  ),
);
const actOf = (service: string, operation: string): readonly Act[] =>
  [semantics.acts[service]?.[operation] ?? []].flat();
const classOf = (shape: string) =>
  semantics.shapes.filter(({ pattern }) => new RegExp(pattern).test(shape)).map((one) => one.class);

describe('the semantics of OCI', () => {
  test('services are written in lower case, as the source writes them', () => {
    for (const service of Object.keys(semantics.acts)) expect(service).toBe(service.toLowerCase());
  });

  test.each([
    ['computeapi', 'LaunchInstance'],
    ['computemanagement', 'LaunchInstanceConfiguration'],
    ['computemanagement', 'CreateInstancePool'],
    ['clustersapi', 'CreateNodePool'],
    ['containerinstances', 'CreateContainerInstance'],
    ['functions', 'CreateFunction'],
    ['datascience', 'CreateJobRun'],
    ['datascience', 'CreateNotebookSession'],
    ['bds', 'CreateBdsInstance'],
    ['dataflow', 'CreateRun'],
    ['computeapi', 'CreateDedicatedVmHost'],
  ])('%s %s launches', (service, operation) => {
    expect(actOf(service, operation).map(({ verb }) => verb)).toEqual(['launch']);
  });

  test('what is launched can be seen to end', () => {
    const ended = new Set(
      all.filter(({ act }) => ['terminate', 'delete', 'stop'].includes(act.verb)).map(({ act }) => act.kind),
    );
    const launched = new Set(all.filter(({ act }) => act.verb === 'launch').map(({ act }) => act.kind));
    expect([...launched].filter((kind) => !ended.has(kind))).toEqual([]);
  });

  test.each([
    ['VM.GPU.A10.1', ['gpu']],
    ['BM.GPU.H100.8', ['gpu', 'large']],
    ['BM.Standard.E4.128', ['large']],
    ['VM.Standard2.24', ['large']],
    ['VM.Standard2.1', []],
    ['VM.Standard.E4.Flex', []],
    ['VM.Standard.E2.1.Micro', []],
    ['VM.DenseIO2.16', ['large']],
  ])('%s is %j', (shape, classes) => {
    expect(classOf(shape)).toEqual(classes);
  });

  test('links speak of kinds that the semantics know', () => {
    const kinds = new Set(all.map(({ act }) => act.kind));
    const spoken = [...links.sessionNamedAfter, ...links.launchers];
    for (const kind of [...spoken, ...Object.keys(links.howToStop), ...Object.keys(links.howToLook)])
      expect(kinds).toContain(kind);
  });

  test('links make nothing that no operation makes', () => {
    for (const { service, operation } of links.makings) expect(actOf(service, operation)).not.toEqual([]);
  });

  test('another tenancy is found in the statement that admits it', () => {
    const statement = 'Define tenancy Other as ocid1.tenancy.oc1..aaaaaaaaexamplepartner';
    expect(new RegExp(links.accountPattern).exec(statement)?.[1]).toBe('ocid1.tenancy.oc1..aaaaaaaaexamplepartner');
  });
});

describe('acts of records', () => {
  let lake: TemporaryLake;
  const byId = new Map<string, Row>();
  const record = (id: string, type: string, data: object) => ({
    eventType: `com.oraclecloud.${type}`,
    cloudEventsVersion: '0.1',
    eventId: id,
    eventTime: '2026-03-10T11:02:41Z',
    data,
  });
  const policy = (...statements: readonly string[]) => ({
    stateChange: { current: { id: 'ocid1.policy.oc1..aaaaexample', statements } },
  });
  const more = [
    record('stop', 'computeApi.InstanceAction.begin', {
      resourceId: 'ocid1.instance.oc1.iad.aaaaexample',
      request: { parameters: { action: ['SOFTSTOP'] } },
    }),
    record('start', 'ComputeApi.instanceaction', {
      resourceId: 'ocid1.instance.oc1.iad.aaaaexample',
      request: { parameters: { action: ['start'] } },
    }),
    record('grant', 'identityControlPlane.CreatePolicy', policy('Allow group ops to manage all-resources in tenancy')),
    record(
      'admit',
      'identityControlPlane.UpdatePolicy',
      policy(
        'Define tenancy x as ocid1.tenancy.oc1..aaaa',
        'Admit group y of tenancy x to manage all-resources in tenancy',
      ),
    ),
    record('region', 'identityControlPlane.CreateRegionSubscription', {
      response: { payload: { regionName: 'eu-madrid-1' } },
    }),
    record('guard-off', 'CloudGuard.UpdateConfiguration', { stateChange: { current: { status: 'DISABLED' } } }),
    record('guard-on', 'CloudGuard.UpdateConfiguration', { stateChange: { current: { status: 'ENABLED' } } }),
    record('frozen', 'computeManagement.UpdateInstancePool.begin', { stateChange: { current: { size: 0 } } }),
    record('grown', 'computeManagement.UpdateInstancePool.begin', { stateChange: { current: { size: 10 } } }),
    record('resolved', 'cloudguard.UpdateProblemStatus', { stateChange: { current: { lifecycleDetail: 'RESOLVED' } } }),
    record('dismissed', 'cloudguard.UpdateProblemStatus', {
      stateChange: { current: { lifecycleDetail: 'DISMISSED' } },
    }),
    record('gone-end', 'computeApi.LaunchInstance.end', {
      resourceId: 'ocid1.instance.oc1.iad.aaaaexample',
      stateChange: { current: { lifecycleState: 'TERMINATED' } },
    }),
    record('capable', 'identityControlPlane.UpdateUserCapabilities', {
      stateChange: { current: { capabilities: { canUseApiKeys: false, canUseConsolePassword: true } } },
    }),
    record('incapable', 'identityControlPlane.UpdateUserCapabilities', {
      stateChange: { current: { capabilities: { canUseApiKeys: false, canUseConsolePassword: false } } },
    }),
    record('gone-policy', 'identityControlPlane.DeletePolicy', { resourceId: 'ocid1.policy.oc1..aaaaexample' }),
    record('failed-end', 'computeApi.LaunchInstance.end', {
      resourceId: 'ocid1.instance.oc1.iad.aaaaexample',
      stateChange: { current: { lifecycleState: 'FAILED' } },
    }),
  ];

  const shapes = readFileSync(join(import.meta.dirname, 'sources/audit/shapes.ndjson'), 'utf8');
  beforeAll(async () => {
    lake = await TemporaryLake.open(source);
    await lake.ingest({ 'shapes.ndjson': `${shapes}${more.map((one) => JSON.stringify(one)).join('\n')}` });
    const events = `(${eventsSql(lake.lake, readManifest(lake.lake).partitions)})`;
    const narrow = narrowTo([semantics], await calledIn(lake.engine, events));
    for (const act of await lake.engine.rows(`SELECT * FROM (${actsSql(narrow, events)})`))
      byId.set(String(act['event_uid']).replace('oci.audit:', ''), act);
  });
  afterAll(() => lake.close());

  const told = (id: string, ...columns: readonly string[]) => columns.map((column) => byId.get(id)?.[column] ?? null);

  test.each([
    ['launch-begin', ['launch', 'compute:instance', 'accepted', 'VM.Standard.E4.Flex']],
    ['launch-end', ['launch', 'compute:instance', 'accepted', 'VM.Standard.E4.Flex']],
    ['refused', ['launch', 'compute:instance', 'refused', null]],
    ['failed-end', ['launch', 'compute:instance', 'refused', null]],
    ['name-in-type', ['terminate', 'compute:instance', 'accepted', null]],
    ['stop', ['stop', 'compute:instance', 'accepted', null]],
    ['start', ['start', 'compute:instance', 'accepted', null]],
    ['lower-case', ['share', 'objectstorage:bucket', 'accepted', null]],
    ['federated', ['create-credential', 'iam:api-key', 'accepted', null]],
    ['login', ['login', 'iam:console', 'accepted', null]],
    ['domain-login-failed', ['login', 'iam:console', 'refused', null]],
    ['grant', ['grant', 'iam:policy', 'accepted', null]],
    ['admit', ['grant', 'iam:policy', 'accepted', null]],
    ['gone-end', ['launch', 'compute:instance', 'refused', null]],
    ['capable', ['change-credential', 'iam:user', 'accepted', null]],
    ['incapable', ['restrict', 'iam:user', 'accepted', null]],
    ['frozen', ['stop', 'compute:instance-pool', 'accepted', null]],
    ['grown', ['modify', 'compute:instance-pool', 'accepted', null]],
    ['resolved', ['other', 'cloudguard:problem', 'accepted', null]],
    ['dismissed', ['impair', 'cloudguard:problem', 'accepted', null]],
    ['gone-policy', ['delete', 'iam:policy', 'accepted', null]],
    ['region', ['raise-quota', 'iam:region', 'accepted', null]],
    ['guard-off', ['impair', 'cloudguard:configuration', 'accepted', null]],
    ['guard-on', ['restore', 'cloudguard:configuration', 'accepted', null]],
    ['v1', ['launch', 'compute:instance', 'accepted', 'VM.Standard2.1']],
    ['token-call', ['list', 'identitycontrolplane:unknown', 'accepted', null]],
  ])('%s', (id, expected) => {
    expect(told(id, 'verb', 'resource_type', 'outcome', 'shape')).toEqual(expected);
  });

  /** Things launched in Ashburn, by facts of the partitions of a lake as it stands. */
  const launchedIn = async ({ engine, lake: folder, folder: outer }: TemporaryLake): Promise<unknown> => {
    const [summaries, scratch] = [join(outer, 'summaries'), join(outer, 'scratch-facts')];
    mkdirSync(scratch, { recursive: true });
    const { partitions } = readManifest(folder);
    const known = { semantics: [semantics], links: [links] };
    const place = { ...known, engine, lake: folder, partitions, summaries, scratch };
    await laySummary(calls, place);
    await layFacts(place);
    const [row] = await engine.rows(
      `SELECT CAST(sum(things) AS INTEGER) AS things FROM fact_launches WHERE region_name = 'us-ashburn-1' AND shape IS NOT NULL`,
    );
    return row?.['things'];
  };

  test('a launch of two records is one to those who compare it with the past', async () => {
    expect(await launchedIn(lake)).toBe(1);
  });

  test('also where one of them comes in another run', async () => {
    const launch = shapes.split('\n').filter((line) => line.includes('"eventId":"launch-'));
    expect(launch).toHaveLength(2);
    const late = await TemporaryLake.open(source);
    for (const [run, line] of launch.toReversed().entries()) {
      await late.ingest({ [`${run}.ndjson`]: line }, [`${run}.ndjson`]);
      expect(await launchedIn(late)).toBe(1);
    }
    await late.close();
  });

  test('both records of a launch name the same instance', () => {
    const instance = [['ocid1.instance.oc1.iad.anuwcljtexamplebuild'], ['build-1']];
    expect(told('launch-begin', 'made', 'names')).toEqual(instance);
    expect(told('launch-end', 'made', 'names')).toEqual(instance);
    expect(told('v1', 'made')).toEqual([['ocid1.instance.oc1.phx.abyhexample']]);
  });

  test('a new key is known by its fingerprint, and whose it is', () => {
    expect(told('federated', 'made', 'targets')).toEqual([
      ['aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99'],
      ['ocid1.user.oc1..aaaaaaaaexamplealice'],
    ]);
  });

  test('the size of a flexible machine stands in its terms', () => {
    expect(JSON.parse(String(told('launch-begin', 'terms')[0]))).toMatchObject({ ocpus: ['16.0'], memory: ['64.0'] });
  });
});
