import { z } from 'zod';
import { confidenceSchema } from './claim.ts';
import { cited } from './evidence.ts';
import { actorSchema, identitySchema, namedSchema } from './identity.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

const text = z.string().min(1);

/** One line of the timeline: an act of the intruder, an alert, or an act of containment. */
export const timelineEntrySchema = z.strictObject({
  time: instantSchema,
  actor: actorSchema,
  action: text.meta({ description: "The provider's operation name" }),
  target: namedSchema.nullable(),
  text,
  ...cited,
});

export const answers = ['isolation', 'credentials', 'removal'] as const;

/** What responders or the provider did. */
export const containmentSchema = z.strictObject({
  time: instantSchema,
  actor: actorSchema,
  action: text,
  text,
  by: z.enum(['responder', 'provider']).optional(),
  does: z.enum(answers).optional().meta({
    description:
      'isolation: holds the intruder back; credentials: takes keys, sessions and rights away; removal: stops or ends things. Absent where the act was refused',
  }),
  ...cited,
});

/** One hop by which an identity or session led to another. */
export const chainSchema = z.strictObject({
  from: identitySchema,
  to: identitySchema,
  how: text.meta({ description: "The provider's operation name" }),
  join: text.meta({ description: 'Which values of the two records were found equal' }),
  confidence: confidenceSchema,
  account: text.nullable().meta({ description: 'The account that the hop leads into' }),
  time: instantSchema,
  ...cited,
});

const outcomes = ['success', 'failure', 'unknown'] as const;

/** A way back in that was laid, or a defence that was touched. */
export const tamperingSchema = z
  .strictObject({
    operation: text,
    target: namedSchema.nullable(),
    account: text.nullable(),
    region: text.nullable(),
    time: instantSchema,
    outcome: z.enum(outcomes),
    ended: z
      .strictObject({ time: instantSchema, ...cited })
      .optional()
      .meta({
        description: 'When the identity by which one could return was deleted; absent where no record says so',
      }),
    ...cited,
  })
  .meta({ id: 'Tampering' });

export type TimelineEntry = Immutable<z.infer<typeof timelineEntrySchema>>;
export type Containment = Immutable<z.infer<typeof containmentSchema>>;
export type Answer = (typeof answers)[number];
export type Chain = Immutable<z.infer<typeof chainSchema>>;
export type Tampering = Immutable<z.infer<typeof tamperingSchema>>;
