import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { launched, record, roleIdentity, userIdentity } from './investigation/trail.ts';
import type { Json, TrailRecord } from './investigation/trail.ts';

const text = z.string().min(1);
const texts = z.union([text, z.array(text)]).transform((given) => [given].flat());

/** What somebody did, in one line; lists mean one call for each of their items, one second apart. */
const actSchema = z.strictObject({
  at: z.string().regex(/^\d+ \d\d:\d\d:\d\d$/),
  /** Repeated on so many days in a row. */
  days: z.int().min(1).default(1),
  times: z.int().min(1).default(1),
  /** Seconds between repetitions. */
  every: z.number().positive().default(1),
  /** A user with a lasting key, or `role/session` with a temporary one. */
  by: text,
  from: text.default('192.0.2.17'),
  with: text.default('aws-cli/2.15.0'),
  do: texts,
  in: texts.default(['us-east-1']),
  shape: text.optional(),
  count: z.int().min(1).default(1),
  error: text.optional(),
});
type Act = z.infer<typeof actSchema>;

const caseSchema = z.strictObject({
  title: text,
  acts: z.array(actSchema).min(1),
  /** The day from which signs are looked at; what came before is its history. */
  since: z.int().min(1).default(1),
  /** The greatest sign of each subject, in words; `{account}` and `{key}` of the case stand in braces. */
  signs: z.array(text).default([]),
});
export type BaselineCase = z.infer<typeof caseSchema>;

const casesSchema = z.object({
  malicious: z.array(caseSchema).min(1),
  benign: z.array(caseSchema).min(1),
  short: z.array(caseSchema).min(1),
});
export type BaselineCases = z.infer<typeof casesSchema>;

export const readCases = (folder: string): BaselineCases =>
  casesSchema.parse(parse(readFileSync(join(folder, 'fixtures/cases.yaml'), 'utf8'), { merge: true }));

const start = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

export const instantOfDay = (day: number): string => new Date(start + (day - 1) * dayMs).toISOString();

/** Each case plays in an account of its own, so that many can share a lake. */
export const accountOf = (index: number): string => String(100_000_000_001 + index);
export const keyOf = (name: string, account: string): string =>
  `AKIAEXAMPLE${account.slice(-4)}${name.toUpperCase().slice(0, 5).padEnd(5, 'X')}`;

/** The records of a case, in order of time. */
export function recordsOf({ acts }: Pick<BaselineCase, 'acts'>, account: string): readonly TrailRecord[] {
  const records = acts.flatMap((act, index) => recordsOfAct(act, { account, index }));
  return records.toSorted((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));
}

interface Place {
  readonly account: string;
  readonly index: number;
}

function recordsOfAct(act: Act, { account, index }: Place): readonly TrailRecord[] {
  const [day = '', clock = ''] = act.at.split(' ');
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  const first = start + (Number(day) - 1) * dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const calls = act.in.flatMap((region) => act.do.map((call) => ({ region, call })));
  const records: TrailRecord[] = [];
  for (let repeat = 0; repeat < act.days * act.times; repeat += 1) {
    const begin = first + Math.floor(repeat / act.times) * dayMs + (repeat % act.times) * act.every * 1000;
    for (const [place, { region, call }] of calls.entries()) {
      const time = new Date(begin + place * 1000).toISOString().replace('.000Z', 'Z');
      const uid = `${account}-${index}-${repeat}-${place}`;
      const caller = { who: whoOf(act.by, account, time), ip: act.from, agent: act.with, account };
      const reads = /^(?:Describe|List|Get)/.test(call.split(':')[1] ?? '');
      records.push(record(uid, time, caller, call, { awsRegion: region, readOnly: reads, ...resultOf(act, uid) }));
    }
  }
  return records;
}

function whoOf(by: string, account: string, time: string): Json {
  const [role = '', name] = by.split('/');
  if (name === undefined) return userIdentity(by, keyOf(by, account), account);
  // A new token every day, as sessions have.
  const created = `${time.slice(0, 10)}T00:00:00Z`;
  const key = `ASIAEXAMPLE${account.slice(-2)}${time.slice(5, 10).replace('-', '')}${name.toUpperCase().slice(0, 3)}`;
  return roleIdentity({ role, name, key, created, account });
}

function resultOf({ shape, count, error }: Act, uid: string): Readonly<Record<string, Json>> {
  if (error !== undefined) return { errorCode: error, errorMessage: 'refused', ...(shape && asked(shape, count)) };
  if (shape === undefined) return {};
  return launched(shape, ...Array.from({ length: count }, (_, index) => `i-${uid}-${index}`));
}

const asked = (instanceType: string, count: number): Readonly<Record<string, Json>> => ({
  requestParameters: { instanceType, instancesSet: { items: [{ minCount: count, maxCount: count }] } },
});
