import { z } from 'zod';

const text = z.string().min(1);

/** The other end of a connection, and what goes over it. Bytes as numbers. */
export const farEndSchema = z.strictObject({
  address: text,
  domain: text.optional().meta({ description: 'The name that the machine asks for first' }),
  port: z.int().min(1).max(65_535),
  protocol: z.enum(['tcp', 'udp']).optional(),
  seconds: z.number().positive().optional(),
  out: z.number().min(0).optional(),
  in: z.number().min(0).optional(),
});

const timeOfDay = z.string().regex(/^\d\d:\d\d$/, { error: "a time of day, as '02:30'" });

/** What goes on at a machine day by day, by its own clock. Numbers a day are scaled with the rest of ordinary life. */
export const lifeSchema = z.strictObject({
  developers: z.array(text).optional().meta({ description: 'People who sign in on working days' }),
  visitsPerDay: z.number().min(0).optional().meta({ description: 'Of each developer' }),
  updates: farEndSchema.optional().meta({ description: 'Where packages come from' }),
  repository: farEndSchema.optional().meta({ description: 'Where developers and builds get their text' }),
  builds: z
    .strictObject({
      user: text,
      uid: z.int().min(1),
      folder: text,
      perDay: z.number().min(0),
      minutes: z.number().positive(),
      command: text,
      compiler: text.meta({ description: 'The path of the program that takes the processor' }),
      cpu: z.number().min(0).max(100),
    })
    .optional(),
  backup: z
    .strictObject({ at: timeOfDay, command: text, program: text, to: farEndSchema })
    .optional()
    .meta({ description: 'Every night, with much sent out' }),
  noise: z
    .strictObject({
      addresses: z.int().min(1),
      attemptsPerDay: z.number().min(0),
      networks: z
        .array(z.string().regex(/^\d+\.\d+\.\d+$/))
        .min(1)
        .meta({ description: 'As `203.0.113`' }),
      users: z.array(text).min(1),
    })
    .optional()
    .meta({ description: 'Passwords guessed from the internet; none is right' }),
});
