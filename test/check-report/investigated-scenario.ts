import { join } from 'node:path';
import { beewolf, temporaryFolder } from '../cli/beewolf.ts';

/** The folder of the incidents that investigate writes for a scenario of ours; its logs are synthetic. */
export async function investigatedScenario(name: string): Promise<string> {
  const cwd = temporaryFolder();
  for (const args of [
    ['simulate', name, '--out', 'played'],
    ['investigate', 'played/logs', '--out', 'incidents'],
  ]) {
    const { status, stderr } = await beewolf(args, { cwd });
    if (status !== 0) throw new Error(stderr);
  }
  return join(cwd, 'incidents');
}
