import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import { levels } from '../model/rule.ts';
import { progresses, ticketDefaults, type TicketSettings } from '../report/ticket/ticket-settings.ts';

const name = z.string().trim().min(1).max(255);

/** A name for some or all of them; the rest keep theirs. */
const namesOf = <Key extends string>(keys: readonly Key[]) =>
  z.partialRecord(z.enum(keys as [Key, ...Key[]]), name).default({});

const fileSchema = z
  .strictObject({
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'must be the key of a project, such as SEC')
      .default(ticketDefaults.project),
    issue_type: name.default(ticketDefaults.issueType),
    components: z.array(name).default([...ticketDefaults.components]),
    labels: z.array(name).default([]),
    priorities: namesOf(levels),
    statuses: namesOf(progresses),
    resolution: name.default(ticketDefaults.resolution),
  })
  .prefault({});

/**
 * What the names of a ticket's fields are where it is kept; those of a new site where no file is given.
 * @throws AppError input.not-found, usage.invalid
 */
export async function readTicketSettings(file: string | null, cwd: string): Promise<TicketSettings> {
  if (file === null) return ticketDefaults;
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new AppError('input.not-found', `no settings of tickets at ${file}`, { cause });
  });
  const read = fileSchema.safeParse(yamlIn(file, text) ?? undefined);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw wrong(file, `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is wrong'}`);
  }
  const { issue_type: issueType, priorities, statuses, ...rest } = read.data;
  return {
    ...rest,
    issueType,
    priorities: { ...ticketDefaults.priorities, ...priorities },
    statuses: { ...ticketDefaults.statuses, ...statuses },
  };
}

function yamlIn(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new AppError('usage.invalid', `${file} is not valid YAML`, { cause });
  }
}

const wrong = (file: string, message: string): AppError =>
  new AppError('usage.invalid', `${file}: ${message}`, {
    hint: 'it may hold project, issue_type, components, labels, priorities, statuses and resolution; docs/guides/tickets.md',
  });
