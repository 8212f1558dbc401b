import type { CheckedRules } from '../app/check-rules.ts';
import type { Context } from './command.ts';

/** The rules of the folders that were named; ours where none was. */
export async function askedRules(
  { folders, placeholders }: { readonly folders: readonly string[]; readonly placeholders: string | null },
  { cwd }: Pick<Context, 'cwd'>,
): Promise<CheckedRules> {
  const { checkRules } = await import('../app/check-rules.ts');
  const { sources } = await import('../registry/sources.ts');
  const { readOwnRules } = await import('../registry/rules.ts');
  const own = folders.length === 0 ? await readOwnRules() : [];
  return checkRules({ folders, placeholders, cwd, own }, sources);
}
