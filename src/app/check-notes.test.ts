import { expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { miningRates } from '../model/mining.ts';
import type { Stated } from '../model/stated.ts';
import { checkedNotes } from './check-notes.ts';

const check = checkedNotes({ mining: miningRates, products: [], chargesOf: () => null });
const note = (kind: Stated['kind'], text: string): Stated => ({
  number: 3,
  kind,
  text,
  on: null,
  verdict: null,
  evidence: [],
});

test('a sentence that the records contradict is listed with both, and one that they bear out is not', () => {
  const [found, ...others] = check(richIncident, [note('closing', 'No persistence was found.')]);
  expect(others).toEqual([]);
  expect(found?.statements[0]).toMatch(/^note 3: No persistence was found/);
  expect(found?.evidence[0]).toBe('note:3');
  expect(found?.evidence.length).toBeGreaterThan(1);
  expect(check(richIncident, [note('statement', 'Mining ran in 6 regions')])).toEqual([]);
});

test('a name is no sentence', () => {
  expect(check(richIncident, [note('analyst', 'No persistence was found.')])).toEqual([]);
});
