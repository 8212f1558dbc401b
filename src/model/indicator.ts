import { z } from 'zod';
import { confidenceSchema } from './claim.ts';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

export const indicatorTypes = [
  'ip',
  'domain',
  'url',
  'port',
  'file',
  'hash',
  'image',
  'account',
  'user',
  'key',
  'user-agent',
  'wallet',
] as const;

/** What others can look for; never an address or name of the victim's own. */
export const indicatorSchema = z
  .strictObject({
    type: z.enum(indicatorTypes),
    value: z.string().min(1),
    role: z.string().min(1),
    first_seen: instantSchema,
    last_seen: instantSchema,
    confidence: confidenceSchema.optional().meta({
      description: 'How sure it is that who shows it is the intruder; absent where nothing was weighed',
    }),
    ...cited,
  })
  .meta({ id: 'Indicator' });

export type IndicatorType = (typeof indicatorTypes)[number];
export type Indicator = Immutable<z.infer<typeof indicatorSchema>>;
