import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseList } from '../src/detect/intel/parse-list.ts';
import { ownList } from '../src/detect/intel/own-list.ts';
import type { IntelList } from '../src/model/intel.ts';

const text = z.string().min(1);

/** What happened on a machine or by its network, in one line. */
const actSchema = z.strictObject({
  at: z.string().regex(/^\d+ \d\d:\d\d(?::\d\d)?$/),
  /** Repeated on so many days in a row, or on days of the week apart. */
  days: z.int().min(1).default(1),
  daysApart: z.int().min(1).default(1),
  /** For how many minutes, with one record in so many of them. */
  minutes: z.int().min(1).default(1),
  every: z.int().min(1).default(1),
  /** Another machine than the case's own. */
  on: z
    .string()
    .regex(/^[a-z]$/)
    .default('a'),
  /** `address port`, or `address port UDP`. */
  flow: text.optional(),
  /** The same the other way round: `address` is who came, `port` the machine's. */
  inward: text.optional(),
  /** Of whoever opens the connection; a high one where none is given. */
  clientPort: z.int().optional(),
  out: z.int().min(0).default(800),
  in: z.int().min(0).nullable().default(2000),
  refused: z.boolean().default(false),
  cpu: z.number().optional(),
  name: text.optional(),
  /** To which address the name led, as a resolver was told for whoever asked it. */
  answer: text.optional(),
  resolver: text.default('10.255.0.53'),
  /** Flows name the machine's own id, and not only its interface. */
  namesMachine: z.boolean().default(false),
  user: text.optional(),
  from: text.default('192.0.2.17'),
});
type Act = z.infer<typeof actSchema>;

/** An act with what is usual of it. */
export const storyAct = (act: z.input<typeof actSchema>): Act => actSchema.parse(act);

const caseSchema = z.strictObject({
  title: text,
  acts: z.array(actSchema).min(1),
  /** The day from which signs are looked at; what came before is history. */
  since: z.int().min(1).default(1),
  /** The greatest sign of each subject and destination, in words; `{a}` is the case's machine in its flows, `{host}` its name. */
  signs: z.array(text).default([]),
});
export type MachineCase = z.infer<typeof caseSchema>;

const listSchema = z.strictObject({
  name: text,
  as_of: text.nullable().default('2026-02-20'),
  expires_days: z.int().default(180),
  weight: z.number().default(1),
  text,
});

const casesSchema = z.object({
  lists: z.array(listSchema).default([]),
  malicious: z.array(caseSchema).min(1),
  benign: z.array(caseSchema).min(1),
  short: z.array(caseSchema).default([]),
});
export type MachineCases = z.infer<typeof casesSchema>;

export const readMachineCases = (folder: string): MachineCases =>
  casesSchema.parse(parse(readFileSync(join(folder, 'fixtures/cases.yaml'), 'utf8'), { merge: true }));

export const listsOf = ({ lists }: Pick<MachineCases, 'lists'>): readonly IntelList[] => [
  ownList,
  ...lists.map(({ name, as_of: asOf, expires_days: expiresDays, weight, text: lines }) => ({
    name,
    licence: null,
    asOf,
    expiresDays,
    weight,
    isOwn: false,
    ...parseList(lines),
  })),
];

const start = Date.UTC(2026, 2, 1);
const minuteMs = 60_000;

export const instantOfDay = (day: number): string => new Date(start + (day - 1) * 24 * 60 * minuteMs).toISOString();

export const addressOf = (index: number, on = 'a'): string => `10.7.${index}.${on.charCodeAt(0) - 92}`;
export const vnicOf = (index: number, on = 'a'): string => `ocid1.vnic.oc1.iad.example${index}${on}`;
const instanceOf = (index: number, on: string): string => `ocid1.instance.oc1.iad.example${index}${on}`;
export const hostOf = (index: number, on = 'a'): string => `build-${index}${on}`;

export interface MachineRecords {
  readonly flows: readonly string[];
  readonly measures: readonly string[];
  readonly names: readonly string[];
  readonly lines: readonly string[];
  readonly answers: readonly string[];
}

/** The records of a case as sources write them, each case on machines of its own. */
export function machineRecords({ acts }: Pick<MachineCase, 'acts'>, index: number): MachineRecords {
  const told = acts.flatMap((act, place) => timesOf(act).map((time) => ({ act, time, place })));
  const of = (pick: (act: Act) => string | undefined, write: (act: Act, time: number, place: number) => string[]) =>
    told.flatMap(({ act, time, place }) => (pick(act) === undefined ? [] : write(act, time, place)));
  return {
    flows: [
      ...of(
        (act) => act.flow,
        (act, time, place) => flowRecords(act, { time, place, index }),
      ),
      ...of(
        (act) => act.inward,
        (act, time, place) => flowRecords(act, { time, place, index }),
      ),
    ],
    measures: told.flatMap(({ act, time }) => (act.cpu === undefined ? [] : [measure(act, time, index)])),
    names: of(
      (act) => (act.answer === undefined ? act.name : undefined),
      (act, time, place) => [query(act, { time, place, index })],
    ),
    answers: of(
      (act) => act.answer,
      (act, time) => [answered(act, time, index)],
    ),
    lines: of(
      (act) => act.user,
      (act, time, place) => [signIn(act, { time, place, index })],
    ),
  };
}

