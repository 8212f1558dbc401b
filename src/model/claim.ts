import { z } from 'zod';
import { cited } from './evidence.ts';
import type { Immutable } from './immutable.ts';

export const confidences = ['confirmed', 'likely', 'possible'] as const;
export const confidenceSchema = z.enum(confidences);

/** What the evidence says of a statement, an alert's or a report's. */
const verdicts = ['supported', 'contradicted', 'impossible', 'unsupported'] as const;
export const verdictSchema = z.enum(verdicts);

/** One statement of an incident, with what it rests on. */
export const claimSchema = z
  .strictObject({
    claim_uid: z.string().min(1),
    subject: z.string().min(1).meta({ description: 'The uid of what the claim speaks of' }),
    text: z.string().min(1),
    value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
    unit: z.string().min(1).nullable(),
    confidence: confidenceSchema,
    method: z.string().min(1),
    ...cited,
    contradicts: z
      .array(z.string().min(1))
      .meta({ description: 'The claim_uids of claims that cannot hold beside this one' }),
  })
  .meta({ id: 'Claim' });

/** Statements that cannot all be true. */
export const contradictionSchema = z.strictObject({
  statements: z.array(z.string().min(1)).min(2),
  why: z.string().min(1),
  ...cited,
});

export type Confidence = (typeof confidences)[number];
export type Verdict = (typeof verdicts)[number];
export type Claim = Immutable<z.infer<typeof claimSchema>>;
