import type { Claim, Confidence } from '../../model/claim.ts';
import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Timed } from '../cells.ts';
import type { Origin } from '../chain/root.ts';
import { identityOf } from '../chain/root.ts';
import type { Figure, Figures } from '../figures.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import { byTime } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { sentenceOf } from '../timeline/timeline.ts';

/** A claim before it has its uid and its list of evidence. */
export interface Draft {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  readonly value: Claim['value'];
  readonly unit: string | null;
  readonly confidence: Confidence;
  readonly method: string;
  readonly citations: readonly Citation[];
}

export interface ClaimContext {
  readonly incidentUid: string;
  readonly origin: Origin | null;
  readonly figures: Figures;
  /** The intruder's own acts in order of time. */
  readonly acts: readonly ActGroup[];
  readonly containment: readonly ActGroup[];
  /** What other stages claim beside. */
  readonly further: readonly Draft[];
  readonly asOf: string;
}

/** What the incident states, each sentence with its value and the records that prove it. */
export function claimsOf(context: ClaimContext): readonly Claim[] {
  const drafts = [
    ...spanOf(context),
    ...machinesOf(context),
    ...originClaims(context),
    ...launchClaims(context),
    ...deedClaims(context),
    ...placeClaims(context),
    ...containmentClaims(context),
    ...context.further,
  ];
  return drafts
    .filter(({ citations }) => citations.length > 0)
    .map(({ key, subject, text, value, unit, confidence, method, citations }) => ({
      claim_uid: `${context.incidentUid}-${key}`,
      subject,
      text,
      value,
      unit,
      confidence,
      method,
      ...cite(citations),
      contradicts: [],
    }));
}

function spanOf({ incidentUid, acts }: ClaimContext): readonly Draft[] {
  const [first] = acts;
  const last = lastCitation(acts);
  if (first === undefined || last === null) return [];
  const minutes = Math.round((Date.parse(last.time) - Date.parse(first.time)) / 60_000);
  const base = { subject: incidentUid, confidence: 'confirmed' as const };
  const firsts = acts.filter((act) => byTime(act, first) === 0);
  const begin = first.citations.slice(0, 1);
  const operations = [...new Set(firsts.map(({ operation }) => plainText(operation)))];
  return [
    {
      ...base,
      key: 'first-seen',
      text:
        operations.length === 1
          ? `The intruder's first act in these logs was ${listed(operations)} at ${first.time}`
          : `The intruder's first acts in these logs were ${listed(operations)}, all at ${first.time}`,
      value: first.time,
      unit: null,
      method: "earliest act of the intruder's strands",
      citations: firsts.flatMap(({ citations }) => citations.slice(0, 1)),
    },
    {
      ...base,
      key: 'last-seen',
      text: `The intruder's last act in these logs was at ${last.time}`,
      value: last.time,
      unit: null,
      method: "latest act of the intruder's strands",
      citations: [last],
    },
    {
      ...base,
      key: 'duration',
      text: `From first to last act ${counted(minutes, 'minute')} passed`,
      value: minutes,
      unit: 'minute',
      method: 'last act minus first act, rounded',
      citations: [...begin, last],
    },
  ];
}

/** Where it took place, of acts of which logs of machines tell. */
function machinesOf({ incidentUid, acts, figures: { hosts } }: ClaimContext): readonly Draft[] {
  if (hosts.length === 0) return [];
  const firsts = hosts.flatMap((host) => acts.find((act) => act.host === host)?.citations.slice(0, 1) ?? []);
  return [
    {
      key: 'machines',
      subject: incidentUid,
      text: `The intruder was at work on ${counted(hosts.length, 'machine')}: ${listed(hosts.map((host) => plainText(host)))}`,
      value: hosts.length,
      unit: 'machine',
      confidence: 'confirmed',
      method: 'names of machines in the records of the acts',
      citations: firsts,
    },
  ];
}

function lastCitation(acts: readonly ActGroup[]): Timed | null {
  return (
    acts
      .flatMap(({ citations }) => citations.slice(-1))
      .toSorted(byTime)
      .at(-1) ?? null
  );
}

function originClaims({ incidentUid, origin }: ClaimContext): readonly Draft[] {
  if (origin === null) return [];
  const { strand, bystanders, kind, issuedBy } = origin;
  const { uid, name } = identityOf(strand);
  const first = { ref: strand.firstUid, time: strand.first };
  const isOpenedByProvider = issuedBy?.isProvider === true && issuedBy.confidence !== 'possible';
  const root: Draft = {
    key: 'root',
    subject: uid,
    text: `The intrusion leads back to ${plainText(name)}`,
    value: uid,
    unit: null,
    confidence: kind === 'session' ? (isOpenedByProvider ? 'likely' : 'possible') : 'confirmed',
    method: 'sessions followed back through the records that opened them',
    citations: [first],
  };
  if (bystanders.length === 0) return [root];
  const uses = bystanders.reduce((sum, { count }) => sum + count, 0);
  const beside: Draft = {
    key: 'left-out',
    subject: incidentUid,
    text: `${counted(uses, 'other use')} of the same credential, from other networks or programs, ${uses === 1 ? 'is' : 'are'} held for its owner's and left out`,
    value: uses,
    unit: 'event',
    confidence: 'likely',
    method: "uses split by network and program; no finding on these and not beside the intruder's",
    citations: bystanders.map(({ firstUid, first: time }) => ({ ref: firstUid, time })),
  };
  return [root, beside];
}

