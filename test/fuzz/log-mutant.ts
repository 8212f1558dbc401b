import { createHash } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Random } from '../../src/model/simulation.ts';
import { createRandom } from '../../src/simulate/random.ts';
import { zipBytes } from '../cli/zip-bytes.ts';
import { changeEnvelope } from './edit-envelope.ts';
import { changeRows } from './edit-rows.ts';
import { changeField, changeJson } from './edit-record.ts';
import { edited, editsOf, untouched } from './edit-bytes.ts';
import { forms, jsonForms, rowForms, write, type Form, type Written } from './forms.ts';
import type { FuzzedRecord, Level, LogMutant, MutantFile } from './mutant.ts';
import { packed, packingNames, packings } from './packings.ts';
import { pickRecords, type Material } from './records.ts';

/** What a maker of mutants works with. */
interface Making {
  readonly random: Random;
  readonly material: Material;
  readonly records: readonly FuzzedRecord[];
}

type Made = Pick<LogMutant, 'form' | 'mutation' | 'files' | 'intact' | 'leastRead'> & {
  readonly isLossy?: boolean;
  readonly text?: Buffer;
};
type Maker = (making: Making) => Made;

const file = (bytes: Buffer, name = 'mutant.log'): readonly MutantFile[] => [{ name, bytes }];
const says = (edits: readonly { readonly what: string }[]): string => edits.map(({ what }) => what).join('; ');

const at = (records: readonly FuzzedRecord[], places: readonly number[]): readonly FuzzedRecord[] =>
  places.flatMap((place) => records[place] ?? []);

const byteMutant: Maker = ({ random, records }) => {
  const form = random.pick(forms);
  const written = write(form, records);
  const edits = editsOf(written.text, random);
  const intact = at(records, untouched(written, edits));
  const text = edited(written.text, edits);
  const { bytes, packing } = packed(text, random);
  return {
    form: form.name + packing,
    mutation: says(edits),
    files: file(bytes),
    text,
    intact,
    leastRead: intact.length,
    isLossy: form.isLossy,
  };
};

/** Records that stand whole in what any reader of gzip gets before the compressed data ends. */
function beforeTheEnd(bytes: Buffer, { spans }: Written): readonly number[] {
  const length = inflatedPart(bytes).length;
  return spans.flatMap(({ to }, index) => (to <= length ? [index] : []));
}

