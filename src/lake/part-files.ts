import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { folderOfPart } from './parts.ts';

/** The files of one part of what was converted into a folder. */
export function partFiles(folder: string, part: string): readonly string[] {
  const within = join(folder, `part=${part}`);
  return existsSync(within) ? readdirSync(within).map((file) => join(within, file)) : [];
}

/** The same of a part that holds events, below a name that tells the day, as it does in the lake. */
export function dayFiles(folder: string, part: string): readonly string[] {
  const named = folderOfPart(part);
  renameSync(join(folder, `part=${part}`), join(folder, `part=${named}`));
  return partFiles(folder, named);
}
