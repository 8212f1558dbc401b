import { z } from 'zod';
import type { Immutable } from '../../model/immutable.ts';
import { sides } from '../side.ts';
import { farEndSchema, lifeSchema } from './life-schema.ts';

const text = z.string().min(1);

export const machineSchema = z.strictObject({
  name: text,
  uid: text.optional().meta({ description: "The provider's id, or `${made.x}` of what a call made" }),
  account: text.optional(),
  region: text.optional(),
  compartment: text.optional(),
  shape: text.optional(),
  cores: z.int().min(1),
  publicAddress: text.optional(),
  privateAddress: text,
  offsetMinutes: z.int().optional().meta({ description: 'Its clock, in minutes east of UTC' }),
  from: text.optional().meta({ description: 'From when on its logs were kept: `1 00:00:00`' }),
  until: text.optional().meta({ description: 'When it ends; else with the scenario' }),
  idleCpu: z.number().min(0).max(100).optional().meta({ description: 'Percent that its services always take' }),
  measured: z
    .strictObject({
      everyMinutes: z.int().min(1),
      metrics: z.array(z.enum(['cpu', 'memory', 'bytes-out', 'bytes-in'])).optional(),
    })
    .optional()
    .meta({ description: 'Every minute, and all of them, unless said otherwise' }),
  seenBy: z.array(text).meta({ description: 'The sources that see it' }),
  life: lifeSchema.optional(),
});

export const personSchema = z.strictObject({
  user: text.optional(),
  uid: z.int().min(0).optional(),
  as: text.optional().meta({ description: 'Another person, whose user and key are used from elsewhere' }),
  key: z.strictObject({ type: text, name: text }).optional().meta({ description: 'Absent of services of the machine' }),
  from: z.array(text).optional().meta({ description: 'Addresses to sign in from' }),
  side: z.enum(sides),
});

const staysSchema = z.strictObject({
  named: text.meta({ description: 'By which later acts speak of it' }),
  beginsAfterSeconds: z.number().min(0).optional().meta({ description: 'How long it prepares before it works' }),
  cpu: z.number().min(0).max(100).optional().meta({ description: 'Percent of all cores' }),
  memory: z.number().min(0).max(100).optional(),
  /** Bytes in a minute. */
  keeps: z.array(farEndSchema).optional(),
  reconnectsEveryMinutes: z.number().positive().optional(),
});

const alertSchema = z.strictObject({
  uid: text,
  rule: text,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  text,
  state: z.enum(['open', 'updated', 'resolved', 'dismissed']).optional(),
  about: text.optional().meta({ description: 'A process that stays, by its name here' }),
  addresses: z.array(text).optional(),
});

const verbs = {
  signsIn: z.strictObject({
    from: text.optional(),
    method: z.enum(['publickey', 'password']).optional(),
    isRefused: z.boolean().optional(),
  }),
  signsOut: z.literal(true),
  runs: text,
  makesUser: z.strictObject({ user: text, uid: z.int(), home: text.optional(), shell: text.optional() }),
  addsToGroup: z.strictObject({ user: text, group: text }),
  setsTimetable: z.strictObject({ for: text, everyMinutes: z.int().min(1), runs: text }),
  clearsTimetable: text,
  ends: text,
  alerts: alertSchema,
  listsProcesses: z.literal(true),
  isolates: z.literal(true),
  isStopped: z.literal(true),
} as const;

type Verb = keyof typeof verbs;
const verbNames = Object.keys(verbs) as readonly Verb[];
const optional = <T extends z.ZodType>(schema: T): z.ZodOptional<T> => schema.optional();

/** One act on a machine: one verb, and how. */
export const machineStepSchema = z
  .strictObject({
    at: text.meta({ description: 'Day from 1 and time of day in UTC: `2 11:02:41`; in a routine the time alone' }),
    by: text.meta({ description: 'One of `people`' }),
    machine: text.meta({ description: 'One of `machines`' }),
    signsIn: optional(verbs.signsIn),
    signsOut: optional(verbs.signsOut),
    runs: optional(verbs.runs),
    makesUser: optional(verbs.makesUser),
    addsToGroup: optional(verbs.addsToGroup),
    setsTimetable: optional(verbs.setsTimetable),
    clearsTimetable: optional(verbs.clearsTimetable),
    ends: optional(verbs.ends),
    alerts: optional(verbs.alerts),
    listsProcesses: optional(verbs.listsProcesses),
    isolates: optional(verbs.isolates),
    isStopped: optional(verbs.isStopped),
    sudo: z.literal(true).optional().meta({ description: 'As root, asked for by way of sudo' }),
    program: text.optional().meta({ description: 'Where the program lies, if not in /usr/bin' }),
    parent: text.optional().meta({ description: 'The service that starts it, where nobody is signed in' }),
    folder: text.optional().meta({ description: 'Where it is run; else at home' }),
    writes: z.array(text).optional(),
    reaches: z.array(farEndSchema).optional(),
    stays: staysSchema.optional().meta({ description: 'It goes on running' }),
    marks: z.enum(['persistence', 'impairment']).optional(),
    decoy: text.optional().meta({ description: 'What it looks like and is not' }),
  })
  .refine((step) => verbNames.filter((verb) => step[verb] !== undefined).length === 1, {
    error: `an act on a machine has one of ${verbNames.join(', ')}`,
  });

export type MachineStep = Immutable<z.infer<typeof machineStepSchema>>;
export type MachinePlan = Immutable<z.infer<typeof machineSchema>>;
export type PersonPlan = Immutable<z.infer<typeof personSchema>>;
export type LifePlan = Immutable<z.infer<typeof lifeSchema>>;
export type FarEnd = Immutable<z.infer<typeof farEndSchema>>;
