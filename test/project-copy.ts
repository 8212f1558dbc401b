import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..');

const leftOut = new Set(['node_modules', '.git', 'dist']);

/** A copy of the project as a fresh clone holds it, in a temporary folder that the caller removes. */
export function copyProject(options: { readonly withPackages: boolean }): string {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-copy-'));
  cpSync(projectRoot, folder, {
    recursive: true,
    filter: (path) => !leftOut.has(basename(path)) && !basename(path).startsWith('.beewolf') && !path.endsWith('.tgz'),
  });
  if (options.withPackages) symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
