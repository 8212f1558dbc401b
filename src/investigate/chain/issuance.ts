import { calledSql, listAt, operationSql, outcomeSql, textAt } from '../../lake/acts.ts';
import type { Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Issue, Links, Making } from '../../model/links.ts';
import type { Semantics, Where } from '../../model/semantics.ts';
import { needed, textOf, textsOf } from '../../lake/cells.ts';
import { timedUid } from '../cells.ts';
import { strandKeyOf } from './strands.ts';
import type { StrandKey } from './strands.ts';

/** A record that handed out a credential, opened a session, or made an identity or a way to sign in. */
export interface Issuance {
  readonly citation: Citation & { readonly time: string };
  readonly operation: string;
  readonly account: string | null;
  /** The machine that the record is of, which alone knows what is made there. */
  readonly host: string | null;
  readonly caller: StrandKey;
  readonly callerActor: string | null;
  readonly callerSession: string | null;
  readonly isProvider: boolean;
  readonly sharedUid: string | null;
  readonly issuedCredential: string | null;
  readonly issuedSession: string | null;
  readonly keepsCaller: boolean;
  readonly madeActors: readonly string[];
  readonly madeCredential: string | null;
  readonly signsInAs: string | null;
  /** Accounts from which others may come in from now on. */
  readonly admitted: readonly string[];
}

type Provider = readonly [Links, Semantics];

/** Pairs every provider's links with its semantics. */
export const providersOf = (links: readonly Links[], semantics: readonly Semantics[]): readonly Provider[] =>
  links.flatMap((one) => semantics.filter(({ cloud }) => cloud === one.cloud).map((other): Provider => [one, other]));

/** SQL condition on columns only: a call that issues or makes, whatever came of it. */
export const issuingCallsSql = (links: readonly Links[], kinds: 'issues' | 'both'): string =>
  calledSql(links.flatMap(({ issues, makings }) => (kinds === 'issues' ? issues : [...issues, ...makings])));

/** SQL condition on an event `e` with `raw`: an accepted call that issues or makes. */
export function issuingSql(providers: readonly Provider[], kinds: 'issues' | 'both'): string {
  const clauses = providers.map(([links, semantics]) => {
    const calls = kinds === 'issues' ? links.issues : [...links.issues, ...links.makings];
    const operations = calls.map((call) => callSql(call, semantics)).join(' OR ');
    return `((${operations || 'false'}) AND ${outcomeSql(semantics)} = 'accepted')`;
  });
  return `(${[...clauses, 'false'].join(' OR ')})`;
}

/** SQL columns of an event `e` with `raw`, as `issuanceOf` reads them; NULL or empty where it issues nothing. */
export function issuanceColumns(providers: readonly Provider[]): string {
  const column = <Call extends Issue | Making>(
    calls: (links: Links) => readonly Call[],
    read: (call: Call, links: Links) => string | null,
  ) => {
    const branches = providers.flatMap(([links, semantics]) =>
      calls(links).flatMap((call) => {
        const sql = read(call, links);
        return sql === null ? [] : [`WHEN ${callSql(call, semantics)} THEN ${sql}`];
      }),
    );
    return branches.length === 0 ? 'NULL' : `CASE ${branches.join(' ')} END`;
  };
  const text = (where: Where | undefined) => (where === undefined ? null : textAt(where));
  // An identity has several names in later records, so that all of them are kept.
  const allOf = (where: Where | undefined) =>
    where === undefined ? null : `flatten([${(typeof where === 'string' ? [where] : where).map(listAt).join(', ')}])`;
  const accountsIn = (where: Where | undefined, pattern: string) =>
    where === undefined ? null : `regexp_extract_all(coalesce(${textAt(where)}, ''), ${literal(pattern)}, 1)`;
  const issues = ({ issues: calls }: Links) => calls;
  const makings = ({ makings: calls }: Links) => calls;
  return `${column(issues, ({ credential }) => text(credential))} AS issued_credential,
    ${column(issues, ({ session }) => text(session))} AS issued_session,
    ${column(issues, ({ keepsCaller }) => (keepsCaller ? 'true' : null))} AS keeps_caller,
    ${column(makings, ({ actor }) => allOf(actor))} AS made_actors,
    ${column(makings, ({ credential }) => text(credential))} AS made_credential,
    ${column(makings, ({ signsInAs }) => text(signsInAs))} AS signs_in_as,
    ${column(makings, ({ admits }, { accountPattern }) => accountsIn(admits, accountPattern))} AS admitted`;
}

/** The columns that `issuanceOf` reads: a record's whole row has ten times as many. */
export const issuanceFields = `event_uid, time, operation, account, host, key, network, agent, actor_uid, session_uid, shared_uid, is_provider,
  issued_credential, issued_session, keeps_caller, made_actors, made_credential, signs_in_as, admitted`;

export function issuanceOf(row: Row): Issuance {
  return {
    citation: timedUid(row),
    operation: needed(textOf(row['operation']), 'operation'),
    account: textOf(row['account']),
    host: textOf(row['host']),
    caller: strandKeyOf(row),
    callerActor: textOf(row['actor_uid']),
    callerSession: textOf(row['session_uid']),
    isProvider: row['is_provider'] === true,
    sharedUid: textOf(row['shared_uid']),
    issuedCredential: textOf(row['issued_credential']),
    issuedSession: textOf(row['issued_session']),
    keepsCaller: row['keeps_caller'] === true,
    madeActors: textsOf(row['made_actors']),
    madeCredential: textOf(row['made_credential']),
    signsInAs: textOf(row['signs_in_as']),
    admitted: textsOf(row['admitted']),
  };
}

const callSql = ({ service, operation }: Pick<Issue, 'service' | 'operation'>, semantics: Semantics): string =>
  `(e.service = ${literal(service)} AND ${operationSql(semantics, 'e.operation')} = ${literal(operation)})`;
