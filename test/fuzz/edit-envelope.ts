import type { Random } from '../../src/model/simulation.ts';
import { jsonForms, write, type Form } from './forms.ts';
import type { FuzzedRecord } from './mutant.ts';

interface ChangedEnvelope {
  readonly text: Buffer;
  readonly form: string;
  readonly what: string;
  /** Whether what was done leaves every record where it is read. */
  readonly areAllKept: boolean;
}

/** Members of an envelope beside its records, some of which look like records or envelopes themselves. */
const members: readonly string[] = [
  '"a":1',
  '"a":null',
  '"a":"]}"',
  '"a":"\\"Records\\":["',
  '"a":[]',
  '"a":[1,2,{"b":[]}]',
  '"a":{"Records":[{"a":1}]}',
  '"a":[{"eventVersion":1},{"eventVersion":2}]',
  '"Events":[]',
  '"detail":{}',
  '"a":"\\ud83d\\udc1d"',
  `"a":"${'x'.repeat(9_000)}"`,
  `"a":[${'[],'.repeat(3_000)}[]]`,
  `"logFiles":[],"digestS3Object":""`,
];

const spaces: readonly string[] = [' ', '\n', '\r\n\t', '\n\n\n', ' '.repeat(5_000)];

type Put = (
  records: readonly FuzzedRecord[],
  random: Random,
) => Omit<ChangedEnvelope, 'text' | 'form'> & { readonly text: string };

const texts = (records: readonly FuzzedRecord[]): string => records.map(({ text }) => text).join(',');
const key = (random: Random): string => random.pick(['Records', 'Events']);

const puts: readonly Put[] = [
  (records, random) => {
    const member = random.pick(members);
    const text = `{${member},"${key(random)}":[${texts(records)}]}`;
    return { text, what: `${member.slice(0, 40)} before the records`, areAllKept: true };
  },
  (records, random) => {
    const member = random.pick(members);
    const text = `{"${key(random)}":[${texts(records)}],${member}}`;
    return { text, what: `${member.slice(0, 40)} behind the records`, areAllKept: true };
  },
  (records, random) => {
    const middle = random.between(0, records.length);
    const [name, other] = [key(random), key(random)];
    const text = `{"${name}":[${texts(records.slice(0, middle))}],"${other}":[${texts(records.slice(middle))}]}`;
    return { text, what: `two arrays of records, ${name} and ${other}`, areAllKept: true };
  },
  (records, random) => {
    const space = random.pick(spaces);
    const name = key(random);
    const text = `${space}{${space}"${name}"${space}:${space}[${space}${records.map(({ text: one }) => one).join(`${space},${space}`)}${space}]${space}}${space}`;
    return { text, what: `${JSON.stringify(space).slice(0, 20)} wherever there may be space`, areAllKept: true };
  },
  (records) => ({ text: `[{"Records":[${texts(records)}]}]`, what: 'the envelope in a list', areAllKept: false }),
  (records) => ({
    text: `{"a":{"Records":[${texts(records)}]}}`,
    what: 'the envelope in an object',
    areAllKept: false,
  }),
  (records) => ({ text: `{"Records":{"a":[${texts(records)}]}}`, what: 'records in an object', areAllKept: false }),
  (records) => ({ text: `{"Records":[[${texts(records)}]]}`, what: 'records in two lists', areAllKept: false }),
  (records, random) => {
    const middle = random.between(0, records.length);
    const text = `{"Records":[${texts(records.slice(0, middle))}]}\n[${texts(records.slice(middle))}]\n`;
    return { text, what: 'an envelope, then an array', areAllKept: true };
  },
];

/** Records in an envelope that says more than it should, or in two forms one after another. */
export function changeEnvelope(records: readonly FuzzedRecord[], random: Random): ChangedEnvelope {
  if (random.chance(0.6)) {
    const { text, ...rest } = random.pick(puts)(records, random);
    return { ...rest, text: Buffer.from(text), form: 'envelope' };
  }
  const middle = random.between(1, records.length - 1);
  const plain: readonly Form[] = jsonForms.filter(({ name }) => !/Event/.test(name));
  const [one, other] = [random.pick(plain), random.pick(plain)];
  const between = random.pick(['', '\n', '\n\n', ' ', '\r\n', '\n---\n']);
  return {
    text: Buffer.concat([
      write(one, records.slice(0, middle)).text,
      Buffer.from(between),
      write(other, records.slice(middle)).text,
    ]),
    form: `${one.name} and ${other.name}`,
    what: `joined by ${JSON.stringify(between)}`,
    areAllKept: true,
  };
}
