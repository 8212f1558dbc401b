import { beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../test/temporary-lake.ts';
import { actsSql, narrowTo } from '../../../lake/acts.ts';
import type { Row } from '../../../lake/engine.ts';
import { eventsSql } from '../../../lake/events-sql.ts';
import { readManifest } from '../../../lake/manifest.ts';
import type { Call, JsonObject } from '../../../model/simulation.ts';
import { calledIn } from '../../../lake/calls.ts';
import { createRandom } from '../../../simulate/random.ts';
import { namedUid } from '../ids.ts';
import { semantics } from '../semantics.ts';
import { simulation } from '../simulation.ts';
import { source } from '../sources/audit/source.ts';
import { compute } from './compute.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import { platforms } from './platforms.ts';
import { watch } from './watch.ts';

const account = namedUid('tenancy', 'main.example.com');
const time = Date.UTC(2026, 2, 10, 11, 2, 41);
const actor = simulation.cast(createRandom('oci'), { kind: 'user', name: 'alice', account, opened: 0 });
const presence = { actor, network: '203.0.113.9', agent: 'Oracle-PythonSDK/2.155.0' };

const makes: ReadonlySet<string> = new Set(['launch', 'create', 'create-identity', 'create-credential', 'grant']);

/** What requests of the operations name, by the keys that the simulation looks for. */
const everything: JsonObject = {
  ...Object.fromEntries(
    [
      'instance',
      'instanceConfiguration',
      'instancePool',
      'autoScalingConfiguration',
      'policy',
      'dynamicGroup',
      'nodePool',
      'containerInstance',
      'volumeBackup',
      'networkSecurityGroup',
      'securityList',
      'log',
      'serviceConnector',
      'problem',
      'rt',
      'vnic',
    ].map((kind) => [`${kind}Id`, namedUid(kind.toLowerCase(), kind, 'eu-frankfurt-1')]),
  ),
  id: namedUid('vaultsecret', 'x', 'eu-frankfurt-1'),
  name: 'thing',
  displayName: 'thing',
  description: 'thing',
  bucketName: 'payroll',
  user: 'bob',
  group: 'Developers',
  fingerprint: '20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34',
  action: 'STOP',
  shape: 'VM.GPU.A10.1',
  nodeShape: 'VM.GPU.A10.1',
  status: 'DISABLED',
  regionKey: 'JNB',
  regionName: 'af-johannesburg-1',
  statements: ['Allow group ops to manage instance-family in tenancy'],
};

describe('what the simulation answers', () => {
  const operations = Object.entries({ ...compute, ...identity, ...network, ...platforms, ...watch }).flatMap(
    ([service, answers]) => Object.keys(answers).map((operation) => `${service}.${operation}`),
  );
  const acts = new Map<string, Row>();
  const answers = new Map<string, ReturnType<typeof simulation.answer>>();

  beforeAll(async () => {
    const calls = operations.map((name): Call => {
      const random = createRandom(name);
      const [service = '', operation = ''] = name.split('.');
      const place = { ...presence, account, region: 'eu-frankfurt-1', time, requestUid: random.uuid() };
      const answer = simulation.answer({ ...place, service, operation, request: everything, random });
      answers.set(name, answer);
      return { ...place, ...answer.deed, agent: presence.agent, requestUid: place.requestUid, uid: name };
    });
    const lake = await TemporaryLake.open(source);
    await lake.ingest({ 'audit.log': calls.map(simulation.render.record).join('\n') });
    const events = `(${eventsSql(lake.lake, readManifest(lake.lake).partitions)})`;
    const narrow = narrowTo([semantics], await calledIn(lake.engine, events));
    for (const act of await lake.engine.rows(`SELECT * FROM (${actsSql(narrow, events)})`))
      acts.set(String(act['event_uid']).replace(`${source.id}:`, ''), act);
    await lake.close();
  });

  test.each(operations)('%s is understood: its verb, what it made and what it changed', (name) => {
    const { made = [], changed = [] } = answers.get(name) ?? {};
    const act = acts.get(name) ?? {};

    const { resource_type: type, verb, outcome } = act;

    expect(outcome).toBe('accepted');
    if (verb !== 'list') expect(type).not.toContain('unknown');
    // What is made in order to keep or to change another thing is that thing's own.
    if (makes.has(String(verb))) for (const one of made) expect([type, act['made']]).toEqual([one.type, [one.uid]]);
    for (const { uid } of changed) expect(act['targets']).toEqual([uid]);
  });
});
