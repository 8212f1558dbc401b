import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';
import { levelSchema } from './severity.ts';

/** One line of `hunt -o jsonl`, and one of an incident's findings: a rule × actor × account × UTC day. */
export const findingSchema = z
  .strictObject({
    finding_uid: z.string().min(1),
    rule: z.strictObject({
      uid: z.string().min(1).meta({ description: 'The Sigma id where there is one, else the path' }),
      title: z.string().min(1),
      level: levelSchema,
      origin: z.string().min(1),
      author: z.string().nullable(),
    }),
    severity: levelSchema,
    techniques: z.array(z.string().min(1)).meta({ description: 'ATT&CK technique ids' }),
    first_seen: instantSchema,
    last_seen: instantSchema,
    count: z.int().min(1).meta({ description: 'How many acts matched; a begin and its end are one' }),
    actors: z.array(z.string().min(1)).meta({
      description:
        'The uid of the user, role or service that the records name, then those of its sessions; a machine and its address where no one is named',
    }),
    accounts: z.array(z.string().min(1)),
    regions: z.array(z.string().min(1)),
    resources: z.array(z.string().min(1)),
    text: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'What a baseline saw, in words and numbers, and the history it had' }),
    ...cited,
  })
  .meta({ id: 'Finding' });

export type Finding = Immutable<z.infer<typeof findingSchema>>;
