import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seed draws the same on every platform', () => {
  const random = createRandom('beewolf');

  expect([random.between(0, 999), random.between(0, 999), random.hex(8), random.uuid()]).toEqual(drawnFromBeewolf);
});

test('a label has a stream of its own, whatever was drawn before', () => {
  const early = createRandom('seed').fork('label').uuid();
  const drawn = createRandom('seed');
  drawn.uuid();

  expect(drawn.fork('label').uuid()).toBe(early);
  expect(drawn.fork('other').uuid()).not.toBe(early);
});

test('whole numbers reach both ends and nothing beyond', () => {
  const random = createRandom('ends');
  const drawn = new Set(Array.from({ length: 2_000 }, () => random.between(3, 6)));

  expect(drawn).toEqual(new Set([3, 4, 5, 6]));
});

test('ids do not repeat', () => {
  const random = createRandom('ids');
  const drawn = new Set(Array.from({ length: 100_000 }, () => random.uuid()));

  expect(drawn.size).toBe(100_000);
  expect([...drawn][0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

const drawnFromBeewolf = [487, 55, 'f8b14706', 'fd65db92-673f-4831-a812-bfed1be89df1'];
