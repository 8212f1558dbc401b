#!/usr/bin/env node
// The entry. It loads nothing of ours before it knows that this Node can run the rest.
import module from 'node:module';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(`beewolf: Node.js 24.12 or newer is needed, and this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // Halves the time of a start; where the folder cannot be written, Node goes on without.
  module.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'));
  const { runCli } = await import('./cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2), process);
}
