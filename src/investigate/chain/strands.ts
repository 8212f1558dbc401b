import type { Row } from '../../lake/engine.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { instantOf, needed, numberOf, textOf } from '../cells.ts';

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
  readonly actorName: string | null;
  readonly actorType: string | null;
  readonly actorAccount: string | null;
  readonly first: string;
  readonly firstUid: string;
  readonly last: string;
  readonly count: number;
}

/** The SELECT list of a strand; the query groups by key, network, agent. */
export const strandColumns = `key, network, agent, min(credential) AS credential, min(session_uid) AS session_uid, min(session_created) AS session_created,
  min(session_name) AS session_name, min(actor_uid) AS actor_uid, min(actor_name) AS actor_name, min(actor_type) AS actor_type,
  min(coalesce(actor_account, account)) AS actor_account, min(time) AS first, min_by(event_uid, (time, event_uid)) AS first_uid, max(time) AS last, count(*) AS count`;

export function strandOf(row: Row): Strand {
  return {
    ...strandKeyOf(row),
    credential: textOf(row['credential']),
    sessionUid: textOf(row['session_uid']),
    sessionCreated: instantOf(row['session_created']),
    sessionName: textOf(row['session_name']),
    actorUid: textOf(row['actor_uid']),
    actorName: textOf(row['actor_name']),
    actorType: textOf(row['actor_type']),
    actorAccount: textOf(row['actor_account']),
    first: needed(instantOf(row['first']), 'first'),
    firstUid: needed(textOf(row['first_uid']), 'first_uid'),
    last: needed(instantOf(row['last']), 'last'),
    count: needed(numberOf(row['count']), 'count'),
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

/** The group of strands that share a session, or a credential where there is no session. */
export const groupOf = ({ key, sessionUid, sessionCreated }: Strand): string =>
  sessionUid !== null && sessionCreated !== null ? sessionUid : key;

export const byFirst = (a: Strand, b: Strand): number =>
  compareInstants(a.first, b.first) || compareText(a.firstUid, b.firstUid);
