import { z } from 'zod';
import { verdictSchema } from './claim.ts';
import type { Immutable } from './immutable.ts';

const text = z.string().min(1);
const evidence = z.array(text).meta({
  description: 'References as in incident.json; empty where the report is held against itself or arithmetic alone',
});

/** One statement of a report by any author, and whether it holds. */
export const checkedItemSchema = z
  .strictObject({
    text: text.meta({ description: "The report's own words" }),
    where: text.meta({ description: 'Where they stand: line and heading' }),
    verdict: verdictSchema,
    why: text,
    arithmetic: text.nullable().meta({ description: 'The sum that was made, or null where none was' }),
    evidence,
  })
  .meta({ id: 'CheckedItem' });

/** Statements of one report that cannot all be true. */
export const reportContradictionSchema = z
  .strictObject({ statements: z.array(text).min(2), why: text, evidence })
  .meta({ id: 'ReportContradiction' });

/** `check-report -o json`. */
export const checkReportSchema = z.strictObject({
  items: z.array(checkedItemSchema),
  contradictions: z.array(reportContradictionSchema),
  against: text.nullable().meta({ description: 'The incident_uid that it was held against, or null' }),
  notes: z.array(text).meta({ description: 'What was not read or not followed, and why; how the incident was chosen' }),
});

export type CheckedItem = Immutable<z.infer<typeof checkedItemSchema>>;
export type ReportContradiction = Immutable<z.infer<typeof reportContradictionSchema>>;
export type CheckedReport = Immutable<z.infer<typeof checkReportSchema>>;
