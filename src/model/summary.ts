import { z } from 'zod';
import { explainedSchema } from './explained.ts';
import { coverageSchema } from './coverage.ts';
import type { Immutable } from './immutable.ts';
import { incidentKinds } from './incident.ts';
import { instantSchema } from './instant.ts';
import { levelSchema } from './severity.ts';
import { suppressedSchema } from './suppression.ts';
import { unmatchedAlertsSchema } from './unmatched-alert.ts';

const summarySchemaVersion = '1.0';

const count = z.int().min(0);
const text = z.string().min(1);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** Every object and record that was read, and what became of it: the sums must add up. */
export const accountingSchema = {
  objects: z
    .strictObject({
      seen: count,
      ingested: count,
      known: count,
      refused: z.array(z.strictObject({ path: text, reason: text })),
    })
    .refine(
      ({ seen, ingested, known, refused }) => seen === ingested + known + refused.length,
      'objects do not add up',
    ),
  records: z
    .strictObject({
      read: count,
      events: count,
      duplicates: count,
      conflicts: count,
      set_aside: z.array(z.strictObject({ reason: text, count: z.int().min(1) })),
    })
    .refine(({ read, events, duplicates, conflicts, set_aside: aside }) => {
      return read === events + duplicates + conflicts + aside.reduce((sum, part) => sum + part.count, 0);
    }, 'records do not add up'),
};

/** `summary.json`: what one run read and found. The only output that holds run times and versions. */
export const summarySchema = z.strictObject({
  schema_version: z.literal(summarySchemaVersion),
  tool: z.strictObject({
    name: z.literal('beewolf'),
    version: text,
    node: text,
    engine: text.meta({ description: 'The lake engine and its version' }),
    started_at: instantSchema,
    finished_at: instantSchema,
  }),
  input_sha256: sha256Schema.meta({ description: 'Of the sorted SHA-256s of the objects ingested or known' }),
  rules_sha256: sha256Schema,
  as_of: instantSchema.nullable().meta({ description: 'null only where there is no event at all' }),
  incidents: z.array(
    z.strictObject({
      incident_uid: z.string().regex(/^[0-9a-f]{6,64}$/),
      title: text,
      kind: z.enum(incidentKinds),
      level: levelSchema,
      score: z.int().min(0).max(100),
      path: text.meta({ description: "The incident's folder, seen from the folder of this file" }),
    }),
  ),
  ...accountingSchema,
  coverage: z.array(coverageSchema),
  clocks: z
    .array(
      z.strictObject({
        source: text,
        host: text.nullable(),
        zone: text.meta({ description: 'In which its times were read' }),
        is_year_assumed: z.boolean(),
        first: instantSchema,
        last: instantSchema,
        newest_dated: instantSchema.nullable().meta({ description: 'By which a year was chosen' }),
      }),
    )
    .optional()
    .meta({ description: 'Logs whose times name no zone, or no year; absent where there are none' }),
  explained: z.array(explainedSchema).optional().meta({
    description: 'Findings of medium severity or graver that are no incident, and why; absent where there are none',
  }),
  unmatched_alerts: unmatchedAlertsSchema.optional().meta({
    description: 'Alerts of providers and sensors that no incident bears out; absent where there are none',
  }),
  suppressed: z
    .array(suppressedSchema)
    .optional()
    .meta({ description: 'What became of each entry of --suppress; absent where none was given' }),
});

export type Summary = Immutable<z.infer<typeof summarySchema>>;
