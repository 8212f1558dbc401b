import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

const text = z.string().min(1);

/** Work that rules found, and that is no incident: announced by tickets, and like what its people do otherwise. */
export const announcedSchema = z.strictObject({
  actors: z.array(text).min(1).meta({ description: 'Who did it: people by their session names, and their roles' }),
  tickets: z.array(text).min(1),
  accounts: z.array(text),
  regions: z.array(text),
  launched: z.int().min(0),
  first_seen: instantSchema,
  last_seen: instantSchema,
  why: text,
  ...cited,
});

export type Announced = Immutable<z.infer<typeof announcedSchema>>;