function timesOf({ at, days, daysApart, minutes, every }: Act): readonly number[] {
  const [day = '', clock = ''] = at.split(' ');
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  const first = start + ((Number(day) - 1) * 24 * 60 + hour * 60 + minute) * minuteMs + second * 1000;
  return Array.from({ length: days }, (_, repeat) =>
    Array.from(
      { length: Math.ceil(minutes / every) },
      (__, step) => first + repeat * daysApart * 24 * 60 * minuteMs + step * every * minuteMs,
    ),
  ).flat();
}

interface Place {
  readonly time: number;
  readonly place: number;
  readonly index: number;
}

const stamp = (time: number): string => new Date(time).toISOString();

function flowRecords(act: Act, { time, place, index }: Place): string[] {
  const [other = '', port = '0', protocol = 'TCP'] = (act.flow ?? act.inward ?? '').split(' ');
  const own = addressOf(index, act.on);
  const clientPort = act.clientPort ?? 40_000 + place;
  const isOut = act.flow !== undefined;
  const forth = { from: isOut ? own : other, to: isOut ? other : own, fromPort: clientPort, toPort: Number(port) };
  const back = { from: forth.to, to: forth.from, fromPort: forth.toPort, toPort: clientPort };
  const one = (way: typeof forth, bytes: number, suffix: string): string =>
    JSON.stringify({
      type: 'com.oraclecloud.vcn.flowlogs.DataEvent',
      time: stamp(time),
      id: `${index}-${place}-${suffix}`,
      oracle: {
        vnicocid: vnicOf(index, act.on),
        tenantid: 'ocid1.tenancy.oc1..exampletenancy',
        ...(act.namesMachine && { instanceocid: instanceOf(index, act.on) }),
      },
      data: {
        action: act.refused ? 'REJECT' : 'ACCEPT',
        bytesOut: bytes,
        sourceAddress: way.from,
        sourcePort: way.fromPort,
        destinationAddress: way.to,
        destinationPort: way.toPort,
        protocolName: protocol,
      },
    });
  return [one(forth, act.out, 'out'), ...(act.in === null ? [] : [one(back, act.in, 'in')])];
}

const measure = ({ cpu = 0, on }: Act, time: number, index: number): string =>
  JSON.stringify({
    namespace: 'oci_computeagent',
    name: 'CpuUtilization',
    compartmentId: 'ocid1.tenancy.oc1..exampletenancy',
    dimensions: { resourceId: instanceOf(index, on), resourceDisplayName: hostOf(index, on) },
    metadata: { unit: 'percent' },
    datapoints: [{ timestamp: time, value: cpu, count: 1 }],
  });

const query = ({ name, on, resolver }: Act, { time, place, index }: Place): string =>
  JSON.stringify({
    specversion: '1.0',
    type: 'com.oraclecloud.dns.private.resolver',
    time: stamp(time),
    id: `${index}-${place}-${time}`,
    oracle: { tenantid: 'ocid1.tenancy.oc1..exampletenancy' },
    data: {
      qname: `${name ?? ''}.`,
      qtype: 'A',
      rcodeName: 'NOERROR',
      sourceAddress: addressOf(index, on),
      sourcePort: 50_000,
      destinationAddress: resolver,
      destinationPort: 53,
      protocol: 'UDP',
    },
  });

/** What a resolver of all machines says, which may be asked by one of their own. */
const answered = ({ name, answer, resolver }: Act, time: number, index: number): string =>
  JSON.stringify({
    version: '1.100000',
    account_id: '123456789012',
    region: 'us-east-1',
    query_timestamp: stamp(time),
    query_name: `${name ?? ''}.`,
    query_type: 'A',
    rcode: 'NOERROR',
    answers: [{ Rdata: answer, Type: 'A', Class: 'IN' }],
    srcaddr: resolver,
    srcport: String(50_000 + index),
    transport: 'UDP',
  });

const signIn = ({ user, from, refused, on }: Act, { time, place, index }: Place): string =>
  `${stamp(time)} ${hostOf(index, on)} sshd[${1000 + place}]: ${refused ? 'Failed password' : 'Accepted publickey'} for ${user ?? ''} from ${from} port ${50_000 + place} ssh2`;
