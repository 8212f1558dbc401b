import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Adds to package-lock.json the optional packages of other systems that it lacks. `npm ci` refuses a
 * lock file without them, and `npm install` leaves out those that the registry in use does not carry.
 * Run it after `npm install` of anything that comes in one package a system.
 */

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, LockEntry>>;

const lockFile = join(import.meta.dirname, '../package-lock.json');

/** The entries that are missing, by path; npm adds their hashes where it can reach them. */
export function missingEntries(packages: Packages): Packages {
  const wanted = Object.values(packages).flatMap((entry) => Object.entries(entry.optionalDependencies ?? {}));
  const missing = wanted.filter(([name]) => !(`node_modules/${name}` in packages));
  return Object.fromEntries(
    missing.map(([name, version]) => [`node_modules/${name}`, { version, optional: true, ...systemOf(name) }]),
  );
}

/** What a package is for, by the name that all publishers give it: `…-linux-arm64-musl`. Throws where it does not say. */
function systemOf(name: string): Readonly<Record<string, readonly string[]>> {
  const found =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|musl))?/.exec(
      name,
    );
  if (found === null) throw new Error(`${name} does not say for which system it is`);
  const [, os = '', cpu = '', libc] = found;
  const libcs: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libcs[libc] ?? libc] }) };
}

if (import.meta.main) {
  const lock = JSON.parse(await readFile(lockFile, 'utf8')) as { packages: Packages };
  const missing = missingEntries(lock.packages);
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  await writeFile(lockFile, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  console.log(`added ${Object.keys(missing).length} packages of other systems`);
}
