import { expect, test } from 'vitest';
import { edited, untouched } from './edit-bytes.ts';
import { forms, write } from './forms.ts';
import { logMutant } from './log-mutant.ts';
import { machineMutant } from './machine-mutant.ts';
import { readMachineLogs } from './machine-records.ts';
import { levels } from './mutant.ts';
import { pickRecords, readMaterial } from './records.ts';
import { isMachineRound, isRuleRound, roundsOf } from './rounds.ts';
import { ruleMutant } from './rule-mutant.ts';
import { createRandom } from '../../src/simulate/random.ts';
import { shrink } from './shrink.ts';

const material = readMaterial();
const machineLogs = readMachineLogs();
const madeOf = (seed: string, number: number) => {
  if (isMachineRound(number)) return machineMutant(seed, number, machineLogs);
  return isRuleRound(number) ? ruleMutant(seed, number, rules) : logMutant(seed, number, material);
};
const rules = ['title: A\nlevel: low\ndetection:\n  s: {a: b}\n  condition: s\n'];

test('a seed and a number make the same mutant, whatever was made before', () => {
  const [once, again] = [1, 2].map(() => [12, 27, 45].map((number) => madeOf('s', number)));
  expect(again).toEqual(once);
  expect(logMutant('t', 12, material)).not.toEqual(logMutant('s', 12, material));
});

test('a thousand mutants strike at every level', () => {
  const numbers = Array.from({ length: 1000 }, (_, number) => number);
  const struck = numbers.map((n) => madeOf('s', n).level);
  expect(levels.filter((level) => !struck.includes(level))).toEqual([]);
});

test('mutants of machines are of every log, and know records by ids of their own', () => {
  const numbers = Array.from({ length: 4000 }, (_, number) => number).filter(isMachineRound);
  const made = numbers.map((number) => machineMutant('s', number, machineLogs));
  const struck = new Set(made.map(({ form }) => form.replace(/,.*/, '')));
  expect(machineLogs.filter(({ name }) => !struck.has(name))).toEqual([]);
  const ids = made.flatMap(({ records, number }) => [...new Set(records.map(({ id }) => `${id} ${number}`))]);
  expect(new Set(ids.map((id) => id.split(' ')[0])).size).toBe(ids.length);
});

test.each(forms)('$name holds every record where it says it does', (form) => {
  const records = pickRecords(material, 5, createRandom('forms'));
  const { text, spans } = write(form, records);
  expect(spans.map(({ from, to }, index) => text.subarray(from, to).includes(records[index]?.id ?? ''))).toEqual(
    records.map(() => true),
  );
});

test('an edit touches the record that it strikes, and the neighbours of structure that it brings', () => {
  const written = write(forms.find(({ name }) => name === 'lines') ?? { name: '', parts: () => [], isLossy: false }, [
    { text: '{"a":1}' },
    { text: '{"b":2}' },
    { text: '{"c":3}' },
  ]);
  const edit = (from: number, to: number, bytes: string) => ({ from, to, bytes: Buffer.from(bytes), what: '' });
  expect(untouched(written, [edit(9, 10, 'x')])).toEqual([0, 2]);
  expect(untouched(written, [edit(7, 8, ' ')])).toEqual([0, 1, 2]);
  expect(untouched(written, [edit(7, 8, '{')])).toEqual([2]);
  expect(untouched(written, [edit(5, 8, '')])).toEqual([2]);
  expect(untouched(written, [edit(1, 1, '"}]}')])).toEqual([]);
  expect(edited(written.text, [edit(9, 10, 'x'), edit(0, 1, '')]).toString()).toBe('"a":1}\n{xb":2}\n{"c":3}\n');
});

test('a number asked for alone stays in its round', () => {
  const all = roundsOf(Array.from({ length: 100 }, (_, number) => number));
  const [alone] = roundsOf([45]);
  expect(alone?.isByCommand).toBe(all.find(({ numbers }) => numbers.includes(45))?.isByCommand);
  expect(all.flatMap(({ numbers }) => numbers)).toHaveLength(100);
});

test('what fails is made smaller while it still fails', async () => {
  const bytes = Buffer.from(`${'x'.repeat(300)}!${'y'.repeat(200)}?`);
  const isFailing = async (some: Buffer): Promise<boolean> => some.includes('!') && some.includes('?');
  expect((await shrink(bytes, isFailing, 500)).toString()).toBe('!?');
});
