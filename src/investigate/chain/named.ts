import { sqlIn } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { strandsWhere } from './strands.ts';
import type { Strand } from './strands.ts';

/** Strands of identities as a person names them: key, uid, name, session or address, in any case. */
export async function strandsNamed(scope: Scope, names: readonly string[]): Promise<readonly Strand[]> {
  const wanted = names.map((name) => name.toLowerCase());
  const anyOf = (columns: readonly string[]) => columns.map((column) => sqlIn(`lower(${column})`, wanted)).join(' OR ');
  const named = anyOf([
    'credential',
    'actor_uid',
    'caller_uid',
    'actor_name',
    'session_uid',
    'session_base',
    'session_name',
    'source_identity',
    'source_ip',
  ]);
  return strandsWhere(scope, [named]);
}
