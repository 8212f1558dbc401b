import fc from 'fast-check';
import { test } from 'vitest';
import { lakeProperty } from '../../test/lake-property.ts';

test('the same records give the same events, in whatever objects, forms, runs and order they come', async () => {
  await fc.assert(lakeProperty, { seed: 20_240_501, numRuns: 15, endOnFailure: true });
});
