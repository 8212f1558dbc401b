import { z } from 'zod';
import { cited } from './evidence.ts';
import { actorSchema, identitySchema } from './identity.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

export const planSchemaVersion = '1.0';

/**
 * The order of containment. What lets the intruder act is cut first; what brings machines back is frozen
 * before machines are touched; nothing is destroyed before its evidence is kept and the copy is checked.
 */
export const phases = [
  'deny',
  'disable',
  'revoke',
  'freeze',
  'preserve',
  'isolate',
  'check-copies',
  'unprotect',
  'drain',
  'stop',
  'terminate',
  'remove',
  'renew',
  'restore',
  'sweep',
] as const;
export type Phase = (typeof phases)[number];

const text = z.string().min(1);
const lines = z.array(text);

const doneSchema = z
  .strictObject({ time: instantSchema, actor: actorSchema, action: text, ...cited })
  .meta({ id: 'Done', description: 'An act of a responder or of the provider that did the step' });

const rightfulUseSchema = z
  .strictObject({
    who: identitySchema,
    session: text.nullable().meta({ description: 'The name of a session, where the uses have one' }),
    network: text,
    agent: text.nullable(),
    uses: z.int().min(1),
    operations: z.array(text).meta({ description: 'The most frequent ones' }),
    first: instantSchema,
    last: instantSchema,
    ...cited,
  })
  .meta({ id: 'RightfulUse', description: 'Somebody else who used the same key or role lately' });

const targetSchema = z.strictObject({ uid: text, name: text, type: text });

export const stepSchema = z
  .strictObject({
    step_uid: text,
    order: z.int().min(1),
    phase: z.enum(phases),
    action: text,
    title: text,
    targets: z.array(targetSchema).min(1),
    account: text.nullable(),
    region: text.nullable(),
    status: z
      .enum(['open', 'done', 'too-late'])
      .meta({ description: 'done by responders or the provider; too-late where what it needed is gone' }),
    done: z.array(doneSchema),
    reason: z.strictObject({ text, claims: z.array(text).min(1).meta({ description: 'claim_uids' }) }),
    permissions: lines,
    is_reversible: z.boolean(),
    undo: z.strictObject({ text, cli: lines }).nullable(),
    breaks: z.strictObject({
      text: text.meta({ description: 'What stops working for whom' }),
      uses: z.array(rightfulUseSchema).meta({ description: 'By others, since uses_since of the plan' }),
    }),
    cli: lines.meta({ description: 'Empty where a name in it is no safe argument: then by hand' }),
    terraform: text.nullable(),
    verify: z.strictObject({ text, cli: lines }),
    after: z.array(text).meta({ description: 'step_uids that must be finished before' }),
    ...cited,
  })
  .meta({ id: 'Step' });

/** What only a person can do, by whom and until when. */
export const manualStepSchema = z
  .strictObject({
    text,
    why: text,
    how: text.nullable(),
    owner: text.meta({ description: 'Who has to do it' }),
    due: instantSchema,
    ...cited,
  })
  .meta({ id: 'ManualStep' });

/** `plan.json`. A draft proposes and changes nothing: it is bound to what is observed before anyone approves it. */
export const planSchema = z
  .strictObject({
    schema_version: z.literal(planSchemaVersion),
    plan_uid: text,
    incident_uid: z.string().regex(/^[0-9a-f]{6,64}$/),
    status: z.literal('draft'),
    as_of: instantSchema,
    uses_since: instantSchema.meta({
      description: 'From when on other uses of the same keys and roles were looked for',
    }),
    steps: z.array(stepSchema),
    manual_steps: z.array(manualStepSchema),
  })
  .meta({ id: 'Plan' });

export type Plan = Immutable<z.infer<typeof planSchema>>;
export type Step = Immutable<z.infer<typeof stepSchema>>;
export type ManualStep = Immutable<z.infer<typeof manualStepSchema>>;
export type Done = Immutable<z.infer<typeof doneSchema>>;
export type RightfulUse = Immutable<z.infer<typeof rightfulUseSchema>>;
