import type { Confidence } from '../../model/claim.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { instantAt, secondsBetween, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import { textIn } from '../../lake/cells.ts';
import { providerSql } from '../../lake/provider.ts';
import { fillTable, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope, Wanted } from '../scope.ts';
import type { Group } from './group.ts';
import { issuanceColumns, issuanceOf, issuingCallsSql, issuingSql, providersOf } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { sessionBase } from './strand-keys.ts';
import { spanOf } from './strands.ts';
import type { Strand } from './strands.ts';
import { uses } from '../uses.ts';

/** No provider lets a session live longer. */
const longestSessionHours = 36;

/**
 * All accepted records that issued anything within the slack around the beginnings of these sessions, and those
 * that issued a credential of a session whose beginning no record tells. Of a credential that nobody used the
 * session alone is said: a console works under other credentials than the one that opened it.
 */
export async function issuancesAround(
  scope: Scope,
  groups: readonly Group[],
  slackSeconds: number,
): Promise<readonly Issuance[]> {
  const strands = groups.flatMap((group) => group.strands);
  const dated = await issuancesWhere(scope, await nearBeginnings(scope, strands, slackSeconds), 'true');
  const undated = groups
    .filter((group) => group.strands.every(({ sessionCreated }) => sessionCreated === null))
    .flatMap((group) => group.strands);
  const named = await issuancesWhere(scope, beforeUse(undated), sqlIn('issued_credential', credentialsOf(undated)));
  const all = new Map([...dated, ...named].map((one) => [one.citation.ref, one]));
  return withoutUnused(scope, [...all.values()]);
}

const credentialsOf = (strands: readonly Strand[]): readonly string[] =>
  unique(strands.map(({ credential }) => credential));

/** Within the slack around the beginning of one of these. */
async function nearBeginnings(
  { engine }: Scope,
  strands: readonly Strand[],
  slackSeconds: number,
): Promise<Wanted | null> {
  const seconds = new Set<number>();
  for (const { sessionCreated } of strands) {
    if (sessionCreated === null) continue;
    const begin = Math.floor(Date.parse(sessionCreated) / 1000);
    for (let offset = -slackSeconds; offset <= slackSeconds; offset++) seconds.add(begin + offset);
  }
  if (seconds.size === 0) return null;
  await fillTable(engine, relations.instants, { columns: 'second BIGINT', rows: [...seconds].map(String) });
  const [from, to] = [Math.min(...seconds), Math.max(...seconds) + 1].map((second) => instantAt(second * 1000)) as [
    string,
    string,
  ];
  const where = `time >= ${sqlInstant(from)} AND time < ${sqlInstant(to)}
    AND CAST(floor(epoch(time)) AS BIGINT) IN (SELECT second FROM ${relations.instants})`;
  return { where, bounds: { from, to } };
}

/** When sessions may have begun that were used then. */
function beforeUse(strands: readonly Strand[]): Wanted | null {
  if (strands.length === 0) return null;
  const { from: first, to } = spanOf(strands);
  const from = shiftSeconds(first, -longestSessionHours * 3600);
  return { where: `time >= ${sqlInstant(from)} AND time <= ${sqlInstant(to)}`, bounds: { from, to } };
}

/** `when` is on columns, `which` on what was issued. */
async function issuancesWhere(scope: Scope, when: Wanted | null, which: string): Promise<readonly Issuance[]> {
  if (when === null) return [];
  const providers = providersOf(scope.links, scope.semantics);
  const where = `${when.where} AND ${issuingCallsSql(scope.links, 'issues')}`;
  const near = await narrowed(scope, { ...when, where });
  if (near === null) return [];
  const rows = await scope.engine.rows(`WITH near AS MATERIALIZED (${withStrandSql(near)}), issuing AS (
    SELECT e.event_uid, e.time, e.operation, e.account, e.host, e.key, e.network, e.agent, e.actor_uid, e.session_uid, e.shared_uid,
      ${providerSql(scope.links, 'e')} AS is_provider, ${issuanceColumns(providers)}
    FROM near e WHERE ${issuingSql(providers, 'issues')})
    SELECT * FROM issuing WHERE ${which} ORDER BY time, event_uid`);
  return rows.map(issuanceOf);
}

/** Issuances without the credentials that no record carries, where they name their session as well. */
export async function withoutUnused<One extends Issuance>(
  { engine }: Scope,
  issuances: readonly One[],
): Promise<readonly One[]> {
  const credentials = unique(issuances.map(({ issuedCredential }) => issuedCredential));
  if (credentials.length === 0) return issuances;
  const rows = await engine.rows(`SELECT DISTINCT key FROM ${uses.name} WHERE ${sqlIn('key', credentials)}`);
  const used = new Set(rows.map((row) => textIn(row, 'key')));
  return issuances.map((one) =>
    one.issuedSession === null || used.has(one.issuedCredential ?? '') ? one : { ...one, issuedCredential: null },
  );
}

