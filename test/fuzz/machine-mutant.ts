import { createRandom } from '../../src/simulate/random.ts';
import type { Random } from '../../src/model/simulation.ts';
import { edited, editsOf } from './edit-bytes.ts';
import { changeLines } from './edit-lines.ts';
import { changeAnyField, changeJson } from './edit-record.ts';
import { pickMachineRecords, type MachineLog } from './machine-records.ts';
import type { FuzzedRecord, Level, LogMutant } from './mutant.ts';
import { packed } from './packings.ts';

type Changed = { readonly text: Buffer; readonly what: string };
type Change = (texts: readonly string[], log: MachineLog, random: Random) => Changed;

const joined = (texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\n`).join(''));

/** Ways in which JSON records are delivered: by themselves, in lists, in what a cloud wraps them in. */
const wraps: readonly ((texts: readonly string[]) => Buffer)[] = [
  joined,
  joined,
  joined,
  (texts) => Buffer.from(`[${texts.join(',')}]`),
  (texts) => Buffer.from(`{"data":[${texts.join(',')}]}`),
  (texts) => Buffer.from(`{"data":{"results":[${texts.map((text) => `{"data":{"logContent":${text}}}`).join(',')}]}}`),
  (texts) => joined(texts.map((text) => `{"datetime":1707572544573,"logContent":${text}}`)),
];

const written = (texts: readonly string[], { is }: MachineLog, random: Random): Buffer =>
  is === 'text' ? joined(texts) : random.pick(wraps)(texts);

const byBytes: Change = (texts, log, random) => {
  const text = written(texts, log, random);
  const edits = editsOf(text, random);
  return { text: edited(text, edits), what: edits.map(({ what }) => what).join('; ') };
};

const byLines: Change = (texts, _, random) => {
  let lines = texts;
  const whats: string[] = [];
  for (let left = random.between(1, 3); left > 0; left -= 1) {
    const changed = changeLines(lines, random);
    lines = changed.lines;
    whats.push(changed.what);
  }
  const isEnded = random.chance(0.8);
  return { text: isEnded ? joined(lines) : Buffer.from(lines.join('\n')), what: whats.join('; ') };
};

/** Of a record in JSON a field or its structure; of a line a word. */
const byFields: Change = (texts, log, random) => {
  if (log.is === 'text') return byLines(texts, log, random);
  const place = random.between(0, texts.length - 1);
  const change = random.chance(0.6) ? changeAnyField : changeJson;
  const { text, what } = change(texts[place] ?? '', random);
  return { text: written(texts.with(place, text), log, random), what: `record ${place}: ${what}` };
};

const changes: readonly (readonly [Level, Change])[] = [
  ['byte', byBytes],
  ['byte', byBytes],
  ['line', byLines],
  ['field', byFields],
  ['field', byFields],
];

/**
 * A mutant of a log of machines. Of records that can have an id, each that the text still names must be kept,
 * as an event or set aside; of all of them the sums must add up.
 */
export function machineMutant(seed: string, number: number, logs: readonly MachineLog[]): LogMutant {
  const random = createRandom(`${seed}/machines/${number}`);
  const log = random.pick(logs);
  const [level, change] = random.pick(changes);
  const own = pickMachineRecords(log, random.between(2, 12), random);
  const { text, what } = change(
    own.map((record) => record.text),
    log,
    random,
  );
  const { bytes, packing } = packed(text, random);
  return {
    is: 'logs',
    number,
    level,
    form: log.name + packing,
    mutation: what,
    files: [{ name: 'mutant.log', bytes }],
    records: own.filter((record): record is FuzzedRecord => record.id !== null),
    intact: [],
    isLossy: false,
    text,
    leastRead: 0,
  };
}
