import { z } from 'zod';
import { cited } from './evidence.ts';
import { actorSchema } from './identity.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

export const resourceStates = ['running', 'active', 'stopped', 'terminated', 'deleted', 'failed', 'unknown'] as const;

const text = z.string().min(1);

/** What the intruder made, changed or took over. */
export const resourceSchema = z
  .strictObject({
    uid: text,
    name: text.nullable(),
    type: z
      .string()
      .regex(/^[^:\s]+:[^:\s]+$/)
      .meta({ description: 'service:kind' }),
    shape: text.nullable(),
    account: text.nullable(),
    compartment: text.nullable().meta({ description: 'Where the provider divides an account so' }),
    region: text.nullable(),
    state: z.enum(resourceStates).meta({ description: 'unknown only where no record says' }),
    first_seen: instantSchema,
    last_seen: instantSchema,
    actor: actorSchema,
    respawned_by: text.nullable().meta({ description: 'The uid of what makes it anew when it is stopped' }),
    authorised: z.boolean().nullable().meta({ description: 'null where nothing says' }),
    ...cited,
  })
  .meta({ id: 'Resource' });

/** What the intruder tried to make and was refused. */
export const failedSchema = z.strictObject({
  time: instantSchema,
  actor: actorSchema,
  operation: text,
  shape: text.nullable(),
  count: z.int().min(1).meta({ description: 'How many were asked for' }),
  account: text.nullable(),
  region: text.nullable(),
  error: text,
  ...cited,
});

export type ResourceState = (typeof resourceStates)[number];
export type Resource = Immutable<z.infer<typeof resourceSchema>>;
export type Failed = Immutable<z.infer<typeof failedSchema>>;
