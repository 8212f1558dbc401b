import { describe, expect, test } from 'vitest';
import type { Organisation, Resident, Scene } from '../../../model/simulation.ts';
import { ordinaryLife } from '../../../simulate/ordinary-life.ts';
import { createRandom } from '../../../simulate/random.ts';
import { render } from '../sources/cloudtrail/render.ts';
import { simulation } from '../simulation.ts';
import { settle } from './settle.ts';

const prod = {
  uid: '123456789012',
  name: 'prod',
  home: 'us-east-1',
  regions: { 'us-east-1': 3, 'eu-west-1': 1 },
  share: 1,
};
const audit = { ...prod, uid: '111122223333', name: 'audit' };
const organisation: Organisation = { name: 'example', domain: 'example.com', accounts: [prod, audit] };
const since = Date.UTC(2026, 2, 9);

interface Written {
  readonly userIdentity: { readonly type: string; readonly accessKeyId?: string };
  readonly eventSource: string;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly eventCategory: string;
  readonly readOnly: boolean;
  readonly responseElements: unknown;
}

/** Everything that a resident can do, once, with the records of how its session opened. */
function everythingOf(resident: Resident): readonly string[] {
  const random = createRandom(resident.name);
  const scene: Scene = {
    ...resident.arrive({ random, time: since, region: 'eu-west-1', index: 1 }),
    random,
    time: since,
    region: 'eu-west-1',
    requestUid: random.uuid(),
  };
  const deeds = [...(resident.open?.(scene) ?? []), ...resident.habits.map((habit) => habit.make(scene))];
  return deeds.map((deed) => render.record({ ...scene, ...deed, account: prod.uid, uid: random.uuid() }));
}

const residents = settle(createRandom('settle'), prod, organisation);
const records = residents.flatMap(everythingOf).map((text) => JSON.parse(text) as Written);

describe('an ordinary account of AWS', () => {
  test('has every kind of identity that CloudTrail writes down', () => {
    const types = records.map((record) => record.userIdentity.type);

    expect(new Set(types)).toEqual(
      new Set([
        'AssumedRole',
        'IAMUser',
        'Root',
        'FederatedUser',
        'SAMLUser',
        'WebIdentityUser',
        'IdentityCenterUser',
        'AWSService',
        'AWSAccount',
      ]),
    );
  });

  test('has many services and operations', () => {
    expect(new Set(records.map((record) => record.eventSource)).size).toBeGreaterThan(35);
    expect(new Set(records.map((record) => record.eventName)).size).toBeGreaterThan(120);
    expect(new Set(records.map((record) => record.eventCategory))).toEqual(
      new Set(['Management', 'Data', 'NetworkActivity']),
    );
  });

  test('keeps no answer of what only reads, sessions apart', () => {
    const answered = records
      .filter((record) => record.readOnly && record.responseElements !== null)
      .map((record) => record.eventName);

    expect(new Set(answered)).toEqual(
      new Set(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'GetFederationToken']),
    );
  });

  test('has records as large as real ones, many sessions and several kinds of failure', () => {
    const span = { since, until: since + 3 * 86_400_000, events: 20_000, seed: 'life' };
    const texts = [...ordinaryLife(simulation, { organisation, account: prod }, span)].map(render.record);
    const lived = texts.map((text) => JSON.parse(text) as Written);
    const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;

    expect(average).toBeGreaterThan(1_300);
    expect(average).toBeLessThan(2_000);
    expect(new Set(lived.map((record) => record.userIdentity.accessKeyId)).size).toBeGreaterThan(800);
    expect(new Set(lived.map((record) => record.errorCode)).size).toBeGreaterThan(7);
  });
});
