import { createHash } from 'node:crypto';
import { cite } from '../model/evidence.ts';
import type { Cited } from '../model/evidence.ts';
import type { Order, Remedy, Subject } from '../model/howto.ts';
import { compareText } from '../model/instant.ts';
import type { Deed } from '../model/plan-facts.ts';
import { resourceKey } from '../model/plan-facts.ts';
import { phases } from '../model/plan.ts';
import type { Done, Phase, Step } from '../model/plan.ts';
import { isPlainArgument } from '../model/shell-word.ts';
import { breaksOf } from './breaks.ts';
import { remediesOf } from './case.ts';
import type { Case } from './case.ts';
import type { Want } from './want.ts';
import { listed } from './words.ts';

/** Phases in which each subject is a decision of its own; in the others alike ones of a place are one step. */
const oneByOne: ReadonlySet<Phase> = new Set(['deny', 'disable', 'revoke', 'remove', 'renew', 'restore']);
/** Phases that go along the chain, from the root outwards. */
const alongChain: ReadonlySet<Phase> = new Set(['deny', 'disable', 'revoke']);

export type Draft = Omit<Step, 'order' | 'after'>;

/** Wants as steps in the order of containment: phase by phase, in each account by account and region by region. */
export function stepsOf(one: Case, wants: readonly Want[]): readonly Draft[] {
  const groups = Map.groupBy(distinct(wants), (want) => JSON.stringify(placeOf(want)));
  return [...groups.values()]
    .map((same) => same.toSorted((a, b) => compareText(a.subject.uid, b.subject.uid)))
    .toSorted(byOrder(one))
    .flatMap((same) => stepOf(one, same));
}

/** The same remedy for the same subject is wanted once, with all its reasons. */
function distinct(wants: readonly Want[]): readonly Want[] {
  const alike = Map.groupBy(wants, ({ remedy, subject }) =>
    JSON.stringify([remedy.id, resourceKey(subject), remedy.takesBack === undefined ? null : subject.details]),
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, cited: same.flatMap(({ cited }) => cited) }];
  });
}

const placeOf = ({ remedy, subject, status }: Want): readonly unknown[] => [
  remedy.id,
  subject.account,
  subject.region,
  status,
  ...(oneByOne.has(remedy.phase) ? [subject.uid, subject.details] : []),
];

const byOrder =
  (one: Case) =>
  ([a]: readonly Want[], [b]: readonly Want[]): number => {
    if (a === undefined || b === undefined) return 0;
    return (
      phases.indexOf(a.remedy.phase) - phases.indexOf(b.remedy.phase) ||
      (alongChain.has(a.remedy.phase) ? a.depth - b.depth : 0) ||
      // What is lost with its machine is kept before what the logs hold as well.
      Number(a.remedy.keeps === 'definition') - Number(b.remedy.keeps === 'definition') ||
      compareText(a.subject.account ?? '', b.subject.account ?? '') ||
      compareText(a.subject.region ?? '', b.subject.region ?? '') ||
      rankOf(one, a) - rankOf(one, b) ||
      compareText(a.status, b.status) ||
      compareText(a.subject.uid, b.subject.uid) ||
      compareText(JSON.stringify(a.subject.details), JSON.stringify(b.subject.details))
    );
  };

/** Things that hold others end after them: the list of remedies says in which order. */
const rankOf = (one: Case, { remedy, subject }: Want): number =>
  remediesOf(one, subject.account).findIndex(({ id }) => id === remedy.id);

function stepOf(one: Case, wants: readonly Want[]): readonly Draft[] {
  const [first] = wants;
  if (first === undefined) return [];
  const { remedy, subject, status } = first;
  const subjects = wants.map((want) => want.subject);
  const { incident } = one;
  return [
    {
      step_uid: uidOf(one, { remedy, status, subjects }),
      phase: remedy.phase,
      action: remedy.id,
      title: `${remedy.does} ${listed(subjects.map(shownName))}`,
      targets: subjects.map(({ uid, name, type }) => ({ uid, name, type })),
      account: subject.account,
      region: subject.region,
      status,
      done: doneOf(wants.flatMap((want) => want.done)),
      reason: { text: [...new Set(wants.map(({ why }) => why))].join('; or '), claims: claimsOf(one, first.claims) },
      permissions: [...remedy.permissions],
      is_reversible: remedy.isReversible,
      breaks: breaksOf(one, first),
      ...commandsOf(remedy, status, { subjects, incidentUid: incident.incident_uid }),
      ...citeAll(wants.flatMap(({ cited, done }) => [...cited, ...done])),
    },
  ];
}

const shownName = ({ uid, name }: Subject): string => (name === uid || uid.endsWith(name) ? name : `${name} (${uid})`);

interface Same {
  readonly remedy: Remedy;
  readonly status: Step['status'];
  readonly subjects: readonly Subject[];
}

/** Hangs on what is done to what, so that a late record leaves the other steps their names. */
function uidOf({ incident }: Case, { remedy, status, subjects }: Same): string {
  const content = JSON.stringify([remedy.id, status, subjects.map((one) => [resourceKey(one), one.details])]);
  return `${incident.incident_uid}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}`;
}

function doneOf(deeds: readonly Deed[]): readonly Done[] {
  const byEvidence = new Map(deeds.map((deed) => [deed.evidence.join('\n'), deed]));
  return [...byEvidence.values()]
    .toSorted((a, b) => compareText(a.time, b.time) || compareText(a.evidence[0] ?? '', b.evidence[0] ?? ''))
    .map(({ time, actor, operation, evidence, evidence_count: count }) => ({
      time,
      actor,
      action: operation,
      evidence,
      evidence_count: count,
    }));
}

/** The uid of the first such claim that the incident holds; of any claim where it holds none of them. */
export function claimsOf({ incident }: Case, keys: readonly string[]): readonly string[] {
  const uids = keys.map((key) => `${incident.incident_uid}-${key}`);
  const held = uids.find((uid) => incident.claims.some(({ claim_uid: known }) => known === uid));
  return [held ?? incident.claims[0]?.claim_uid ?? `${incident.incident_uid}-first-seen`];
}

type Commands = Pick<Step, 'cli' | 'undo' | 'terraform' | 'verify'>;

/** The lines of a remedy that is still to be done; none where a name in them could mean something else. */
function commandsOf({ cli, undo, terraform, verify }: Remedy, status: Step['status'], order: Order): Commands {
  const isSafe = status === 'open' && order.subjects.every(isPlain);
  const lines = (write: ((order: Order) => readonly string[]) | undefined): readonly string[] =>
    isSafe && write !== undefined ? [...write(order)] : [];
  return {
    cli: lines(cli),
    undo: undo === null ? null : { text: undo.text, cli: lines(undo.cli) },
    terraform: isSafe && terraform !== undefined ? terraform(order) : null,
    verify: { text: verify.text, cli: lines(verify.cli) },
  };
}

const isPlain = ({ uid, name, owner, account, region, details }: Subject): boolean =>
  [uid, name, owner, account, region, ...Object.values(details).flat()].every(
    (text) => text === null || isPlainArgument(text),
  );

/** All evidence of several statements together; times are theirs, and stand nowhere here. */
export function citeAll(cited: readonly Cited[]): Cited {
  const all = cite(cited.flatMap(({ evidence }) => evidence.map((ref) => ({ ref, time: null }))));
  const most = cited.reduce((count, one) => Math.max(count, one.evidence_count), all.evidence_count);
  return { ...all, evidence_count: most };
}
