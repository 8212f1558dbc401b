import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';

const root = join(import.meta.dirname, '..');
const manifest = join(root, 'package.json');
/** Where the clone's own manifest waits while `npm pack` reads the prepared one. */
const kept = join(root, '.package.json.kept');

type Manifest = Readonly<Record<string, unknown>>;

/** What is published needs neither tools nor the Node that a clone brings along (185 MB): npm sees to `engines`. */
function publishedManifest(own: Manifest): Manifest {
  const leftOut = ['private', 'scripts', 'devDependencies', 'optionalDependencies'];
  return Object.fromEntries(Object.entries(own).filter(([key]) => !leftOut.includes(key)));
}

/** npm calls this before it packs. */
async function prepare(): Promise<void> {
  await restore();
  await build();
  await copyFile(manifest, kept);
  const own = JSON.parse(await readFile(manifest, 'utf8')) as Manifest;
  await writeFile(manifest, `${JSON.stringify(publishedManifest(own), null, 2)}\n`);
}

/** npm calls this after it has packed; `prepare` does, should a run have been killed in between. */
async function restore(): Promise<void> {
  if (existsSync(kept)) await rename(kept, manifest);
}

if (import.meta.main) await (process.argv[2] === 'restore' ? restore() : prepare());
