import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { claimSchema } from '../model/claim.ts';
import { AppError } from '../model/errors.ts';
import { findingSchema } from '../model/finding.ts';

/** Where incidents go when no other folder is named. */
const defaultIncidentsFolder = (workspace: string): string => join(workspace, 'incidents');

const fileName = 'incident-folders.ndjson';

/** Notes a folder of incidents (absolute), so that their claims are found again from the workspace. */
export async function rememberIncidentsFolder(workspace: string, folder: string): Promise<void> {
  if (folder === defaultIncidentsFolder(workspace) || (await rememberedFolders(workspace)).includes(folder)) return;
  await mkdir(workspace, { recursive: true, mode: 0o700 });
  await appendFile(join(workspace, fileName), `${JSON.stringify(folder)}\n`, { mode: 0o600 });
}

async function rememberedFolders(workspace: string): Promise<readonly string[]> {
  const text = await readFile(join(workspace, fileName), 'utf8').catch(() => '');
  // A line that a crash left unfinished is no folder.
  return text.split('\n').flatMap((line) => (/^".*"$/.test(line) ? [JSON.parse(line) as string] : []));
}

/** What is read again of an `incident.json`; the rest stays as it is. */
const writtenSchema = z.looseObject({
  incident_uid: z.string(),
  title: z.string(),
  severity: z.object({ level: z.string(), score: z.number() }),
  first_seen: z.string(),
  last_seen: z.string(),
  findings: z.array(findingSchema),
  claims: z.array(claimSchema),
});

export type WrittenIncident = Readonly<z.infer<typeof writtenSchema>> & {
  /** The folder that holds `incident.json`. */
  readonly folder: string;
};

/**
 * Every incident that was written from a workspace, one at a time. Folders that are gone are passed over.
 * @throws AppError workspace.damaged where an incident.json cannot be read as one
 */
export async function* writtenIncidents(workspace: string): AsyncGenerator<WrittenIncident> {
  for (const parent of [defaultIncidentsFolder(workspace), ...(await rememberedFolders(workspace))]) {
    const names = await readdir(parent).catch((): string[] => []);
    for (const name of names.toSorted()) {
      const folder = join(parent, name);
      const text = await readFile(join(folder, 'incident.json'), 'utf8').catch(() => null);
      if (text !== null) yield { ...parse(text, join(folder, 'incident.json')), folder };
    }
  }
}

function parse(text: string, path: string): z.infer<typeof writtenSchema> {
  try {
    return writtenSchema.parse(JSON.parse(text));
  } catch (cause) {
    const hint = 'investigate again with --force';
    throw new AppError('workspace.damaged', `${path} is no incident that this version can read`, { cause, hint });
  }
}
