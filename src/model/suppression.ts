import { z } from 'zod';

/** Conditions of a suppression by field; `*` in a value stands for any run of characters. */
export const suppressionFields = ['actor', 'account', 'region', 'resource', 'address'] as const;
export type SuppressionField = (typeof suppressionFields)[number];

/** What is known to be innocent, and for how long: what one rule finds of certain actors, accounts and so on. */
export interface Suppression {
  /** The id of a rule, its folder (`gpu-launch`, `cloud/gpu-launch`) or file, or `*` for all rules. */
  readonly rule: string;
  /** All of these must hold; of the values of one, any. An address may be a network. */
  readonly conditions: Readonly<Partial<Record<SuppressionField, readonly string[]>>>;
  readonly reason: string;
  /** The last day, in UTC, on which it applies: YYYY-MM-DD. */
  readonly expires: string;
  readonly author: string | null;
  /** For a person: `file:line`. */
  readonly place: string;
}

const suppressionStates = ['applied', 'idle', 'expired', 'unknown-rule'] as const;

/** What became of a suppression in one run. */
export const suppressedSchema = z.strictObject({
  rule: z.string().min(1),
  reason: z.string().min(1),
  author: z.string().nullable(),
  expires: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .meta({ description: 'The last day on which it applies' }),
  state: z.enum(suppressionStates).meta({
    description: 'idle: it held nothing back; unknown-rule: no rule that was used has that name',
  }),
  events: z.int().min(0).meta({ description: 'Events of a rule that were held back; each is counted once' }),
  findings: z.int().min(0).meta({ description: 'Findings that these events belonged to, wholly or in part' }),
});

export type Suppressed = Readonly<z.infer<typeof suppressedSchema>>;
