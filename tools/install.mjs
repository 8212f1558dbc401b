/**
 * Installs the packages of package-lock.json when they are missing or of another lock file.
 * Runs on any Node from 18 on and imports nothing but Node: it is what installs the rest.
 *
 * `npm ci` works in a folder of its own, which is then renamed into place: a run that is killed
 * leaves no half of a node_modules, and of two that start at once one wins and the other takes
 * what the first installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const lockFile = join(root, 'package-lock.json');
const installed = join(root, 'node_modules');
/** Holds the text of the lock file that node_modules was installed from; the launcher compares it too. */
const stamp = '.installed-from';
const workFolderPrefix = '.install-';
const hourMs = 3_600_000;
/** @type {NodeJS.Signals[]} */
const stopSignals = ['SIGINT', 'SIGTERM'];
const unreachable = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
  'ENETUNREACH',
  'ENOTCACHED',
];

/** Rejects with an Error of one line when the packages cannot be installed. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  removeAbandonedFolders();
  process.stderr.write('beewolf: installing packages, once; this takes a minute\n');
  const folder = mkdtempSync(join(root, workFolderPrefix));
  try {
    await runNpmCi(folder);
    dropForeignNode(folder);
    writeFileSync(join(folder, 'node_modules', stamp), readFileSync(join(folder, 'package-lock.json')));
    putInPlace(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isInstalled() {
  if (textOf(join(installed, stamp)) === textOf(lockFile)) return true;
  if (!isInstalledByHand()) return false;
  writeFileSync(join(installed, stamp), readFileSync(lockFile));
  return true;
}

/** Whether npm's own record of node_modules, written last, names what the lock file names. */
function isInstalledByHand() {
  const record = textOf(join(installed, '.package-lock.json'));
  if (record === null) return false;
  const present = packagesOf(record);
  const wanted = packagesOf(readFileSync(lockFile, 'utf8'));
  const isThere = Object.entries(wanted).every(([path, { version, optional }]) => {
    // The empty path is the project itself, which is not installed.
    const found = present[path];
    return found ? found.version === version : path === '' || optional === true;
  });
  return isThere && Object.keys(present).every((path) => path in wanted);
}

/** @param {string} lock */
function packagesOf(lock) {
  const { packages } = /** @type {{ packages: Record<string, { version: string, optional?: boolean }> }} */ (
    JSON.parse(lock)
  );
  return packages;
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function removeAbandonedFolders() {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(workFolderPrefix))) {
    const path = join(root, name);
    const isOld = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > hourMs;
    if (isOld) rmSync(path, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function runNpmCi(folder) {
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(root, name), join(folder, name));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const npm = spawn('npm', [...args, ...patience], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  npm.stdout.on('data', (chunk) => (said += chunk));
  npm.stderr.on('data', (chunk) => (said += chunk));
  const stop = () => npm.kill('SIGTERM');
  for (const signal of stopSignals) process.on(signal, stop);
  try {
    const { error, status, signal } = await endOf(npm);
    if (process.env['BEEWOLF_DEBUG']) process.stderr.write(said);
    if (status !== 0)
      throw new Error(`the packages could not be installed: ${reasonOf({ error, status, signal, said })}`);
  } finally {
    for (const signal of stopSignals) process.removeListener(signal, stop);
  }
}

/**
 * @typedef {{ error: NodeJS.ErrnoException | null, status: number | null, signal: NodeJS.Signals | null }} End
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<End>}
 */
function endOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error, status: null, signal: null }));
    child.once('close', (status, signal) => resolve({ error: null, status, signal }));
  });
}

/** @param {End & { said: string }} end */
function reasonOf({ error, status, signal, said }) {
  if (error?.code === 'ENOENT') return 'npm is not on the PATH';
  if (error) return error.message;
  if (signal) return `interrupted by ${signal}`;
  const code = /npm (?:error|ERR!) code (\S+)/.exec(said)?.[1];
  if (code && unreachable.includes(code))
    return `npm cannot reach its registry (${code}); connect to the network and try again`;
  return `npm ends with ${code ?? status}; BEEWOLF_DEBUG=1 shows what it says`;
}

/**
 * Where the Node of the packages cannot run (another C library), the caller's own is used instead.
 * @param {string} folder
 */
function dropForeignNode(folder) {
  const node = join(folder, 'node_modules', '.bin', 'node');
  if (!existsSync(node)) return;
  if (spawnSync(node, ['--version'], { stdio: 'ignore' }).status !== 0) rmSync(node);
}

/** @param {string} folder */
function putInPlace(folder) {
  if (isInstalled()) return;
  try {
    if (existsSync(installed)) renameSync(installed, join(folder, 'replaced'));
    renameSync(join(folder, 'node_modules'), installed);
  } catch (error) {
    // Another run was first; what it installed serves as well.
    if (!isInstalled()) throw error;
  }
}

/**
 * What an error says, in one line.
 * @param {unknown} error
 */
export function lineOf(error) {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled();
  } catch (error) {
    process.stderr.write(`beewolf: ${lineOf(error)}\n`);
    process.exitCode = 1;
  }
}
