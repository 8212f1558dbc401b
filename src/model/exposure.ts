import { z } from 'zod';
import { cited } from './evidence.ts';
import { actorSchema, identitySchema } from './identity.ts';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

const text = z.string().min(1);

/** Data that the intruder read, and what cannot be told. */
export const dataExposureSchema = z.strictObject({
  read: z.array(
    z.strictObject({
      resource: text,
      objects: z.int().min(0),
      bytes: z.int().min(0).nullable(),
      first: instantSchema,
      last: instantSchema,
      actor: actorSchema,
      ...cited,
    }),
  ),
  unknown: z.array(z.strictObject({ what: text, why: text })),
  ...cited,
});

const credentialAccess = ['held', 'created', 'readable'] as const;
const credentialStates = ['active', 'disabled', 'expired', 'deleted', 'unknown'] as const;

/** A key, token or password within the intruder's reach; its public id, never the secret. */
export const credentialSchema = z.strictObject({
  uid: text,
  type: text,
  identity: identitySchema.nullable().meta({ description: 'Whose it is' }),
  account: text.nullable(),
  access: z.enum(credentialAccess).meta({ description: 'How the intruder has it' }),
  state: z.enum(credentialStates),
  first_seen: instantSchema.nullable(),
  last_seen: instantSchema.nullable(),
  ...cited,
});

export type DataExposure = Immutable<z.infer<typeof dataExposureSchema>>;
export type Credential = Immutable<z.infer<typeof credentialSchema>>;
