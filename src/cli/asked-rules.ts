import type { CheckedRules } from '../app/check-rules.ts';
import type { Context } from './command.ts';

/** The rules of the folders that were named; ours where none was. */
export async function askedRules(folders: readonly string[], { cwd }: Pick<Context, 'cwd'>): Promise<CheckedRules> {
  const { checkRules } = await import('../app/check-rules.ts');
  const { sources } = await import('../registry/sources.ts');
  const { readOwnRules } = await import('../registry/rules.ts');
  return checkRules({ folders, cwd, own: folders.length === 0 ? await readOwnRules() : [] }, sources);
}
