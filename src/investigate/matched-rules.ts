import { cite } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { IncidentTechnique } from '../model/incident.ts';
import { compareInstants, compareText } from '../model/instant.ts';
import { levels, type RuleIdentity } from '../model/rule.ts';
import { needed, numberOf, textOf } from '../lake/cells.ts';
import { citationsOf } from './cells.ts';
import type { Departure } from './departures.ts';
import type { Timed } from './cells.ts';
import { relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** A rule that matched acts of one actor in one account on one UTC day. */
export interface MatchedRule {
  readonly rule: RuleIdentity;
  readonly actor: string | null;
  readonly account: string | null;
  readonly day: string;
  readonly citations: readonly Timed[];
}

/** Lays down what matched acts of incidents: once for all, since rules match very many events besides. */
export async function layMatched({ engine }: Pick<Scope, 'engine'>): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.matched} AS
    SELECT rule, event_uid FROM matches SEMI JOIN ${relations.acts} USING (event_uid)`);
}

/** All rules that matched acts of a component, those of low level too. */
export async function matchedRulesOf({ engine, rules }: Scope, incident: number): Promise<readonly MatchedRule[]> {
  const rows = await engine.rows(`SELECT m.rule, a.actor_uid, a.account, CAST(CAST(a.time AS DATE) AS VARCHAR) AS day,
      list(DISTINCT {'ref': a.event_uid, 'time': a.time}) AS citations
    FROM ${relations.matched} m JOIN ${relations.acts} a ON m.event_uid = a.event_uid
    WHERE a.incident = ${incident} GROUP BY m.rule, a.actor_uid, a.account, day ORDER BY ALL`);
  return rows.flatMap((row) => {
    const rule = rules[needed(numberOf(row['rule']), 'rule')];
    return rule === undefined
      ? []
      : [
          {
            rule,
            actor: textOf(row['actor_uid']),
            account: textOf(row['account']),
            day: needed(textOf(row['day']), 'day'),
            citations: citationsOf(row['citations']),
          },
        ];
  });
}

/** What baselines say of the machines of an incident, which none of its acts matched. */
export function matchedOnMachines(
  departures: readonly Departure[],
  matched: readonly MatchedRule[],
  rules: readonly RuleIdentity[],
): readonly MatchedRule[] {
  const known = new Set(matched.map(({ rule }) => rule.uid));
  return departures.flatMap(({ baseline, sign, citations }) => {
    const uid = `baselines/${baseline.id}`;
    const rule = rules.find((one) => one.uid === uid && (one.severity === 'informational') === sign.isShort);
    if (!baseline.isOfMachines || rule === undefined || known.has(uid)) return [];
    return [{ rule, actor: null, account: sign.account, day: sign.at.slice(0, 10), citations }];
  });
}

/** ATT&CK techniques that the rules name, each with the acts that matched. */
export function techniquesOf(matched: readonly MatchedRule[]): readonly IncidentTechnique[] {
  const named = matched.flatMap(({ rule, citations }) =>
    rule.techniques.map((technique) => ({ technique, citations })),
  );
  const byId = Map.groupBy(named, ({ technique }) => `${technique.id}\n${technique.attackVersion}`);
  return [...byId.values()]
    .flatMap((same) => {
      const [one] = same;
      return one === undefined
        ? []
        : [
            {
              id: one.technique.id,
              attack_version: one.technique.attackVersion,
              ...cite(same.flatMap(({ citations }) => citations)),
            },
          ];
    })
    .toSorted((a, b) => compareText(a.id, b.id) || compareText(a.attack_version, b.attack_version));
}

/** What matched of one rule: whom and when, and which events. */
interface RuleMatches {
  readonly keys: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

/** The findings that hold an act of the component. Those of correlations may be of several actors and days: evidence tells. */
export function findingsOf(matched: readonly MatchedRule[], findings: readonly Finding[]): readonly Finding[] {
  const byRule = new Map<string, RuleMatches>(
    [...Map.groupBy(matched, ({ rule }) => rule.uid)].map(([uid, same]) => [
      uid,
      {
        keys: new Set(same.map(({ actor, account, day }) => keyOf(actor, account, day))),
        events: new Set(same.flatMap(({ citations }) => citations.map(({ ref }) => ref))),
      },
    ]),
  );
  return findings
    .filter(({ rule, actors, accounts, first_seen: first, evidence }) => {
      const own = byRule.get(rule.uid);
      if (own === undefined) return false;
      if (own.keys.has(keyOf(actors[0] ?? null, accounts[0] ?? null, first.slice(0, 10)))) return true;
      return evidence.some((uid) => own.events.has(uid));
    })
    .toSorted((a, b) => compareInstants(a.first_seen, b.first_seen) || compareText(a.finding_uid, b.finding_uid));
}

const keyOf = (actor: string | null, account: string | null, day: string): string =>
  JSON.stringify([actor, account, day]);

/** Event uids of acts that rules from medium upwards matched. */
export const graveOf = (matched: readonly MatchedRule[]): ReadonlySet<string> =>
  new Set(
    matched
      .filter(({ rule: { level, severity } }) => levels.indexOf(severity ?? level) >= levels.indexOf('medium'))
      .flatMap(({ citations }) => citations.map(({ ref }) => ref)),
  );
