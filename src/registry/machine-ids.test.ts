import { expect, test } from 'vitest';
import { knownMachines } from '../investigate/machines/known-machines.ts';
import { semantics } from './semantics.ts';

const known = knownMachines({ semantics, sightings: [], lives: new Map() });

test.each([
  ['i-0abc12def', 'i-0abc12def'],
  ['ocid1.instance.oc1.iad.example', 'ocid1.instance.oc1.iad.example'],
  ['//compute.googleapis.com/projects/p/zones/z-a/instances/7', 'projects/p/zones/z-a/instances/7'],
  ['/projects/p/zones/z-a/instances/web-1', 'projects/p/zones/z-a/instances/web-1'],
  [
    '/SUBSCRIPTIONS/s/RESOURCEGROUPS/r/providers/Microsoft.Compute/virtualMachines/web-1',
    '/SUBSCRIPTIONS/s/RESOURCEGROUPS/r/providers/Microsoft.Compute/virtualMachines/web-1',
  ],
  ['ocid1.bucket.oc1.iad.example', 'agent:ocid1.bucket.oc1.iad.example'],
  ['arn:aws:s3:::bucket', 'agent:arn:aws:s3:::bucket'],
])('%s is known as %s', (hostUid, key) => {
  expect(known.keyAt({ host: null, hostUid }, '2026-11-20T00:00:00Z')).toBe(key);
});
