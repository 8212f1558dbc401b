import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Accounting } from '../../src/lake/accounting.ts';
import type { Fate, Fault, FuzzedRecord, LogMutant } from './mutant.ts';

/** Records that no mutation comes near. */
export interface Control {
  readonly bytes: Buffer;
  readonly texts: readonly string[];
}

/** What a lake holds. */
export interface Taken {
  readonly events: readonly { readonly uid: string; readonly raw: string; readonly object: string }[];
  readonly asides: readonly { readonly raw: string; readonly object: string }[];
  readonly objects: readonly {
    readonly sha256: string;
    readonly path: string;
    readonly records: number;
    readonly events: number;
  }[];
}

/** What came of a run over mutants and the early control, and of a second one over them and the late control. */
export interface Outcome {
  readonly folder: string;
  readonly first: Accounting;
  /** What was said of objects that were read in part. */
  readonly notes: readonly string[];
  readonly lake: Taken;
  readonly second: Accounting;
  readonly after: Taken;
  /** Where the outputs do not keep their contract. */
  readonly violations: readonly string[];
  /** Files in the workspace that nothing names, or that are named in vain. */
  readonly strays: readonly string[];
}

interface Controls {
  readonly early: Control;
  readonly late: Control;
}

/** All that is wrong with what came of the mutants; empty where promise 1 holds. */
export function judge(mutants: readonly LogMutant[], outcome: Outcome, controls: Controls): readonly Fault[] {
  const all = mutants.map(({ number }) => number);
  const told = (kind: Fault['kind'], whats: readonly string[], of: readonly number[] = all): readonly Fault[] =>
    whats.map((what) => ({ kind, what, mutants: of }));
  const index = indexOf(outcome);
  return [
    ...told('sums', [...sumFaults(outcome.first), ...sumFaults(outcome.second), ...countFaults(mutants, outcome)]),
    ...told('again', againFaults(outcome, controls)),
    ...told('lost', lostFaults(controls.early.texts.map(asRecord), false, index)),
    ...mutants.flatMap((mutant) => [
      ...told('lost', lostFaults(mutant.intact, mutant.isLossy, index), [mutant.number]),
      ...told('silent', silentFaults(mutant, outcome, index), [mutant.number]),
    ]),
    ...told('contract', outcome.violations.slice(0, 5)),
    ...told('stray', outcome.strays.slice(0, 5)),
  ];
}

const asRecord = (text: string): FuzzedRecord => ({ id: /"eventID":"([^"]*)"/.exec(text)?.[1] ?? '', text });

const asideIn = ({ records }: Accounting): number => records.set_aside.reduce((sum, { count }) => sum + count, 0);

function sumFaults({ objects, records }: Accounting): readonly string[] {
  const { read, events, duplicates, conflicts } = records;
  const sum = events + duplicates + conflicts + asideIn({ objects, records });
  return [
    ...(read === sum ? [] : [`read ${read}, but events, duplicates, conflicts and set aside are ${sum}`]),
    ...(objects.seen === objects.ingested + objects.known + objects.refused.length
      ? []
      : [`seen ${objects.seen}, but ${objects.ingested} + ${objects.known} + ${objects.refused.length}`]),
  ];
}

/** What the accounting says against what was given and what the lake holds. */
function countFaults(mutants: readonly LogMutant[], { first, lake }: Outcome): readonly string[] {
  const given = mutants.reduce((sum, { files }) => sum + files.length, 1);
  const inArchives = lake.objects.filter(({ path }) => path.includes('!/')).length;
  const refusedInArchives = first.objects.refused.filter(({ path }) => path.includes('!/')).length;
  const read = lake.objects.reduce((sum, { records }) => sum + records, 0);
  const standing = first.records.events + first.records.conflicts;
  return [
    ...(first.objects.seen < given && inArchives + refusedInArchives === 0
      ? [`${given} files were given and ${first.objects.seen} objects seen`]
      : []),
    ...(lake.objects.length === first.objects.ingested
      ? []
      : [`${first.objects.ingested} objects ingested, ${lake.objects.length} in the ledger`]),
    ...(read === first.records.read ? [] : [`read ${first.records.read} records, ${read} in the ledger`]),
    ...(standing === lake.events.length ? [] : [`${standing} events, ${lake.events.length} in the lake`]),
    ...(asideIn(first) === lake.asides.length
      ? []
      : [`${asideIn(first)} set aside, ${lake.asides.length} kept in the lake`]),
  ];
}

