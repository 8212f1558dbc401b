import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { defineCommand } from './command.ts';
import { completionScript } from './completion-script.ts';
import { choice, flag, requiredChoice, rest } from './options.ts';
import { globalOptions } from './program.ts';

const run = async (): Promise<0> => 0;
const output = choice('-o, --output <format>', 'the form', ['table', 'json']);
const commands = [
  defineCommand({
    name: 'hunt',
    summary: "what's there",
    arguments: { paths: rest('path', 'x') },
    options: { output },
    run,
  }),
  defineCommand({ name: 'rules list', summary: 'list', arguments: {}, options: { all: flag('--all', 'x') }, run }),
  defineCommand({ name: 'rules check', summary: 'check', arguments: {}, options: {}, run }),
  defineCommand({
    name: 'completion',
    summary: 'x',
    arguments: { shell: requiredChoice('shell', 'x', ['bash', 'zsh']) },
    options: {},
    run,
  }),
];

/** What bash offers for the last word of a line. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${completionScript('bash', commands, globalOptions)}
COMP_WORDS=(beewolf "$@")
COMP_CWORD=$#
_beewolf
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-u', '-c', script, 'bash', ...words], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

test('bash offers commands and groups', () => {
  expect(offered('')).toEqual(expect.arrayContaining(['hunt', 'rules', 'completion', '--workspace', '-w', '--help']));
  expect(offered('h')).toEqual(['hunt']);
  expect(offered('rules', '')).toEqual(expect.arrayContaining(['list', 'check']));
});

test('bash offers the options of the command, wherever global ones stand', () => {
  expect(offered('hunt', '--o')).toEqual(['--output']);
  expect(offered('-q', 'hunt', '--o')).toEqual(['--output']);
  expect(offered('rules', 'list', '--a')).toEqual(['--all']);
  expect(offered('rules', 'check', '--a')).toEqual([]);
});

test('bash offers the words that an option or argument allows', () => {
  expect(offered('hunt', '-o', '')).toEqual(['table', 'json']);
  expect(offered('hunt', '--output', 'j')).toEqual(['json']);
  expect(offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh']));
});

test.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('%s can read its script', (shell, options) => {
  const script = completionScript(shell, commands, globalOptions);
  expect(script).toContain('--output'.slice(shell === 'zsh' ? 0 : 2));
  const { error, status, stderr } = spawnSync(shell, [...options], { input: script, encoding: 'utf8' });
  // Where that shell is not installed, its quoting is at least balanced.
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  else expect((script.replaceAll(`'\\''`, '').match(/'/g) ?? []).length % 2).toBe(0);
});
