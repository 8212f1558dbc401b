import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { defineCommand } from '../command.ts';
import { choice } from '../options.ts';

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
}

const bytesPerGiB = 2 ** 30;
/** Less than this is used up by one engine and what it spills. */
const leastMemoryGiB = 1;
const leastDiskGiB = 2;

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'whether everything that is needed works here',
  arguments: {},
  options: { output: choice('-o, --output <format>', 'form of the list', ['table', 'json']) },
  run: async ({ options }, { output, terminal, workspace }) => {
    const checks = [
      checkNode(),
      await checkLake(),
      await checkWorkspace(workspace),
      await checkDisk(workspace),
      checkMemory(),
      checkThreads(),
    ];
    const paint = { ok: terminal.colours.green, warning: terminal.colours.yellow, failed: terminal.colours.red };
    const rows = checks.map(({ name, state, detail }) => [{ text: state, paint: paint[state] }, name, detail]);
    if (options.output === 'json') await output.json(checks);
    else await output.line(terminal.table([{ title: '' }, { title: 'what' }, { title: 'seen', wraps: true }], rows));
    return checks.some(({ state }) => state === 'failed') ? 1 : 0;
  },
});

/** Older ones do not get here: main.ts refuses them. */
function checkNode(): Check {
  return { name: 'node', state: 'ok', detail: `${process.versions.node} on ${process.platform} ${process.arch}` };
}

async function checkLake(): Promise<Check> {
  const folder = await mkdtemp(join(tmpdir(), 'beewolf-doctor-'));
  try {
    const { checkEngine } = await import('../../app/check-engine.ts');
    return { name: 'engine', state: 'ok', detail: `DuckDB ${await checkEngine(folder)} answers` };
  } catch (error) {
    return { name: 'engine', state: 'failed', detail: messageOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkWorkspace(workspace: string): Promise<Check> {
  const name = 'workspace';
  const folder = await nearestFolder(workspace);
  try {
    if (!(await stat(folder)).isDirectory()) return { name, state: 'failed', detail: `${folder} is not a folder` };
    await access(folder, constants.W_OK | constants.X_OK);
    const detail = folder === workspace ? workspace : `${workspace} can be made`;
    return { name, state: 'ok', detail };
  } catch (error) {
    return { name, state: 'failed', detail: messageOf(error) };
  }
}

async function checkDisk(workspace: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearestFolder(workspace));
  const freeGiB = (bavail * bsize) / bytesPerGiB;
  return { name: 'disk', state: freeGiB < leastDiskGiB ? 'warning' : 'ok', detail: `${freeGiB.toFixed(1)} GiB free` };
}

function checkMemory(): Check {
  // A container may allow less than the machine has; zero means that nothing limits it.
  const limits = [totalmem(), process.constrainedMemory() || Infinity];
  const memoryGiB = Math.min(...limits) / bytesPerGiB;
  return {
    name: 'memory',
    state: memoryGiB < leastMemoryGiB ? 'warning' : 'ok',
    detail: `${memoryGiB.toFixed(1)} GiB may be used`,
  };
}

function checkThreads(): Check {
  return { name: 'threads', state: 'ok', detail: `${availableParallelism()} at once` };
}

/** The workspace, or the folder nearest above it that exists. */
async function nearestFolder(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearestFolder(dirname(path));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
