import { execFileSync, spawnSync } from 'node:child_process';

/**
 * The path of a program of Debian; apt-get installs its package where it is not there yet. Null, said on stderr
 * with what is then skipped, where it cannot be had; with CI set that is an error.
 */
export function debianProgram(program: string, packageName: string, skipped: string): string | null {
  const found = pathOf(program);
  if (found !== null) return found;
  try {
    // Another test may be installing something.
    const wait = ['-o', 'DPkg::Lock::Timeout=600'];
    const terms = [...wait, 'install', '--yes', '--no-install-recommends', '--quiet', packageName];
    execFileSync('apt-get', terms, {
      stdio: 'pipe',
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    if (process.env['CI']) throw error;
  }
  const installed = pathOf(program);
  if (installed === null)
    process.stderr.write(`skipped: ${skipped} (no ${program}, and apt-get could not install ${packageName})\n`);
  return installed;
}

function pathOf(program: string): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$0"', program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
