/** The validator of OASIS for STIX 2.1, as the PyPI package stix2-validator ships it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** 3.3.1 came without its schemas and refuses every file: https://github.com/oasis-open/cti-stix-validator/issues/248 */
const version = '3.2.0';

/**
 * All is demanded but check 103: it wants random ids for what is no observable, and ours follow from content so that
 * the same incident is the same file; section 2.9 of STIX 2.1 leaves that open. `--strict-types` takes every
 * observable for a type of one's own.
 */
const demands = ['--version', '2.1', '--strict', '--strict-properties', '--enforce-refs'];
const without = '103';

/** Says what is wrong with a bundle, a line each. */
export type Validate = (bundle: string) => readonly string[];

/**
 * The validator in an environment of its own in the folder for temporary files; pip installs it where it is not
 * there yet. Null, said on stderr, where it cannot be had; with CI set that is an error.
 */
export function stixValidator(): Validate | null {
  const folder = installed();
  if (folder === null) return null;
  return (bundle) => {
    const work = mkdtempSync(join(tmpdir(), 'beewolf-stix-'));
    try {
      writeFileSync(join(work, 'bundle.json'), bundle);
      const args = [...demands, '--disable', without, 'bundle.json'];
      const { stdout, stderr, status } = spawnSync(join(folder, 'bin/stix2_validator'), args, {
        cwd: work,
        encoding: 'utf8',
      });
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => /\[[X!]\]|rror/.test(line));
      return status === 0 && lines.length === 0 && stdout.includes('[+] STIX JSON: Valid')
        ? []
        : [`status ${status}`, ...lines];
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  };
}

/** An environment cannot be moved: it is made in its place, and a file says that it is whole. */
function installed(): string | null {
  const folder = join(tmpdir(), `beewolf-stix2-validator-${version}`);
  const whole = join(folder, 'whole');
  if (existsSync(whole)) return folder;
  try {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'pipe', timeout: 120_000 });
    // One of what it needs is published as source alone.
    const terms = ['--only-binary=:all:', '--no-binary=cpe', '--disable-pip-version-check', '--quiet'];
    const pip = ['-m', 'pip', 'install', ...terms];
    execFileSync(join(folder, 'bin/python'), [...pip, `stix2-validator==${version}`], {
      stdio: 'pipe',
      timeout: 300_000,
    });
    writeFileSync(`${whole}.writing`, '');
    renameSync(`${whole}.writing`, whole);
    return folder;
  } catch (error) {
    if (process.env['CI']) throw error;
    process.stderr.write(`skipped: validation of STIX (pip could not install stix2-validator ${version})\n`);
    return null;
  }
}