/** Draws up a claim from a figure; what did not happen is not claimed. */
const counting =
  (subject: string) =>
  ({ count: value, citations }: Figure, draft: Pick<Draft, 'key' | 'unit' | 'text' | 'method'>): readonly Draft[] =>
    value === 0 ? [] : [{ ...draft, subject, value, confidence: 'confirmed', citations }];

function launchClaims({ incidentUid, figures, asOf }: ClaimContext): readonly Draft[] {
  const { launched, gpu, running, refusedLaunches } = figures;
  const count = counting(incidentUid);
  return [
    ...count(launched, {
      key: 'launched',
      unit: 'resource',
      text: `${counted(launched.count, 'resource')} ${launched.count === 1 ? 'was' : 'were'} launched`,
      method: 'accepted calls, counted by the things that their answers name',
    }),
    ...count(gpu, {
      key: 'gpu',
      unit: 'resource',
      text: `${gpu.count} of them ${gpu.count === 1 ? 'has' : 'have'} accelerators`,
      method: 'sizes that the provider lists with accelerators',
    }),
    ...count(running, {
      key: 'running',
      unit: 'resource',
      text: `${running.count} of them ${running.count === 1 ? 'was' : 'were'} still running at ${asOf}, as far as these logs say`,
      method: 'no later record that stopped or removed them',
    }),
    ...count(refusedLaunches, {
      key: 'refused',
      unit: 'launch',
      text: `${counted(refusedLaunches.count, 'more launch')} ${refusedLaunches.count === 1 ? 'was' : 'were'} asked for and refused`,
      method: 'calls with an error',
    }),
  ];
}

function deedClaims({ incidentUid, figures }: ClaimContext): readonly Draft[] {
  const { persistence, impairment, secrets, reads, destroyed, ruined, called } = figures;
  const count = counting(incidentUid);
  return [
    ...count(persistence, {
      key: 'persistence',
      unit: 'way back',
      text: `${counted(persistence.count, 'way')} back in ${persistence.count === 1 ? 'was' : 'were'} laid${byCalls(persistence)}`,
      method: 'accepted calls that make or widen identities and credentials, counted by the identity or thing',
    }),
    ...count(impairment, {
      key: 'impairment',
      unit: 'act',
      text: `${counted(impairment.count, 'act')} impaired logging, detection or clean-up`,
      method: 'accepted calls',
    }),
    ...count(secrets, {
      key: 'secrets',
      unit: 'call',
      text: `Secrets were read in ${counted(secrets.count, 'call')}`,
      method: 'accepted calls',
    }),
    ...count(reads, {
      key: 'reads',
      unit: 'call',
      text: `Data was read in ${counted(reads.count, 'call')}`,
      method: 'accepted calls that are logged',
    }),
    ...count(destroyed, {
      key: 'destroyed',
      unit: 'resource',
      text: `${counted(destroyed.count, 'resource')} that the intruder had not made ${destroyed.count === 1 ? 'was' : 'were'} destroyed`,
      method: 'accepted calls',
    }),
    ...count(ruined, {
      key: 'ruined',
      unit: 'call',
      text: `Data was deleted or encrypted in ${counted(ruined.count, 'call')}`,
      method: 'accepted calls that are logged',
    }),
    ...count(called, {
      key: 'models-called',
      unit: 'call',
      text: `AI models were called ${counted(called.count, 'time')}`,
      method: 'accepted calls',
    }),
  ];
}

function placeClaims({ incidentUid, figures, acts }: ClaimContext): readonly Draft[] {
  const { accounts, regions } = figures;
  const count = counting(incidentUid);
  const everywhere = acts.flatMap(({ citations }) => citations);
  return [
    ...count(
      { count: accounts.length, citations: everywhere },
      {
        key: 'accounts',
        unit: 'account',
        text: `The intruder acted in ${counted(accounts.length, 'account')}`,
        method: "accounts of the intruder's acts, refused ones included",
      },
    ),
    ...count(
      { count: regions.length, citations: everywhere },
      {
        key: 'regions',
        unit: 'region',
        text: `The intruder acted in ${counted(regions.length, 'region')}`,
        method: "regions of the intruder's acts, refused ones included",
      },
    ),
  ];
}

const byCalls = ({ count, citations }: Figure): string =>
  citations.length > count ? `, by ${counted(citations.length, 'call')}` : '';

/** A provider may answer a leak before its first use stands in the logs: that holds back nothing that had begun. */
function containmentClaims({ incidentUid, acts, containment }: ClaimContext): readonly Draft[] {
  const [begin] = acts;
  const early = containment.find((act) => begin !== undefined && byTime(act, begin) < 0);
  const first = containment.find((act) => begin === undefined || byTime(act, begin) >= 0);
  const draft = (act: ActGroup, said: Pick<Draft, 'key' | 'text' | 'method'>): Draft => ({
    ...said,
    subject: incidentUid,
    value: act.time,
    unit: null,
    confidence: 'likely',
    citations: act.citations,
  });
  const answered =
    early &&
    draft(early, {
      key: 'answered-before',
      text: `An answer came before the intruder's first act in these logs, at ${early.time}: ${sentenceOf(early)}`,
      method: "first protection laid on what the intruder held, before the earliest act of the intruder's strands",
    });
  const contained =
    first &&
    draft(first, {
      key: 'contained-from',
      text: `Containment began at ${first.time}`,
      method: 'first act of another identity that withdraws, restricts or removes what the intruder held or made',
    });
  return [answered ?? [], contained ?? []].flat();
}
