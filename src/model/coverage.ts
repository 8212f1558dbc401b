import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { instantSchema } from './instant.ts';

export const coverageStates = ['seen', 'gap', 'denied', 'off', 'unknown'] as const;

/** What is known of one cloud × account × region × source; `count` is of distinct events. */
export const coverageSchema = z
  .strictObject({
    cloud: z.string().min(1).nullable(),
    account: z.string().min(1).nullable(),
    region: z.string().min(1).nullable(),
    source: z.string().min(1),
    state: z.enum(coverageStates),
    first: instantSchema.nullable(),
    last: instantSchema.nullable(),
    count: z.int().min(0),
  })
  .meta({ id: 'Coverage' });

export type CoverageState = (typeof coverageStates)[number];
export type Coverage = Immutable<z.infer<typeof coverageSchema>>;
