import { sqlIn } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { callerKeys, withoutCopies } from './copies.ts';
import { strandsWhere } from './strands.ts';
import type { Strand } from './strands.ts';

/** Strands of identities as a person names them: key, uid, name, session or address, in any case. */
export async function strandsNamed(scope: Scope, names: readonly string[]): Promise<readonly Strand[]> {
  const wanted = names.map((name) => name.toLowerCase());
  // Letters are written small one by one, which costs more than to count them.
  const lengths = [...new Set(wanted.map((name) => [...name].length))].join(', ');
  const isAny = (column: string) => `(length(${column}) IN (${lengths}) AND ${sqlIn(`lower(${column})`, wanted)})`;
  const anyOf = (columns: readonly string[]) => columns.map(isAny).join(' OR ');
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
  const found = await strandsWhere(scope, [named]);
  // Who is named by the id that another account knows him by is meant with his own credentials.
  const keys = await callerKeys(scope, found);
  return keys.length === 0 ? found : withoutCopies(scope, await strandsWhere(scope, [named, sqlIn('key', keys)]));
}
