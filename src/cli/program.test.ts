import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { hasCode } from '../model/errors.ts';
import { defineCommand, type Context } from './command.ts';
import { choice, flag, integer, list, optionalChoice, required, rest, text } from './options.ts';
import { createProgram, globalOptions } from './program.ts';

let seen: unknown = null;

const hunt = defineCommand({
  name: 'hunt',
  summary: 'for tests',
  arguments: { paths: rest('path', 'logs') },
  options: {
    output: choice('-o, --output <format>', 'form', ['table', 'json']),
    failOn: optionalChoice('--fail-on <level>', 'level', ['low', 'high']),
    rules: list('--rules <dir>', 'rules'),
    until: text('--until <time>', 'end'),
    scale: integer('--scale <n>', 'size', { least: 1, fallback: 1 }),
    force: flag('--force', 'overwrite'),
  },
  run: async (given) => {
    seen = given;
    return 0;
  },
});

const member = defineCommand({
  name: 'rules list',
  summary: 'for tests',
  arguments: { name: required('name', 'a name') },
  options: {},
  run: async (given) => {
    seen = given;
    return 0;
  },
});

async function parse(
  line: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ given: unknown; workspace: string; isQuiet: boolean }> {
  seen = null;
  let globals: Parameters<Parameters<typeof createProgram>[0]['onRequest']>[0]['globals'] = {};
  const program = createProgram({
    version: '1.2.3',
    commands: [hunt, member],
    env,
    host: { stdout: process.stdout, stderr: process.stderr },
    onRequest: async (request) => {
      globals = request.globals;
      await request.command.run(request, {} as Context);
    },
  });
  await program.parseAsync(line.split(' ').filter(Boolean), { from: 'user' });
  return {
    given: seen,
    workspace: globalOptions.workspace.read(globals['workspace'] ?? []),
    isQuiet: globalOptions.quiet.read(globals['quiet'] ?? []),
  };
}

const nothingGiven = { output: 'table', failOn: null, rules: [], until: null, scale: 1, force: false };

test('what is not given has its default', async () => {
  const { given, workspace, isQuiet } = await parse('hunt');
  expect(given).toEqual({ arguments: { paths: [] }, options: nothingGiven });
  expect({ workspace, isQuiet }).toEqual({ workspace: '.beewolf', isQuiet: false });
});

test('every kind of option is read', async () => {
  const { given } = await parse(
    'hunt a b -o json --rules x --rules y --until 2026-01-01 --scale 20 --force --fail-on high',
  );
  expect(given).toEqual({
    arguments: { paths: ['a', 'b'] },
    options: { output: 'json', failOn: 'high', rules: ['x', 'y'], until: '2026-01-01', scale: 20, force: true },
  });
});

test.each(['-w case -q hunt logs', 'hunt -w case -q logs', 'hunt logs -q -w case'])(
  'global options stand before or after the command: %s',
  async (line) => {
    const { given, workspace, isQuiet } = await parse(line);
    expect({ workspace, isQuiet }).toEqual({ workspace: 'case', isQuiet: true });
    expect(given).toMatchObject({ arguments: { paths: ['logs'] } });
  },
);

test('a lone dash is an argument, as it stands for standard input', async () => {
  expect((await parse('hunt -')).given).toMatchObject({ arguments: { paths: ['-'] } });
});

test('a command of a group has both its words', async () => {
  expect((await parse('rules list one -q')).given).toEqual({ arguments: { name: 'one' }, options: {} });
});

test('the environment stands in for an option, and the command line comes first', async () => {
  const env = { BEEWOLF_OUTPUT: 'json', BEEWOLF_FAIL_ON: 'low', BEEWOLF_WORKSPACE: 'elsewhere', BEEWOLF_QUIET: '1' };
  const fromEnvironment = await parse('hunt', env);
  expect(fromEnvironment).toMatchObject({ workspace: 'elsewhere', isQuiet: true });
  expect(fromEnvironment.given).toMatchObject({ options: { output: 'json', failOn: 'low' } });
  expect((await parse('hunt -o table', env)).given).toMatchObject({ options: { output: 'table' } });
});

test('no environment overwrites files', async () => {
  expect((await parse('hunt', { BEEWOLF_FORCE: '1' })).given).toMatchObject({ options: { force: false } });
});

test.each([
  ['hunt -o xml', {}, '--output must be one of table, json, not xml'],
  ['hunt', { BEEWOLF_OUTPUT: 'xml' }, '--output must be one of table, json, not xml'],
  ['hunt', { BEEWOLF_QUIET: 'maybe' }, 'BEEWOLF_QUIET must be 1 or 0, not maybe'],
  ['hunt --scale 0', {}, '--scale must be a whole number from 1 on, not 0'],
  ['hunt --scale 1e9', {}, '--scale must be a whole number from 1 on, not 1e9'],
])('%s with %o is wrong usage', async (line, env, message) => {
  const error: unknown = await parse(line, env).catch((reason: unknown) => reason);
  expect(hasCode(error, 'usage.invalid')).toBe(true);
  expect(error).toMatchObject({ message });
});

test.each([
  ['hnt', "unknown command 'hnt'"],
  ['hunt --ouput json', "unknown option '--ouput'"],
  ['hunt -o', 'argument missing'],
  ['rules list', "missing required argument 'name'"],
])('%s is refused', async (line, message) => {
  const error: unknown = await parse(line).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommanderError);
  expect(error).toMatchObject({ message: expect.stringContaining(message) });
});
