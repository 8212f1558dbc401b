import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { AppError } from '../model/errors.ts';
import { defineCommand, type Context, type ExitCode } from './command.ts';
import { flag } from './options.ts';
import { runCli } from './run.ts';

type Run = (context: Context) => Promise<ExitCode>;

/** A process of which everything is recorded; `exit` throws, as nothing runs after it. */
function fakeHost(env: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit = vi.fn<(code?: number | string | null) => never>((code) => {
    throw new Error(`exit ${String(code)}`);
  });
  const host = Object.assign(new EventEmitter(), {
    env,
    cwd: () => '/case',
    stdin: new PassThrough(),
    stdout,
    stderr,
    exit,
  });
  return {
    host: host as unknown as Parameters<typeof runCli>[1] & EventEmitter,
    exit,
    said: () => readNow(stderr),
    printed: () => readNow(stdout),
  };
}

const readNow = (stream: PassThrough): string => String(stream.read() ?? '');

async function run(command: Run, argv: readonly string[] = ['work'], env: NodeJS.ProcessEnv = {}) {
  const { host, said, printed } = fakeHost(env);
  const work = defineCommand({
    name: 'work',
    summary: 'for tests',
    arguments: {},
    options: { force: flag('--force', 'nothing') },
    run: (_, context) => command(context),
  });
  const status = await runCli(argv, host, [work]);
  return { status, said: said(), printed: printed() };
}

const failing =
  (error: unknown): Run =>
  async () => {
    throw error;
  };

test.each([0, 1, 3] as const)('a command ends with its own status %i', async (status) => {
  expect(await run(async () => status)).toEqual({ status, said: '', printed: '' });
});

test('a command is told where it works', async () => {
  let seen: Partial<Context> = {};
  await run(
    async (context) => {
      seen = context;
      return 0;
    },
    ['-w', 'one', 'work', '--strict'],
  );
  expect(seen).toMatchObject({ cwd: '/case', workspace: '/case/one', isStrict: true });
});

test('a failure that is foreseen says what happened and what to do', async () => {
  const error = new AppError('workspace.busy', 'the workspace is in use\u001b[2J', { hint: 'wait for it' });
  expect(await run(failing(error))).toEqual({
    status: 1,
    said: 'beewolf: the workspace is in use\\x1b[2J\n  wait for it\n',
    printed: '',
  });
});

test('wrong usage ends with 2 and says where to look', async () => {
  const said = 'beewolf: no path was given\n  beewolf work --help shows what there is to type\n';
  expect(await run(failing(new AppError('usage.invalid', 'no path was given')))).toEqual({
    status: 2,
    said,
    printed: '',
  });
});

test.each([
  [
    'an option that does not exist',
    ['work', '--froce'],
    "unknown option '--froce' (Did you mean --force?)",
    'beewolf work',
  ],
  ['a command that does not exist', ['wrok'], "unknown command 'wrok' (Did you mean work?)", 'beewolf'],
  [
    'an argument too many',
    ['work', 'x'],
    "too many arguments for 'work'. Expected 0 arguments but got 1: x.",
    'beewolf work',
  ],
])('%s is wrong usage', async (_, argv, message, where) => {
  const said = `beewolf: ${message}\n  ${where} --help shows what there is to type\n`;
  expect(await run(async () => 0, argv)).toEqual({ status: 2, said, printed: '' });
});

test('no command at all is wrong usage, and shows the help on standard error', async () => {
  const { status, said, printed } = await run(async () => 0, []);
  expect({ status, printed }).toEqual({ status: 2, printed: '' });
  expect(said).toContain('Usage: beewolf');
});

test('help is data, and ends with 0', async () => {
  const { status, said, printed } = await run(async () => 0, ['work', '--help']);
  expect({ status, said }).toEqual({ status: 0, said: '' });
  expect(printed).toContain('--force');
  expect(printed).toContain('--workspace');
});

test('an error that nobody foresaw is one line, and its stack is shown when asked for', async () => {
  const error = new TypeError('x is not a function', { cause: new Error('the first one') });
  const short = await run(failing(error));
  expect(short.said).toBe(
    'beewolf: internal: x is not a function\n  this is a fault of Beewolf; BEEWOLF_DEBUG=1 shows where\n',
  );
  const long = await run(failing(error), ['work'], { BEEWOLF_DEBUG: '1' });
  expect(long.status).toBe(1);
  expect(long.said).toContain('run.test.ts');
  expect(long.said).toContain('the first one');
});

test('the first Ctrl-C aborts the work, which ends with 130', async () => {
  const { host, said, exit } = fakeHost();
  const work = defineCommand({
    name: 'work',
    summary: 'for tests',
    arguments: {},
    options: {},
    run: async (_, { signal }) => {
      host.emit('SIGINT');
      signal.throwIfAborted();
      return 0;
    },
  });
  expect(await runCli(['work'], host, [work])).toBe(130);
  expect(said()).toBe('\nbeewolf: stopping; Ctrl-C again to stop at once\nbeewolf: cancelled\n');
  expect(exit).not.toHaveBeenCalled();
});

test('the second Ctrl-C ends the process at once', async () => {
  const { host, exit } = fakeHost();
  await runCli(['--version'], host, []);
  host.emit('SIGINT');
  expect(() => host.emit('SIGINT')).toThrow('exit 130');
  expect(exit).toHaveBeenCalledWith(130);
});

test("what Node's own functions throw when they are aborted counts as cancelled", async () => {
  expect(await run(failing(new DOMException('aborted', 'AbortError')))).toMatchObject({ status: 130 });
});