function inflatedPart(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

const gzipMutant: Maker = ({ random, records }) => {
  const form = random.pick(forms);
  const written = write(form, records);
  const name = random.chance(0.7) ? 'gzip' : 'gzip in two members';
  const bytes = packings[name](written.text);
  const kind = random.between(0, 3);
  const about = { form: `${form.name}, ${name}`, isLossy: form.isLossy };
  if (kind === 0) {
    const cut = bytes.subarray(0, random.between(0, bytes.length - 1));
    const intact = at(records, beforeTheEnd(cut, written));
    return { ...about, mutation: `cut at byte ${cut.length}`, files: file(cut), intact, leastRead: intact.length };
  }
  if (kind === 1) {
    const noise = random.pick([Buffer.alloc(random.between(1, 5_000)), Buffer.from('no gzip'), Buffer.from([0xff])]);
    const mutation = `${noise.length} bytes behind the end`;
    return {
      ...about,
      mutation,
      files: file(Buffer.concat([bytes, noise])),
      intact: records,
      leastRead: records.length,
    };
  }
  const edits = editsOf(bytes, random);
  return { ...about, mutation: says(edits), files: file(edited(bytes, edits)), intact: [], leastRead: 0 };
};

const zipMutant: Maker = ({ random, records }) => {
  const middle = Math.max(1, Math.floor(records.length / 2));
  const halves = [records.slice(0, middle), records.slice(middle)];
  const bytes = zipBytes(
    halves.map((half, index) => {
      const text = write(random.pick(jsonForms), half).text;
      return { name: `${index}.json`, bytes: random.chance(0.5) ? gzipSync(text) : text };
    }),
  );
  if (random.chance(0.2)) {
    const noise = Buffer.from(random.hex(2 * random.between(1, 2_000)), 'hex');
    const mutation = `${noise.length} random bytes in front`;
    return { form: 'zip of two', mutation, files: file(Buffer.concat([noise, bytes])), intact: [], leastRead: 0 };
  }
  const edits = editsOf(bytes, random);
  return { form: 'zip of two', mutation: says(edits), files: file(edited(bytes, edits)), intact: [], leastRead: 0 };
};

/** One record is changed, the others must come through whatever became of it. */
function recordMutant(
  change: (text: string, making: Making) => { readonly text: string; readonly what: string },
): Maker {
  return (making) => {
    const { random, records } = making;
    const form = random.pick(forms);
    const place = random.between(0, records.length - 1);
    const { text: mutated, what } = change(records[place]?.text ?? '', making);
    const changed = records.map((record, index) => (index === place ? { ...record, text: mutated } : record));
    const intact = records.filter((_, index) => index !== place);
    const { text } = write(form, changed);
    const { bytes, packing } = packed(text, random);
    return {
      form: form.name + packing,
      mutation: `record ${place}: ${what}`,
      files: file(bytes),
      intact,
      leastRead: intact.length,
      isLossy: form.isLossy,
    };
  };
}

const jsonMutant = recordMutant((text, { random }) => changeJson(text, random));
const fieldMutant = recordMutant((text, { random, material }) =>
  changeField(text, random, random.pick(material.scenario)),
);

const envelopeMutant: Maker = ({ random, records }) => {
  const { text, form, what, areAllKept } = changeEnvelope(records, random);
  const { bytes, packing } = packed(text, random);
  return {
    form: form + packing,
    mutation: what,
    files: file(bytes),
    text,
    intact: areAllKept ? records : [],
    leastRead: areAllKept ? records.length : 0,
  };
};

const rowsMutant: Maker = ({ random, records }) => {
  const form = random.pick(rowForms);
  const { bytes: text, what, touched } = changeRows(write(form, records), random);
  const intact = touched === 'all' ? [] : records.filter((_, index) => !touched.includes(index));
  const { bytes, packing } = packed(text, random);
  return {
    form: form.name + packing,
    mutation: what,
    files: file(bytes),
    text,
    intact,
    leastRead: intact.length,
    isLossy: form.isLossy,
  };
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The hourly file that lists log files with their hashes. */
function digestOf(logs: readonly MutantFile[], texts: readonly Buffer[]): string {
  const [first] = logs;
  return JSON.stringify({
    awsAccountId: '123456789012',
    digestStartTime: '2026-03-10T11:01:31Z',
    digestEndTime: '2026-03-10T12:01:31Z',
    digestS3Bucket: 'amzn-s3-demo-bucket',
    digestS3Object: 'AWSLogs/123456789012/CloudTrail-Digest/eu-west-1/2026/03/10/digest.json.gz',
    digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: '2026-03-10T11:58:00Z',
    oldestEventTime: '2026-03-10T11:02:00Z',
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
    logFiles: [...logs, ...(first ? [{ ...first, name: 'gone.json.gz' }] : [])].map(({ name }, index) => ({
      s3Bucket: 'amzn-s3-demo-bucket',
      s3Object: `AWSLogs/123456789012/CloudTrail/eu-west-1/2026/03/10/${name}`,
      hashValue: sha256(texts[index] ?? Buffer.from('gone')),
      hashAlgorithm: 'SHA-256',
      newestEventTime: '2026-03-10T11:58:00Z',
      oldestEventTime: '2026-03-10T11:02:00Z',
    })),
  });
}

const digestMutant: Maker = ({ random, records, material }) => {
  const form = random.pick(jsonForms);
  const { text } = write(form, records);
  const log: MutantFile = { name: `${random.hex(12)}.json.gz`, bytes: gzipSync(text) };
  const digest = digestOf([log], [text]);
  const isField = random.chance(0.5);
  const change = isField ? changeField(digest, random, random.pick(material.scenario)) : changeJson(digest, random);
  const edits = random.chance(0.4) ? editsOf(Buffer.from(digest), random) : null;
  const bytes = edits ? edited(Buffer.from(digest), edits) : Buffer.from(change.text);
  return {
    form: 'digest',
    mutation: edits ? says(edits) : change.what,
    files: [{ name: 'digest.json.gz', bytes: random.chance(0.5) ? gzipSync(bytes) : bytes }, log],
    intact: records,
    leastRead: 0,
  };
};

/** Several mutations one upon the other: nothing is known of what should come of it, but that it is accounted for. */
const mixedMutant: Maker = ({ random, records, material }) => {
  const form: Form = random.pick(forms);
  const changed = records.map((record) =>
    random.chance(0.5)
      ? record
      : {
          ...record,
          text: (random.chance(0.5) ? changeJson : changeField)(record.text, random, random.pick(material.scenario))
            .text,
        },
  );
  const { text } = write(form, changed);
  const edits = editsOf(text, random);
  const bytes = packings[random.pick(packingNames)](edited(text, edits));
  const late = random.chance(0.5) ? editsOf(bytes, random) : [];
  return {
    form: form.name,
    mutation: `records changed; ${says([...edits, ...late])}`,
    files: file(edited(bytes, late)),
    intact: [],
    leastRead: 0,
  };
};

/** Makers by level, as often as they stand here. */
const makers: readonly (readonly [Level, Maker])[] = [
  ['byte', byteMutant],
  ['byte', byteMutant],
  ['byte', byteMutant],
  ['byte', byteMutant],
  ['JSON', jsonMutant],
  ['JSON', jsonMutant],
  ['JSON', jsonMutant],
  ['field', fieldMutant],
  ['field', fieldMutant],
  ['field', fieldMutant],
  ['gzip', gzipMutant],
  ['gzip', gzipMutant],
  ['envelope', envelopeMutant],
  ['rows', rowsMutant],
  ['zip', zipMutant],
  ['digest', digestMutant],
  ['mixed', mixedMutant],
  ['mixed', mixedMutant],
];

/** The same mutant for the same seed and number, whatever came before. */
export function logMutant(seed: string, number: number, material: Material): LogMutant {
  const random = createRandom(`${seed}/logs/${number}`);
  const [level, maker] = random.pick(makers);
  const records = pickRecords(material, random.between(2, 9), random);
  return { is: 'logs', number, level, records, isLossy: false, text: null, ...maker({ random, material, records }) };
}
