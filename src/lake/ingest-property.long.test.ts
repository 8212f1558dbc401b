import fc from 'fast-check';
import { test } from 'vitest';
import { lakeProperty } from '../../test/lake-property.ts';

test('the same records give the same events, in hundreds of arrangements', async () => {
  await fc.assert(lakeProperty, { numRuns: 400 });
});
