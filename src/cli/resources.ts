import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../model/errors.ts';

/** The folder that holds package.json, and with it rules/ and scenarios/: found from src/ and from dist/ alike. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new AppError('internal', 'the package.json of Beewolf is gone');
    folder = dirname(folder);
  }
  return folder;
}

export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as { readonly version: string };
  return manifest.version;
}

/** Absolute path of something that is shipped beside the code, such as `rules`. */
export function resourcePath(name: string): string {
  return join(packageRoot(), name);
}
