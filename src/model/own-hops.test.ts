import { expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { ownHops } from './own-hops.ts';

test('the hop by which the provider opened a session for a machine is not the intruder’s', () => {
  const [hop] = richIncident.chains;
  if (hop === undefined) throw new Error('the fixture has hops');
  const provider = { ...hop, from: { uid: 'actor:ec2.amazonaws.com', name: 'ec2.amazonaws.com' } };
  expect(ownHops({ ...richIncident, chains: [provider, ...richIncident.chains] })).toEqual(richIncident.chains);
});
