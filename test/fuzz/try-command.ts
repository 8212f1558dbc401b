import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { violationsInText } from '../contract.ts';
import { projectRoot } from '../project-copy.ts';

/** Longer than any run over a few small files may take. */
const boundMs = 60_000;
/** Statuses of the contract: done, an error that is told, a usage that is none, a finding as grave as asked. */
const statuses: readonly (number | null)[] = [0, 1, 2, 3];

/** Runs the real command line and says what of its conduct is against the contract. */
export async function tryCommand(cwd: string, args: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(projectRoot, 'src/main.ts'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: boundMs,
  });
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (chunk: Buffer) => said.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.stderr.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const stderr = Buffer.concat(said.stderr).toString();
  return [
    ...(statuses.includes(status) ? [] : [`exit status ${status}`]),
    ...(/internal|fault of Beewolf|\n\s+at .+:\d+/.test(stderr) ? [`stderr: ${stderr.slice(0, 500)}`] : []),
    ...(status === 1 && args[0] === 'hunt' && !/^beewolf: /m.test(stderr)
      ? [`exit status 1 without a reason: ${stderr.slice(0, 500)}`]
      : []),
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    ...(/[\u0000-\u0008\u000b-\u001f\u007f]/.test(stderr) ? ['control characters on stderr'] : []),
    ...sumsToldIn(stderr),
    ...(args.includes('jsonl') ? violationsInText('finding', Buffer.concat(said.stdout).toString()) : []),
  ];
}

/** The line that says where all records went must add up for its reader, too. */
function sumsToldIn(stderr: string): readonly string[] {
  const line = stderr.split('\n').find((one) => one.startsWith('  read '));
  if (line === undefined) return [];
  const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
  const read = number(/read ([\d,]+) records/.exec(line)?.[1]);
  const parts = [...line.matchAll(/([\d,]+) (?:events|duplicates|conflicts|set aside)/g)].map(([, count]) =>
    number(count),
  );
  const sum = parts.reduce((total, count) => total + count, 0);
  return read === sum ? [] : [`told to have read ${read}, parts are ${sum}`];
}
