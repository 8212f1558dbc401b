import { literal } from '../../lake/sql.ts';
import { secondsBetween, sqlIn } from '../cells.ts';
import { compareInstants } from '../../model/instant.ts';
import { fillTable, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { withoutCopies } from './copies.ts';
import type { Hop } from './hop.ts';
import { sessionBase } from './strand-keys.ts';
import { isSignedIn, mostNamed, strandsWhere } from './strands.ts';
import type { Strand, StrandKey } from './strands.ts';

/** The strand of an intruder's act or acts. */
export interface Mark extends StrandKey {
  readonly first: string;
  readonly last: string;
  /** The first of the acts. */
  readonly uid: string;
  /** How far around the acts a long-established strand is his. */
  readonly marginSeconds: number;
  /** The act opened the session that is known to be his; of the strand nothing else is known. */
  readonly isDoor: boolean;
  /** No more of the strand is meant than the span from `first` to `last`, however new it is. */
  readonly isPart?: true;
  /** Of programs for which nobody signed in: so far around are those that found ones may have started. */
  readonly aroundSeconds?: number;
}

/** Where more of an intruder's uses may be found. */
export interface Lead {
  /**
   * `key`: uses of one credential (or what stands for it). `session`: a session by its uid without the
   * beginning, which lies near `at`. `actor`: any use by an identity; `local`: the same of one that a machine alone knows, after `at`. `sign-in`: sessions of an identity
   * by name that begin after `at`. `outsider`: calls from an account whose own logs are not among these. `opened`: the session that an identity opened at `at`. `resource`: sessions named after a resource, after `at`.
   */
  readonly match: 'key' | 'session' | 'actor' | 'local' | 'sign-in' | 'outsider' | 'opened' | 'resource';
  readonly value: string;
  readonly account: string | null;
  readonly at: string;
  /** All that is found is the intruder's, and whoever else uses it; otherwise only what is marked, and its company. */
  readonly isWhole: boolean;
  /** What is found is the intruder's, but others may use the same credential beside him. */
  readonly marksFound?: true;
  readonly mark: Mark | null;
  /** For `opened`: the uid, without the beginning, of the session that opened it, where a session did. */
  readonly session: string | null;
  /** The hop that this lead makes for every group found; its `to` is filled in then. */
  readonly hop: Omit<Hop, 'to'> | null;
}

const columns = {
  key: 'key',
  session: 'session_base',
  actor: 'actor_uid',
  local: 'actor_uid',
  'sign-in': 'actor_name',
  outsider: 'actor_account',
  opened: 'actor_uid',
  resource: 'session_name',
} as const;

/** All strands that leads may mean, with those that are known by their ids; `belongsTo` says which lead found which. */
export async function strandsOfLeads(
  scope: Scope,
  leads: readonly Lead[],
  known: ReadonlyMap<string, Strand>,
): Promise<readonly Strand[]> {
  if (leads.length === 0) return [];
  const values = [...new Set(leads.map(({ match, value }) => `${literal(match)}, ${literal(value)}`))];
  const areMany = values.length > mostNamed;
  if (areMany)
    await fillTable(scope.engine, relations.leads, { columns: 'match VARCHAR, value VARCHAR', rows: values });
  const clauses = [...Map.groupBy(leads, ({ match }) => match)].map(([match, same]) => {
    const column = `s.${columns[match]}`;
    return areMany
      ? `${column} IN (SELECT value FROM ${relations.leads} WHERE match = ${literal(match)})`
      : sqlIn(column, [...new Set(same.map(({ value }) => value))]);
  });
  return withoutCopies(scope, await strandsWhere(scope, clauses, known));
}

/** Whether a strand is one that the lead means. `slackSeconds` is how far two clocks may differ. */
export function belongsTo(strand: Strand, lead: Lead, slackSeconds: number): boolean {
  const isAfter = (instant: string) =>
    compareInstants(instant, lead.at) >= 0 || secondsBetween(instant, lead.at) <= slackSeconds;
  switch (lead.match) {
    case 'key':
      return strand.key === lead.value;
    case 'session':
      return (
        strand.sessionUid !== null &&
        sessionBase(strand.sessionUid) === lead.value &&
        strand.sessionCreated !== null &&
        secondsBetween(strand.sessionCreated, lead.at) <= slackSeconds
      );
    case 'opened':
      return (
        strand.actorUid === lead.value &&
        strand.sessionCreated !== null &&
        secondsBetween(strand.sessionCreated, lead.at) <= slackSeconds &&
        (lead.session === null || sessionBase(strand.sessionUid ?? '') === lead.session)
      );
    case 'actor':
      return strand.actorUid === lead.value;
    case 'local':
      return strand.actorUid === lead.value && isAfter(strand.first);
    case 'sign-in':
      return (
        strand.actorName === lead.value &&
        strand.actorAccount === lead.account &&
        (strand.sessionCreated !== null
          ? isAfter(strand.sessionCreated)
          : (strand.credential === null || isSignedIn(strand)) && isAfter(strand.first))
      );
    case 'outsider':
      return strand.actorAccount === lead.value && strand.credential === null;
    case 'resource':
      return strand.sessionName === lead.value && strand.actorAccount === lead.account && isAfter(strand.first);
  }
}
