import type { Engine, Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { needed, numberOf, textOf } from '../../lake/cells.ts';
import { earliest, instantOf, latest, sqlIn } from '../cells.ts';
import { identityColumns, uses } from '../uses.ts';

/** What tells one user of a credential from another: see strand-keys.ts. */
export interface StrandKey {
  readonly key: string;
  readonly network: string;
  readonly agent: string;
}

/** All uses of one credential from one network by one family of programs. */
export interface Strand extends StrandKey {
  readonly credential: string | null;
  readonly sessionUid: string | null;
  readonly sessionCreated: string | null;
  readonly sessionName: string | null;
  readonly actorUid: string | null;
  /** The full name in the records: of a session its own, not its role's. */
  readonly callerUid: string | null;
  readonly actorName: string | null;
  readonly actorType: string | null;
  readonly actorAccount: string | null;
  readonly first: string;
  readonly firstUid: string;
  readonly last: string;
  readonly count: number;
  /** How many of them another account recorded as well. */
  readonly shared: number;
  /** The part that is meant, where others use the same strand before and after; null for all of it. */
  readonly window: Span | null;
}

export interface Span {
  readonly since: string;
  readonly until: string;
}

/** Keys and strands that a statement names one by one: then it passes over whatever holds none of them. */
export const mostNamed = 500;

/**
 * All strands of which a use passes one of the conditions on the use `s`, by their first act. Where all of them are
 * `known`, by their ids, nothing more is asked.
 */
export async function strandsWhere(
  { engine }: Scope,
  conditions: readonly string[],
  known: ReadonlyMap<string, Strand> = new Map(),
): Promise<readonly Strand[]> {
  const found = conditions.map(
    (condition) => `SELECT DISTINCT key, network, agent FROM ${uses.name} s WHERE ${condition}`,
  );
  const some = await engine.rows(`${found.join(' UNION ')} LIMIT ${mostNamed + 1}`);
  const again = some.flatMap((row) => known.get(strandId(strandKeyOf(row))) ?? []);
  if (some.length <= mostNamed && again.length === some.length) return again.toSorted(byFirst);
  const meant = some.length <= mostNamed ? amongSql(some.map(strandKeyOf)) : await layMeant(engine, found);
  const rows =
    await engine.rows(`SELECT key, network, agent, ${identityColumns}, min(actor_account) AS actor_account, min(session_base) AS session_base,
      min(first) AS first, min_by(first_uid, (first, first_uid)) AS first_uid, max(last) AS last, CAST(sum(count) AS BIGINT) AS count, CAST(sum(count - alone) AS BIGINT) AS shared
    FROM ${uses.name} WHERE ${meant}
    GROUP BY key, network, agent ORDER BY first, first_uid`);
  return rows.map(strandOf);
}

/** SQL condition: the use is of one of these strands. */
const amongSql = (strands: readonly StrandKey[]): string =>
  `${sqlIn('key', [...new Set(strands.map(({ key }) => key))])} AND (key, network, agent) IN (VALUES ${strands
    .map(({ key, network, agent }) => `(${[key, network, agent].map(literal).join(', ')})`)
    .join(', ')})`;

async function layMeant(engine: Engine, found: readonly string[]): Promise<string> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.strands} AS ${found.join(' UNION ')}`);
  return `(key, network, agent) IN (FROM ${relations.strands})`;
}

function strandOf(row: Row): Strand {
  return {
    ...strandKeyOf(row),
    credential: textOf(row['credential']),
    sessionUid: textOf(row['session_uid']),
    sessionCreated: instantOf(row['session_created']),
    sessionName: textOf(row['session_name']),
    actorUid: textOf(row['actor_uid']),
    callerUid: textOf(row['caller_uid']),
    actorName: textOf(row['actor_name']),
    actorType: textOf(row['actor_type']),
    actorAccount: textOf(row['actor_account']),
    first: needed(instantOf(row['first']), 'first'),
    firstUid: needed(textOf(row['first_uid']), 'first_uid'),
    last: needed(instantOf(row['last']), 'last'),
    count: needed(numberOf(row['count']), 'count'),
    shared: needed(numberOf(row['shared']), 'shared'),
    window: null,
  };
}

export const strandKeyOf = (row: Row): StrandKey => ({
  key: needed(textOf(row['key']), 'key'),
  network: needed(textOf(row['network']), 'network'),
  agent: needed(textOf(row['agent']), 'agent'),
});

export const strandId = ({ key, network, agent }: StrandKey): string => `${key}\n${network}\n${agent}`;

/** A service called on the caller's behalf, or the record names no address. */
export const isIndirect = ({ network }: StrandKey): boolean => network.startsWith('via:');

/** A machine that asked for a name, known by its address or its id: whoever wanted to know. */
export const isAsker = (strand: Strand): boolean =>
  [strand.actorName, strand.actorType, strand.sessionUid, strand.credential].every((told) => told === null) &&
  !isIndirect(strand);

/** The group of strands that share a session, or a credential where there is no session. */
export const groupOf = ({ key, sessionUid, sessionCreated }: Strand): string =>
  sessionUid !== null && sessionCreated !== null ? sessionUid : key;

/** A session's credential, whose many programs are one user; some records tell its name but not its beginning. */
export const isSession = ({ credential, sessionName, sessionCreated }: Strand): boolean =>
  sessionCreated !== null || (sessionName !== null && credential !== null);

/** A session whose record of the sign-in is already its own: it is its own credential, and tells no time of its making. */
export const isSignedIn = ({ credential, sessionUid }: Pick<Strand, 'credential' | 'sessionUid'>): boolean =>
  credential !== null && credential === sessionUid;

/** From the first to the last act that may be meant. */
export const spanOf = (strands: readonly Strand[]): { readonly from: string; readonly to: string } => ({
  from: earliest(strands.map(({ first, window }) => window?.since ?? first)),
  to: latest(strands.map(({ last, window }) => window?.until ?? last)),
});

export const byFirst = (a: Strand, b: Strand): number =>
  compareInstants(a.first, b.first) || compareText(a.firstUid, b.firstUid);
