import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** A thing by the provider's own id and by its readable name; where no record gives a name, the id again. */
const parts = { uid: z.string().min(1), name: z.string().min(1) };
export const namedSchema = z.strictObject(parts).meta({ id: 'Named', description: 'A thing by id and readable name' });

/** Who: a user, role, session, service or sensor. */
export const identitySchema = z
  .strictObject(parts)
  .meta({ id: 'Identity', description: "The provider's own id and the readable name" });

/** Who did it; null only where no record names anyone. */
export const actorSchema = identitySchema.nullable();

export type Named = Immutable<z.infer<typeof namedSchema>>;
export type Identity = Immutable<z.infer<typeof identitySchema>>;