/** The second run knows what the first one read, refuses the same, and reads nothing but what is new. */
function againFaults({ first, second, lake, after }: Outcome, { late }: Controls): readonly string[] {
  const refusals = ({ objects }: Accounting): string => JSON.stringify(objects.refused);
  const { records, objects } = second;
  const added = late.texts.length;
  const held = new Set(after.events.map(contentOf));
  const gone = lake.events.filter((event) => !held.has(contentOf(event)));
  return [
    ...(refusals(first) === refusals(second) ? [] : ['a second run refuses others']),
    ...(objects.known === first.objects.ingested + first.objects.known && objects.ingested === 1
      ? []
      : [`a second run knows ${objects.known} of ${first.objects.ingested} objects and reads ${objects.ingested}`]),
    ...(records.read === added && records.events === added ? [] : [`of ${added} late records ${records.events} stand`]),
    ...gone.slice(0, 3).map(({ uid }) => `a second run has lost ${uid}`),
  ];
}

const contentOf = ({ uid, raw, object }: Taken['events'][number]): string => `${uid} ${object} ${raw}`;

/** What was kept, to be looked up. */
interface Index {
  /** What events say, whatever the order of their keys. */
  readonly contents: ReadonlySet<string>;
  /** Uids without the number of a conflict. */
  readonly uids: ReadonlySet<string>;
  /** The text of all that was kept of an object, by the object's hash. */
  readonly texts: ReadonlyMap<string, string>;
}

function indexOf({ lake }: Outcome): Index {
  const texts = new Map<string, string[]>();
  for (const { object, raw } of [...lake.events, ...lake.asides]) {
    const found = texts.get(object) ?? [];
    found.push(raw);
    texts.set(object, found);
  }
  return {
    contents: new Set(lake.events.flatMap(({ raw }) => canonical(raw) ?? [])),
    uids: new Set(lake.events.map(({ uid }) => uid.replace(/#\d+$/, ''))),
    texts: new Map([...texts].map(([object, raws]) => [object, raws.join('\n')])),
  };
}

/** JSON with keys in order, or null where a reader of strict JSON does not take it. */
function canonical(text: string): string | null {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return null;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

function lostFaults(records: readonly FuzzedRecord[], isLossy: boolean, { contents, uids }: Index): readonly string[] {
  return records.flatMap(({ id, text }) => {
    if (!uids.has(`aws.cloudtrail:${id}`)) return [`the record ${id}, which nothing touched, is no event`];
    return isLossy || contents.has(canonical(text) ?? '')
      ? []
      : [`the record ${id}, which nothing touched, is changed`];
  });
}

/** What a run says of the mutated file of a mutant, or of what stands in it. */
function traceOf(mutant: LogMutant, { folder, first, notes, lake }: Outcome): Trace {
  const [main] = mutant.files;
  const path = join(folder, 'logs', String(mutant.number), main?.name ?? '');
  const isOfIt = (text: string): boolean => text.startsWith(path);
  const hash = createHash('sha256')
    .update(main?.bytes ?? '')
    .digest('hex');
  const objects = lake.objects.filter((object) => object.sha256 === hash || isOfIt(object.path));
  return {
    objects,
    refusals: first.objects.refused.filter((refusal) => isOfIt(refusal.path)).length,
    notes: notes.filter(isOfIt).length,
    asides: lake.asides.filter(({ object }) => objects.some(({ sha256 }) => sha256 === object)),
  };
}

interface Trace {
  readonly objects: Taken['objects'];
  readonly refusals: number;
  readonly notes: number;
  readonly asides: Taken['asides'];
}

export function fateOf(mutant: LogMutant, outcome: Outcome): Fate {
  const { refusals, notes, asides } = traceOf(mutant, outcome);
  if (refusals > 0) return 'file refused';
  if (notes > 0) return 'read up to a break';
  return asides.length > 0 ? 'set aside in part' : 'read whole';
}

/** Of what is set aside as faulty no more than some 65,536 characters are kept. */
const keptOfFaulty = 65_000;

/**
 * Records whose id the mutated text still holds, and that are neither event nor set aside, where the
 * object passes for read in full: they are lost without a word.
 */
function silentFaults(mutant: LogMutant, outcome: Outcome, { texts }: Index): readonly string[] {
  const { objects, refusals, notes, asides } = traceOf(mutant, outcome);
  if (objects.length === 0 && refusals === 0) return ['the mutated file is neither ingested nor refused'];
  if (refusals > 0 || notes > 0) return [];
  const read = objects.reduce((sum, { records }) => sum + records, 0);
  const kept = objects.map(({ sha256 }) => texts.get(sha256) ?? '').join('\n');
  const isShortened = asides.some(({ raw }) => raw.length > keptOfFaulty);
  const gone = mutant.level === 'digest' || isShortened ? [] : mutant.records.filter(({ id }) => !kept.includes(id));
  return [
    ...(read < mutant.leastRead ? [`${read} records were read where at least ${mutant.leastRead} are`] : []),
    ...gone
      .filter(({ id }) => mutant.text?.includes(id) || mutant.intact.some((record) => record.id === id))
      .map(({ id }) => `the record ${id} is neither event nor set aside`),
  ];
}
