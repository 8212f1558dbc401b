import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { beewolf, entryFile, finished, shell, start, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { delivered, record, ruleOfEverything, uidOf } from './records.ts';

const all = ['--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'];

function caseFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
  mkdirSync(join(folder, 'logs'));
  return folder;
}

const manyRecords = 20_000;
let manyLines = '';

/** Enough to be caught in the middle of: some 15 MB, half a second's work. */
function writeMany(path: string): void {
  manyLines ||= Array.from({ length: manyRecords }, (_, n) => `${JSON.stringify(record(n))}\n`).join('');
  writeFileSync(path, manyLines);
}

const huntAll = async (folder: string, ...args: readonly string[]): Promise<Ran> =>
  beewolf(['hunt', ...args, ...all], { cwd: folder });
const leftInScratch = (folder: string): readonly string[] => readdirSync(join(folder, '.beewolf/scratch'));

/** 1.2 MB of records that take more room at rest than on their way there, as a column repeats what no packer can shorten. */
function incompressibleLines(): string {
  const random = (n: number): string =>
    Array.from({ length: 220 }, (_, part) => createHash('sha512').update(`${n}.${part}`).digest('base64')).join('');
  return Array.from({ length: 60 }, (_, n) => `${JSON.stringify(record(n, { userAgent: random(n) }))}\n`).join('');
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('it never came to that');
    await wait(2);
  }
}

const batchIsBegun = (folder: string): boolean =>
  existsSync(join(folder, '.beewolf/scratch')) && leftInScratch(folder).some((name) => name.startsWith('batch-'));

test('two runs on one workspace at once take turns, and both count', async () => {
  const folder = caseFolder();
  writeFileSync(join(folder, 'one.json'), delivered(1, 2));
  writeFileSync(join(folder, 'two.json'), delivered(2, 3));
  const [one, two] = await Promise.all([huntAll(folder, 'one.json'), huntAll(folder, 'two.json')]);
  expect([one.status, two.status]).toEqual([0, 0]);
  expect(`${one.stderr}${two.stderr}`).toContain('waiting for another run to leave the workspace');
  expect(`${one.stderr}${two.stderr}`).toMatch(/1 events · 1 duplicates/);
  expect(uidsIn((await huntAll(folder)).stdout)).toEqual([1, 2, 3].map(uidOf));
});

describe('Ctrl-C', () => {
  test('in the middle of the work leaves a workspace that the next run finishes', async () => {
    const folder = caseFolder();
    writeMany(join(folder, 'logs/many.ndjson'));
    const child = start(['hunt', 'logs', ...all], { cwd: folder });
    const ending = finished(child);
    await until(() => batchIsBegun(folder));
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ending;
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toBe('\nbeewolf: stopping; Ctrl-C again to stop at once\nbeewolf: cancelled\n');
    const next = await huntAll(folder, 'logs', '-q');
    expect(next.status).toBe(0);
    expect(new Set(uidsIn(next.stdout)).size).toBe(manyRecords);
    expect(leftInScratch(folder)).toEqual([]);
  });

  test('while it waits for standard input', async () => {
    const folder = caseFolder();
    const child = start(['hunt', '-', ...all], { cwd: folder });
    const ending = finished(child);
    await until(() => existsSync(join(folder, '.beewolf/scratch/standard-input')));
    child.kill('SIGINT');
    expect(await ending).toMatchObject({
      status: 130,
      stderr: expect.stringContaining('beewolf: cancelled\n') as string,
    });
  });

  test('while another run has the workspace', async () => {
    const folder = caseFolder();
    const first = start(['hunt', '-', ...all], { cwd: folder });
    const firstEnding = finished(first);
    await until(() => existsSync(join(folder, '.beewolf/scratch/standard-input')));
    const second = start(['hunt', '-', ...all], { cwd: folder });
    const told: string[] = [];
    second.stderr?.on('data', (chunk: Buffer) => told.push(String(chunk)));
    const secondEnding = finished(second);
    await until(() => told.join('').includes('waiting for another run'));
    second.kill('SIGINT');
    expect((await secondEnding).status).toBe(130);
    first.stdin?.end(delivered(1));
    expect(uidsIn((await firstEnding).stdout)).toEqual([uidOf(1)]);
  });
});

