import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

const text = z.string().min(1);

/** What rules found, and what is no incident: announced and like other work, tidying up, or what somebody does at his usual place. */
export const explainedSchema = z.strictObject({
  actors: z.array(text).min(1).meta({ description: 'Who did it: people by their session names, and their roles' }),
  tickets: z.array(text).meta({ description: 'That announced it; none where it needed none' }),
  accounts: z.array(text),
  regions: z.array(text),
  launched: z.int().min(0),
  first_seen: instantSchema,
  last_seen: instantSchema,
  why: text,
  ...cited,
});

export type Explained = Immutable<z.infer<typeof explainedSchema>>;
