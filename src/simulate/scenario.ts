import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import type { Immutable } from '../model/immutable.ts';
import type { Json } from '../model/simulation.ts';
import { type MachineStep, machineSchema, machineStepSchema, personSchema } from './machines/schema.ts';
import { sides } from './side.ts';

const text = z.string().min(1);
const json: z.ZodType<Json> = z.json();

const accountSchema = z.strictObject({
  uid: text,
  home: text,
  regions: z.record(text, z.number().positive()).meta({ description: 'Where its ordinary work is done, as weights' }),
  share: z.number().positive(),
  also: z.array(text).optional().meta({ description: 'Residents that live only where they are named' }),
});

const memberSchema = z.strictObject({
  kind: z.enum(['root', 'user', 'role', 'service', 'outsider']).optional(),
  as: text.optional().meta({ description: 'Another member, whose identity is used from elsewhere' }),
  name: text.optional(),
  account: text.optional().meta({ description: 'By the name it has under `accounts`' }),
  from: text.optional().meta({ description: 'The id of the account that an outsider calls from' }),
  path: text.optional(),
  session: text.optional(),
  opened: text.optional(),
  invokedBy: text.optional(),
  network: text,
  agent: text,
  side: z.enum(sides),
});

const stepSchema = z.strictObject({
  at: text.meta({ description: 'Day from 1 and time of day in UTC: `2 11:02:41`; in a routine the time alone' }),
  by: text,
  on: text.meta({ description: "The provider's name of the service" }),
  do: text.meta({ description: "The provider's name of the operation" }),
  in: z.union([text, z.array(text)]).meta({ description: 'Region, or several in turn' }),
  with: json.optional(),
  times: z.int().min(1).optional(),
  every: z.number().positive().optional().meta({ description: 'Seconds between repetitions' }),
  fails: z.strictObject({ code: text.nullable(), message: text }).optional(),
  hides: z.array(text).optional().meta({ description: 'Parts of the answer that the log does not keep, as `a.b`' }),
  lateMinutes: z.int().min(1).optional().meta({ description: 'How much later than others its record is delivered' }),
  opens: text.optional().meta({ description: 'The name under which the new session or user acts from here on' }),
  handsTo: text.optional().meta({ description: 'The member who uses the session opened, from his own network' }),
  makes: text.optional().meta({ description: 'The name by which later steps speak of what was made' }),
  madeBy: text.optional().meta({ description: 'The name of what makes it anew, where a machine acts' }),
  marks: z.enum(['persistence', 'impairment']).optional(),
  agent: text.optional(),
  network: text.optional().meta({ description: 'Where it comes from, for this act and for the session that it opens' }),
});

/** What somebody does every day, or every working day, at about the same time. */
const routineSchema = z.strictObject({
  from: z.int().min(1).optional(),
  until: z.int().min(1).optional(),
  isWeekdaysOnly: z.boolean().optional(),
  jitterSeconds: z.int().min(0).optional(),
  acts: z.array(z.union([stepSchema, machineStepSchema])),
});

const scenarioSchema = z.strictObject({
  title: text,
  cloud: text.optional().meta({ description: 'Absent where all of it happens on machines' }),
  organisation: z.strictObject({ name: text, domain: text }),
  start: z.iso.datetime(),
  days: z.int().min(1),
  ordinary: z.int().min(0).default(0).meta({ description: 'Calls of ordinary life around it' }),
  deliverEveryMinutes: z.int().min(1).default(60),
  accounts: z.record(text, accountSchema).default({}),
  machines: z.record(text, machineSchema).default({}),
  root: z
    .strictObject({ member: text, how: text })
    .optional()
    .meta({ description: 'Whose key or password it began with; absent where nothing happens' }),
  cast: z.record(text, memberSchema).default({}),
  people: z.record(text, personSchema).default({}).meta({ description: 'Who is at work on machines' }),
  routines: z.array(routineSchema).optional(),
  acts: z.array(z.union([stepSchema, machineStepSchema])),
});

/** The same life as in another scenario of this folder, without its attack. */
const twinSchema = z.strictObject({ title: text, twinOf: text });

/** An attack as data, with the ordinary life that it hides in. */
export type Scenario = Immutable<z.infer<typeof scenarioSchema>>;
/** A call. */
export type Step = Immutable<z.infer<typeof stepSchema>>;

export const isCall = (step: Step | MachineStep): step is Step => !('machine' in step);

/** A scenario, or the name of the one whose quiet twin this is. */
export type ScenarioFile =
  | { readonly is: 'scenario'; readonly scenario: Scenario }
  | { readonly is: 'twin'; readonly title: string; readonly of: string };

/** Reads the text of a `scenario.yaml`. Errors: `usage.invalid`, naming the file and the place in it. */
export function parseScenario(source: string, path: string): ScenarioFile {
  let document: unknown;
  try {
    document = parse(source, { merge: true });
  } catch (cause) {
    throw new AppError('usage.invalid', `${path} is not YAML`, { cause });
  }
  const twin = twinSchema.safeParse(document);
  if (twin.success) return { is: 'twin', title: twin.data.title, of: twin.data.twinOf };
  const result = scenarioSchema.safeParse(document);
  if (result.success) return { is: 'scenario', scenario: result.data };
  const [issue] = result.error.issues;
  if (!issue) throw new AppError('usage.invalid', `${path}: not a scenario`);
  const { at, message } = placeOf(issue, document);
  throw new AppError('usage.invalid', `${path}: ${at.join('.')}: ${message}`);
}

/** Of what is either of two forms, the fault in the one that it was meant to have. */
function placeOf(
  issue: z.core.$ZodIssue,
  document: unknown,
): { readonly at: readonly PropertyKey[]; readonly message: string } {
  if (issue.code !== 'invalid_union') return { at: issue.path, message: issue.message };
  let there = document;
  for (const key of issue.path) there = (there as Readonly<Record<PropertyKey, unknown>>)[key];
  const isOnMachine = typeof there === 'object' && there !== null && 'machine' in there;
  const [inside] = issue.errors[isOnMachine ? 1 : 0] ?? [];
  return { at: [...issue.path, ...(inside?.path ?? [])], message: inside?.message ?? issue.message };
}

/** The scenario without its attack: what everybody else does stays as it is. */
export function quietTwin({ root: _, ...scenario }: Scenario, title: string): Scenario {
  return { ...scenario, title, acts: [] };
}