test('a folder that vanishes while its neighbour is read is refused, the rest goes on', async () => {
  const folder = caseFolder();
  writeMany(join(folder, 'logs/a-many.ndjson'));
  mkdirSync(join(folder, 'logs/b-folder'));
  writeFileSync(join(folder, 'logs/b-folder/one.json'), delivered(100_001));
  writeFileSync(join(folder, 'logs/c-file.json'), delivered(100_002));
  writeFileSync(join(folder, 'logs/d-file.json'), delivered(100_003));
  const running = huntAll(folder, 'logs');
  await until(() => batchIsBegun(folder));
  rmSync(join(folder, 'logs/b-folder'), { recursive: true });
  rmSync(join(folder, 'logs/c-file.json'));
  const { status, stdout, stderr } = await running;
  expect(status).toBe(0);
  // How far the reader has come when they vanish is not ours to say: each was read, or is said to be gone.
  const found = uidsIn(stdout);
  for (const [name, number] of [
    ['b-folder', 100_001],
    ['c-file.json', 100_002],
  ] as const) {
    const refusal = `refused ${join(folder, 'logs', name)}: a link that leads nowhere, or gone before it was read`;
    expect(found.includes(uidOf(number)) !== stderr.includes(refusal), `${name}: ${stderr}`).toBe(true);
  }
  expect(found).toContain(uidOf(100_003));
});

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const isReadableByNobody =
  !isRoot || spawnSync(process.execPath, [entryFile, '--version'], { uid: nobody }).status === 0;

test.skipIf(!isReadableByNobody)(
  'a file and a folder that may not be read are refused (skipped where another user cannot run this project)',
  async () => {
    const folder = caseFolder();
    writeFileSync(join(folder, 'logs/open.json'), delivered(1));
    writeFileSync(join(folder, 'logs/closed.json'), delivered(2), { mode: 0o000 });
    mkdirSync(join(folder, 'logs/closed'), { mode: 0o000 });
    chmodSync(folder, 0o777);
    // Root may read everything: then it is another user who hunts.
    const child = spawn(process.execPath, [entryFile, 'hunt', 'logs', ...all], {
      cwd: folder,
      ...(isRoot && { uid: nobody }),
      stdio: 'pipe',
    });
    const { status, stdout, stderr } = await finished(child);
    expect({ status, uids: uidsIn(stdout) }).toEqual({ status: 0, uids: [uidOf(1)] });
    for (const name of ['closed', 'closed.json'])
      expect(stderr).toContain(`refused ${join(folder, 'logs', name)}: permission denied`);
  },
);

describe('a full disk', () => {
  const fullDisk =
    /^beewolf: cannot write .*: no space left on the disk\n {2}make room, or give another folder with --workspace/m;

  const mounted = temporaryFolder();
  const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mounted]).status === 0;
  if (canMount) spawnSync('umount', [mounted]);

  test.skipIf(!canMount)(
    'ends the run with a clear line, and the next one goes on where there is room (skipped where nothing can be mounted)',
    async () => {
      const folder = caseFolder();
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
      onTestFinished(() => void spawnSync('umount', ['-l', disk]));
      writeFileSync(join(folder, 'small.json'), delivered(100_001));
      writeMany(join(folder, 'logs/many.ndjson'));
      expect((await huntAll(folder, 'small.json', '-w', 'disk/case')).status).toBe(0);
      const full = await huntAll(folder, 'logs', '-w', 'disk/case');
      expect({ status: full.status, stdout: full.stdout }).toEqual({ status: 1, stdout: '' });
      expect(full.stderr).toMatch(fullDisk);
      expect(uidsIn((await huntAll(folder, '-w', 'disk/case')).stdout)).toEqual([uidOf(100_001)]);
      spawnSync('mount', ['-o', 'remount,size=400m', disk]);
      expect(uidsIn((await huntAll(folder, 'logs', '-w', 'disk/case', '-q')).stdout)).toHaveLength(manyRecords + 1);
    },
  );

  test.each([
    [
      'of a batch',
      'hunt random.ndjson',
      512,
      /^beewolf: cannot write .*batch-0\.json: a file would grow larger than is allowed\n {2}make room/,
    ],
    ['of what the engine writes', 'hunt random.ndjson', 1536, /^beewolf: the disk is full\n {2}make room/],
    [
      'of standard input',
      'hunt - < random.ndjson',
      512,
      /^beewolf: cannot write .*standard-input: a file would grow larger than is allowed\n {2}make room/,
    ],
  ])('or a limit on the size %s ends the run no less clearly', async (_, command, kibibytes, message) => {
    const folder = caseFolder();
    writeFileSync(join(folder, 'random.ndjson'), incompressibleLines());
    const { status, stdout, stderr } = await shell(`ulimit -f ${kibibytes}; beewolf ${command} ${all.join(' ')}`, {
      cwd: folder,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(uidsIn((await huntAll(folder, 'random.ndjson', '-q')).stdout)).toHaveLength(60);
  });
});