/** The record that opened a session, with the reason why it is held for that one. */
export interface Issuer {
  readonly issuance: Issuance;
  /** Copies of the same call in other accounts. */
  readonly copies: readonly Issuance[];
  readonly join: string;
  readonly confidence: Confidence;
}

/**
 * Who opened the session of a group: by the credential that the answer named (confirmed), else by
 * session and time, or for a session that keeps its caller by identity and time (likely). Several
 * callers that fit equally well are `ambiguous`: no one of them is named.
 */
export function issuerOf(
  { strands }: Group,
  { byCredential, bySession, byCaller }: IssuanceIndex,
  slackSeconds: number,
): Issuer | 'ambiguous' | null {
  const credentials = unique(strands.map(({ credential }) => credential));
  const bases = unique(strands.map(({ sessionUid }) => sessionUid && sessionBase(sessionUid)));
  const begins = strands.flatMap(({ sessionCreated }) => sessionCreated ?? []);
  const isNear = ({ citation }: Issuance) =>
    begins.some((begin) => secondsBetween(begin, citation.time) <= slackSeconds);

  const exact = credentials.flatMap((credential) => byCredential.get(credential) ?? []);
  if (exact.length > 0) return pick(exact, 'credential id in the answer', 'confirmed');
  // An answer that names another credential opened another session, however near.
  const near = bases.flatMap((base) => bySession.get(base) ?? []).filter(isNear);
  const unnamed = near.filter(({ issuedCredential }) => issuedCredential === null);
  if (unnamed.length > 0) return pick(unnamed, 'session id and time', 'likely');
  const byIdentity = unique(strands.map(({ actorUid }) => actorUid))
    .flatMap((actor) => byCaller.get(actor) ?? [])
    .filter((one) => isNear(one) && (one.callerSession === null || bases.includes(sessionBase(one.callerSession))));
  if (byIdentity.length > 0) return pick(byIdentity, 'identity and time', 'likely');
  return near.length > 0 ? pick(near, 'session id and time, another credential', 'possible') : null;
}

/** Issuing records by what they name, so that ten thousand sessions are no ten thousand searches. */
export interface IssuanceIndex {
  readonly byCredential: ReadonlyMap<string, readonly Issuance[]>;
  readonly bySession: ReadonlyMap<string, readonly Issuance[]>;
  /** Sessions that keep their caller, and name no credential. */
  readonly byCaller: ReadonlyMap<string, readonly Issuance[]>;
}

export function indexIssuances(issuances: readonly Issuance[]): IssuanceIndex {
  const by = (read: (one: Issuance) => string | null) => {
    const named = issuances.flatMap((one) => {
      const name = read(one);
      return name === null ? [] : [{ name, one }];
    });
    return new Map(
      [...Map.groupBy(named, ({ name }) => name)].map(([name, same]) => [name, same.map(({ one }) => one)]),
    );
  };
  return {
    byCredential: by(({ issuedCredential }) => issuedCredential),
    bySession: by(({ issuedSession }) => issuedSession),
    byCaller: by(({ keepsCaller, issuedCredential, callerActor }) =>
      keepsCaller && issuedCredential === null ? callerActor : null,
    ),
  };
}

const unique = (texts: readonly (string | null)[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => text ?? [])),
];

function pick(candidates: readonly Issuance[], join: string, confidence: Confidence): Issuer | 'ambiguous' | null {
  const calls = Map.groupBy(candidates, ({ sharedUid, citation }) => sharedUid ?? citation.ref);
  const callers = new Set([...calls.values()].map((copies) => speaker(copies)?.caller.key));
  if (callers.size > 1) return 'ambiguous';
  const issuance = speaker(candidates);
  if (issuance === undefined) return null;
  return {
    issuance,
    copies: candidates.filter(
      (one) => one !== issuance && one.sharedUid !== null && one.sharedUid === issuance.sharedUid,
    ),
    join,
    confidence,
  };
}

/** Of the copies of one call, the one that names the caller's credential; of several calls the first. */
function speaker(candidates: readonly Issuance[]): Issuance | undefined {
  const isNamed = ({ caller }: Issuance) => Number(!caller.key.startsWith('actor:'));
  return candidates.toSorted(
    (a, b) =>
      isNamed(b) - isNamed(a) ||
      compareInstants(a.citation.time, b.citation.time) ||
      compareText(a.citation.ref, b.citation.ref),
  )[0];
}
