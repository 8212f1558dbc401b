import type { Confidence } from '../../model/claim.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { instantAt, secondsBetween, sqlInstant } from '../cells.ts';
import { providerSql } from '../../lake/provider.ts';
import { fillTable, relations, tightened, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Group } from './group.ts';
import { issuanceColumns, issuanceOf, issuingCallsSql, issuingSql, providersOf } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { sessionBase } from './strand-keys.ts';

/** All accepted records that issued anything within the slack around the beginnings of these sessions. */
export async function issuancesAround(
  scope: Scope,
  groups: readonly Group[],
  slackSeconds: number,
): Promise<readonly Issuance[]> {
  const seconds = new Set<number>();
  for (const { strands } of groups) {
    for (const { sessionCreated } of strands) {
      if (sessionCreated === null) continue;
      const begin = Math.floor(Date.parse(sessionCreated) / 1000);
      for (let offset = -slackSeconds; offset <= slackSeconds; offset++) seconds.add(begin + offset);
    }
  }
  if (seconds.size === 0) return [];
  await fillTable(scope.engine, relations.instants, { columns: 'second BIGINT', rows: [...seconds].map(String) });
  const [earliest, latest] = [Math.min(...seconds), Math.max(...seconds) + 1].map((second) =>
    instantAt(second * 1000),
  ) as [string, string];
  const providers = providersOf(scope.links, scope.semantics);
  const tight = await tightened(
    scope,
    `time >= ${sqlInstant(earliest)} AND time < ${sqlInstant(latest)} AND ${issuingCallsSql(scope.links, 'issues')}
      AND CAST(floor(epoch(time)) AS BIGINT) IN (SELECT second FROM ${relations.instants})`,
  );
  if (tight === null) return [];
  const near = withStrandSql(`SELECT * FROM ${relations.known} WHERE ${tight}`);
  const rows = await scope.engine.rows(`WITH near AS MATERIALIZED (${near})
    SELECT e.event_uid, e.time, e.operation, e.account, e.key, e.network, e.agent, e.actor_uid, e.session_uid, e.shared_uid,
      ${providerSql(scope.links, 'e')} AS is_provider, ${issuanceColumns(providers)}
    FROM near e WHERE ${issuingSql(providers, 'issues')} ORDER BY e.time, e.event_uid`);
  return rows.map(issuanceOf);
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
