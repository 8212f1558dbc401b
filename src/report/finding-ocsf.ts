import type { Finding } from '../model/finding.ts';
import type { Level } from '../model/rule.ts';
import type { Source } from '../model/source.ts';
import { byline, type FindingContext } from './finding-context.ts';

export const severities: Readonly<Record<Level, { readonly id: number; readonly caption: string }>> = {
  informational: { id: 1, caption: 'Informational' },
  low: { id: 2, caption: 'Low' },
  medium: { id: 3, caption: 'Medium' },
  high: { id: 4, caption: 'High' },
  critical: { id: 5, caption: 'Critical' },
};

/** Types of observables: https://schema.ocsf.io/1.8.0/objects/observable */
const observableTypes = { resource: 10, user: 31, account: 35 } as const;

/**
 * A finding as an OCSF 1.8 Detection Finding (class 2004) with the profile Cloud where its events are of a
 * cloud: https://schema.ocsf.io/1.8.0/classes/detection_finding. Its time is that of its last event, since
 * the same logs must make the same findings whenever they are read; times are milliseconds since 1970.
 */
export function ocsfFinding(finding: Finding, context: FindingContext): unknown {
  const { rule, severity, first_seen: first, last_seen: last } = finding;
  const { id, caption } = severities[severity];
  const cloud = cloudOf(finding, context.sources);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    time: Date.parse(last),
    start_time: Date.parse(first),
    end_time: Date.parse(last),
    count: finding.count,
    severity_id: id,
    severity: caption,
    status_id: 1,
    status: 'New',
    is_alert: true,
    message: `${rule.title}. ${byline(rule.author)}`,
    metadata: {
      version: '1.8.0',
      product: { name: 'Beewolf', vendor_name: 'Beewolf', version: context.version },
      profiles: cloud === null ? [] : ['cloud'],
    },
    ...(cloud !== null && { cloud }),
    finding_info: findingInfo(finding, context),
    ...some('evidences', evidencesOf(finding)),
    ...some('resources', resourcesOf(finding)),
    ...some('observables', observablesOf(finding)),
    unmapped: { rule_origin: rule.origin, accounts: finding.accounts, regions: finding.regions },
  };
}

/** What a finding is about; it says no more than the finding where its rule is not among those given. */
export function findingInfo(finding: Finding, { rules }: Pick<FindingContext, 'rules'>): unknown {
  const { rule, first_seen: first, last_seen: last } = finding;
  const identity = rules.get(rule.uid);
  const description = identity?.description ?? null;
  return {
    uid: finding.finding_uid,
    title: rule.title,
    ...(description !== null && { desc: description }),
    first_seen_time: Date.parse(first),
    last_seen_time: Date.parse(last),
    data_sources: sourcesOf(finding),
    analytic: { type_id: 1, type: 'Rule', uid: rule.uid, name: rule.title },
    ...some(
      'attacks',
      finding.techniques.map((technique) => attackOf(technique, versionOf(technique, identity?.techniques ?? []))),
    ),
    related_events: finding.evidence.map((uid) => ({ uid })),
    related_events_count: finding.evidence_count,
    ...(rule.author !== null && { tags: [{ name: 'rule_author', value: rule.author }] }),
  };
}

const versionOf = (
  technique: string,
  known: readonly { readonly id: string; readonly attackVersion: string }[],
): string | null => known.find(({ id }) => id === technique)?.attackVersion ?? null;

/** A technique by its id, with names where they are asked for. */
export function attackOf(
  id: string,
  version: string | null,
  nameOf: (id: string) => string | null | undefined = () => null,
): unknown {
  const [technique = id, part] = id.split('.');
  const named = (uid: string) => ({ uid, ...(nameOf(uid) && { name: nameOf(uid) }) });
  return {
    ...(version !== null && version !== 'unspecified' && { version }),
    technique: named(technique),
    ...(part !== undefined && { sub_technique: named(id) }),
  };
}

/** The actor, once with each of its sessions. */
function evidencesOf({ actors: [actor, ...sessions] }: Finding): readonly unknown[] {
  if (actor === undefined) return [];
  const user = { uid: actor };
  if (sessions.length === 0) return [{ actor: { user } }];
  return sessions.map((uid) => ({ actor: { user, session: { uid } } }));
}

function resourcesOf({ resources, accounts, regions }: Finding): readonly unknown[] {
  const account = only(accounts);
  const region = only(regions);
  return resources.map((uid) => ({
    uid,
    ...(region !== null && { region }),
    ...(account !== null && { owner: { account: { uid: account } } }),
  }));
}

function observablesOf({ actors, accounts, resources }: Finding): readonly unknown[] {
  const observable = (name: string, type: keyof typeof observableTypes) => (value: string) => ({
    name,
    type_id: observableTypes[type],
    value,
  });
  return [
    ...actors.slice(0, 1).map(observable('evidences[].actor.user.uid', 'user')),
    ...accounts.map(observable('unmapped.accounts[]', 'account')),
    ...resources.map(observable('resources[].uid', 'resource')),
  ];
}

/** Where the events happened; null where no one cloud is known. */
function cloudOf(finding: Finding, sources: readonly Source[]): unknown {
  const named = sourcesOf(finding);
  const own = sources.filter(({ id }) => named.includes(id));
  const providers = own.flatMap(({ columns: { cloud } }) => (cloud?.make === 'constant' ? [cloud.text] : []));
  const provider = only([...new Set(providers)]);
  if (provider === null) return null;
  const account = only(finding.accounts);
  const region = only(finding.regions);
  return {
    provider,
    ...(account !== null && { account: { uid: account } }),
    ...(region !== null && { region }),
  };
}

/** The uid of an event begins with its source. */
const sourcesOf = ({ evidence }: Finding): readonly string[] => [
  ...new Set(evidence.map((uid) => uid.slice(0, uid.indexOf(':')))),
];

const only = (values: readonly string[]): string | null => (values.length === 1 ? (values[0] ?? null) : null);

const some = (key: string, values: readonly unknown[]): Readonly<Record<string, unknown>> =>
  values.length === 0 ? {} : { [key]: values };
