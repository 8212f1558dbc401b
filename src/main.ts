#!/usr/bin/env node
// The entry. It imports nothing before it knows that this Node can run the rest.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(`beewolf: Node.js 24.12 or newer is needed, and this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  const { runCli } = await import('./cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2), process);
}
