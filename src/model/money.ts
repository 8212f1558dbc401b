import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

/** An amount with its range and everything that went into it: what an intrusion costs, or earns. */
export const moneySchema = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217' }),
    low: z.number(),
    likely: z.number(),
    high: z.number(),
    per_hour: z.number().nullable(),
    incremental: z.number().nullable().meta({ description: 'What would not have been paid without the intrusion' }),
    as_of: instantSchema,
    inputs: z.array(
      z.strictObject({
        name: z.string().min(1),
        value: z.union([z.number(), z.string()]),
        unit: z.string().min(1).nullable(),
        ...cited,
      }),
    ),
    ...cited,
  })
  .meta({ id: 'Money' });

export type Money = Immutable<z.infer<typeof moneySchema>>;
