import { z } from 'zod';
import { chainSchema, containmentSchema, tamperingSchema, timelineEntrySchema } from './act.ts';
import { claimSchema, confidenceSchema, contradictionSchema, verdictSchema } from './claim.ts';
import { coverageSchema } from './coverage.ts';
import { cited } from './evidence.ts';
import { credentialSchema, dataExposureSchema } from './exposure.ts';
import { findingSchema } from './finding.ts';
import { identitySchema } from './identity.ts';
import type { Immutable } from './immutable.ts';
import { indicatorSchema } from './indicator.ts';
import { instantSchema } from './instant.ts';
import { moneySchema } from './money.ts';
import { manualStepSchema, planSchema } from './plan.ts';
import { failedSchema, resourceSchema } from './resource.ts';
import { severitySchema } from './severity.ts';

export const incidentSchemaVersion = '1.0';
export const incidentKinds = ['cryptojacking', 'credential-abuse', 'data-theft', 'sabotage', 'other'] as const;
export const incidentStatuses = ['new', 'contained', 'closed'] as const;

const text = z.string().min(1);

/** Where the intrusion began: the identity and key behind every session of it. */
export const rootSchema = z.strictObject({
  identity: identitySchema,
  credential: text.nullable().meta({ description: 'The public id of the key, or null where none is recorded' }),
  why: text,
  ...cited,
});

export const rootCauseSchema = z.strictObject({
  text,
  confidence: confidenceSchema,
  alternatives: z
    .array(text)
    .meta({ description: 'Causes that were considered and rejected, each with what contradicts it' }),
  ...cited,
});

const entrySchema = z.strictObject({
  time: instantSchema,
  how: text.meta({ description: "The provider's operation name" }),
  address: text.nullable(),
  ...cited,
});

const alertSchema = z.strictObject({ source: text, claim: text, verdict: verdictSchema, ...cited });

export const involvedIdentitySchema = z.strictObject({
  uid: text,
  name: text,
  type: text,
  account: text.nullable(),
  role: z.enum(['intruder', 'shared']),
  ...cited,
});

export const techniqueSchema = z.strictObject({ id: text, attack_version: text, ...cited });

/** Something to find out or to do, with its reason and the command or console path for it. */
export const adviceSchema = z.strictObject({ text, why: text, how: text.nullable(), ...cited }).meta({ id: 'Advice' });

/** What was measured on a machine hour by hour around the intrusion, for a drawing. */
const measurementSchema = z
  .strictObject({
    machine: text,
    measure: z.enum(['cpu-percent', 'bytes-out']),
    from: instantSchema.meta({ description: 'Beginning of the first hour' }),
    values: z.array(z.number().nullable()).max(120).meta({
      description: 'One for each hour: the mean of per cents, the sum of bytes; null where nothing was measured',
    }),
    usual: z.strictObject({ low: z.number(), high: z.number() }).nullable().meta({
      description: '5th to 95th percentile of what was measured before; null where too little was',
    }),
    ...cited,
  })
  .meta({ id: 'Measurement' });

/** `incident.json`. Parts that nothing has filled are null (not examined) or empty (none found). */
export const incidentSchema = z
  .strictObject({
    schema_version: z.literal(incidentSchemaVersion),
    incident_uid: z.string().regex(/^[0-9a-f]{6,64}$/),
    title: text,
    kind: z.enum(incidentKinds),
    severity: severitySchema,
    status: z.enum(incidentStatuses),
    first_seen: instantSchema,
    last_seen: instantSchema,
    detected_at: instantSchema.nullable(),
    alerts: z.array(alertSchema),
    root: rootSchema.nullable(),
    root_absent_reason: text.nullable().meta({ description: 'Why root is null; null where there is a root' }),
    root_cause: rootCauseSchema.nullable(),
    entry: entrySchema.nullable(),
    chains: z.array(chainSchema),
    identities: z.array(involvedIdentitySchema),
    accounts: z.array(text),
    regions: z.array(text),
    resources: z.array(resourceSchema),
    failed: z.array(failedSchema),
    timeline: z.array(timelineEntrySchema).min(1),
    containment: z.array(containmentSchema),
    persistence: z.array(tamperingSchema),
    impairment: z.array(tamperingSchema),
    credentials: z.array(credentialSchema),
    data_exposure: dataExposureSchema.nullable(),
    indicators: z.array(indicatorSchema),
    techniques: z.array(techniqueSchema),
    findings: z.array(findingSchema),
    claims: z.array(claimSchema),
    contradictions: z.array(contradictionSchema),
    cost: moneySchema.nullable(),
    earnings: moneySchema.nullable(),
    measurements: z.array(measurementSchema).optional().meta({
      description: 'Absent where no machine of the incident was measured',
    }),
    coverage: z.array(coverageSchema),
    questions: z.array(adviceSchema),
    recommendations: z.array(adviceSchema),
    manual_steps: z.array(manualStepSchema),
    plan: planSchema.nullable(),
  })
  .refine(
    ({ root, root_absent_reason: reason }) => (root === null) === (reason !== null),
    'a root or the reason why there is none, not both',
  );

export type Incident = Immutable<z.infer<typeof incidentSchema>>;
export type IncidentKind = (typeof incidentKinds)[number];
export type IncidentStatus = (typeof incidentStatuses)[number];
export type Root = Immutable<z.infer<typeof rootSchema>>;
export type RootCause = Immutable<z.infer<typeof rootCauseSchema>>;
export type InvolvedIdentity = Immutable<z.infer<typeof involvedIdentitySchema>>;
export type IncidentTechnique = Immutable<z.infer<typeof techniqueSchema>>;
export type Measurement = Immutable<z.infer<typeof measurementSchema>>;
export type Advice = Immutable<z.infer<typeof adviceSchema>>;
