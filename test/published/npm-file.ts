import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One version of a package of the npm registry. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** As the registry has it: `sha512-…`. */
  readonly integrity: string;
}

/**
 * A folder with a published package's files, in the folder for temporary files; npm fetches it where it is not there
 * yet, and it is held against its known hash. Null, said on stderr, where it cannot be had; with CI set that is an error.
 */
export function npmPackage({ name, version, integrity }: NpmPackage): string | null {
  const folder = join(tmpdir(), `beewolf-${name.replace(/[^a-z0-9]+/g, '-')}-${version}`);
  if (existsSync(folder)) return join(folder, 'package');
  const work = mkdtempSync(join(tmpdir(), 'beewolf-npm-'));
  try {
    const terms = ['--silent', '--ignore-scripts', '--pack-destination', work];
    const [file = ''] = execFileSync('npm', ['pack', `${name}@${version}`, ...terms], { cwd: work, timeout: 300_000 })
      .toString()
      .trim()
      .split('\n')
      .toReversed();
    const bytes = readFileSync(join(work, file));
    const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} has the hash ${found}`);
    mkdirSync(join(work, 'whole'));
    execFileSync('tar', ['-xzf', join(work, file), '-C', join(work, 'whole')], { stdio: 'pipe' });
    renameSync(join(work, 'whole'), folder);
    return join(folder, 'package');
  } catch (error) {
    if (process.env['CI']) throw error;
    process.stderr.write(`skipped: what needs ${name} (npm could not fetch ${version})\n`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
