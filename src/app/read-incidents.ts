import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { incidentSchema, type Incident } from '../model/incident.ts';

/**
 * The incidents that investigate wrote: one where the folder is an incident's own, else all that lie in it, in
 * the order of their names.
 * @throws AppError input.not-found where there is none, input.unreadable where one cannot be read
 */
export async function readIncidents(folder: string): Promise<readonly Incident[]> {
  const own = await readIncident(folder);
  if (own !== null) return [own];
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AppError('input.not-found', `no folder of incidents at ${folder}`, { cause });
  });
  const found = await Promise.all(names.toSorted().map((name) => readIncident(join(folder, name))));
  const incidents = found.filter((one) => one !== null);
  if (incidents.length > 0) return incidents;
  throw new AppError('input.not-found', `${folder} holds no incident.json, and no folder in it does`, {
    hint: "name the folder that investigate wrote to, or one incident's folder in it",
  });
}

async function readIncident(folder: string): Promise<Incident | null> {
  const path = join(folder, 'incident.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : parsed(text, path);
}

function parsed(text: string, path: string): Incident {
  const hint = 'investigate again with this version';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('input.unreadable', `${path} is not JSON`, { cause, hint });
  }
  const found = incidentSchema.safeParse(json);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its top'}: ${issue.message}`;
  throw new AppError('input.unreadable', `${path} is no incident that this version can read${where}`, { hint });
}
