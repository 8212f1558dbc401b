import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

const text = z.string().min(1);

/** An alert of a provider or a sensor that no incident bears out: it stands by itself, and may still be true. */
export const unmatchedAlertSchema = z.strictObject({
  source: text,
  claim: text,
  severity: text.nullable().meta({ description: "In the source's own words" }),
  status: text.nullable().meta({ description: "In the source's own words" }),
  account: text.nullable(),
  region: text.nullable(),
  machine: text.nullable().meta({ description: 'The machine or other thing that it names' }),
  first_seen: instantSchema,
  last_seen: instantSchema,
  ...cited,
});

/** The latest of them, and how many there are. */
export const unmatchedAlertsSchema = z.strictObject({
  count: z.int().min(1),
  latest: z.array(unmatchedAlertSchema).max(100),
});

export type UnmatchedAlert = Immutable<z.infer<typeof unmatchedAlertSchema>>;
export type UnmatchedAlerts = Immutable<z.infer<typeof unmatchedAlertsSchema>>;
