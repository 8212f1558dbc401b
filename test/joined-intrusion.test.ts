import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';
import { compartment, host, instance, oneIntrusion, tenancy, thief } from './joined-fixture.ts';

test('one intrusion that spans a host and its cloud is one incident', async () => {
  const { incidents } = await investigatedFiles('whole', [oneIntrusion]);
  const [incident] = incidents;
  expect(incidents.map(({ title }) => title)).toEqual([
    `Leaked key of devops ran a miner on ${host}, in 1 account, 1 region`,
  ]);
  expect(incident?.entry).toMatchObject({ how: 'Accepted', address: thief });
  expect(incident?.resources).toMatchObject([
    {
      uid: instance,
      name: host,
      type: 'compute:instance',
      shape: 'VM.Standard.E4.Flex',
      account: tenancy,
      compartment,
      region: 'us-ashburn-1',
      state: 'terminated',
    },
  ]);
  expect(incident).toMatchObject({ accounts: [tenancy], regions: ['us-ashburn-1'] });
  // What the provider says of the instance is an alert about this, and when it was noticed.
  expect(incident?.alerts).toMatchObject([{ source: 'oci.cloud-guard', verdict: 'supported' }]);
  expect(incident?.detected_at).toBe('2024-02-10T14:32:00Z');
  // Who cuts the machine off and ends it holds back the intruder; the launch ten days before is nobody's of them.
  expect(incident?.containment.map(({ action }) => action)).toEqual(['UpdateVnic', 'TerminateInstance']);
  const told = incident?.timeline.map(({ action }) => action);
  expect(told).not.toContain('LaunchInstance');
  // The machine's own credentials: what it never called before is the intruder's, its nightly work is not.
  expect(told).toContain('GetSecretBundle');
  expect(told).not.toContain('PutObject');
  expect(incident?.claims.find(({ subject }) => subject === instance)).toMatchObject({
    text: `${host} is most likely the instance ${instance}`,
    confidence: 'likely',
    method: 'it was the only one of that name at that time',
  });
});
