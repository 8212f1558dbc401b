import type { Claim, Confidence } from '../../model/claim.ts';
import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Origin } from '../chain/root.ts';
import { identityOf } from '../chain/root.ts';
import type { Figure, Figures } from '../figures.ts';
import { counted, plainText } from '../plain-text.ts';
import { byTime } from '../timeline/act-group.ts';
import type { ActGroup, Timed } from '../timeline/act-group.ts';

interface Draft {
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
  readonly asOf: string;
}

/** What the incident states, each sentence with its value and the records that prove it. */
export function claimsOf(context: ClaimContext): readonly Claim[] {
  const drafts = [...spanOf(context), ...originClaims(context), ...countsOf(context), ...containmentClaims(context)];
  return drafts
    .filter(({ citations }) => citations.length > 0)
    .map(({ key, subject, text, value, unit, confidence, method, citations }) => ({
      claim_uid: `${context.incidentUid}-${key}`, subject, text, value, unit, confidence, method, ...cite(citations), contradicts: [],
    }));
}

function spanOf({ incidentUid, acts }: ClaimContext): readonly Draft[] {
  const [first] = acts;
  const last = lastCitation(acts);
  if (first === undefined || last === null) return [];
  const minutes = Math.round((Date.parse(last.time) - Date.parse(first.time)) / 60_000);
  const base = { subject: incidentUid, confidence: 'confirmed' as const };
  const begin = first.citations.slice(0, 1);
  return [
    { ...base, key: 'first-seen', text: `The intruder's first act in these logs was ${plainText(first.operation)} at ${first.time}`, value: first.time, unit: null, method: 'earliest act of the intruder\'s strands', citations: begin },
    { ...base, key: 'last-seen', text: `The intruder's last act in these logs was at ${last.time}`, value: last.time, unit: null, method: 'latest act of the intruder\'s strands', citations: [last] },
    { ...base, key: 'duration', text: `From first to last act ${counted(minutes, 'minute')} passed`, value: minutes, unit: 'minute', method: 'last act minus first act, rounded', citations: [...begin, last] },
  ];
}

function lastCitation(acts: readonly ActGroup[]): Timed | null {
  return acts.flatMap(({ citations }) => citations.slice(-1)).toSorted(byTime).at(-1) ?? null;
}

function originClaims({ incidentUid, origin }: ClaimContext): readonly Draft[] {
  if (origin === null) return [];
  const { strand, bystanders, kind } = origin;
  const { uid, name } = identityOf(strand);
  const first = { ref: strand.firstUid, time: strand.first };
  const root: Draft = {
    key: 'root', subject: uid, text: `The intrusion leads back to ${plainText(name)}`, value: uid, unit: null,
    confidence: kind === 'session' ? 'possible' : 'confirmed', method: 'sessions followed back through the records that opened them', citations: [first],
  };
  if (bystanders.length === 0) return [root];
  const uses = bystanders.reduce((sum, { count }) => sum + count, 0);
  const beside: Draft = {
    key: 'left-out', subject: incidentUid, text: `${counted(uses, 'other use')} of the same credential, from other networks or programs, ${uses === 1 ? 'is' : 'are'} held for its owner's and left out`,
    value: uses, unit: 'event', confidence: 'likely', method: 'uses split by network and program; no finding on these and not beside the intruder\'s',
    citations: bystanders.map(({ firstUid, first: time }) => ({ ref: firstUid, time })),
  };
  return [root, beside];
}

function countsOf({ incidentUid, figures, acts, asOf }: ClaimContext): readonly Draft[] {
  const accepted = 'accepted calls, counted by the things that their answers name';
  const count = (key: string, { count: value, citations }: Figure, unit: string, text: string, method: string): readonly Draft[] =>
    value === 0 ? [] : [{ key, subject: incidentUid, text, value, unit, confidence: 'confirmed', method, citations }];
  const { launched, gpu, running, refusedLaunches, persistence, impairment, secrets, reads, destroyed, accounts, regions } = figures;
  const everywhere = acts.flatMap(({ citations }) => citations);
  return [
    ...count('launched', launched, 'resource', `${counted(launched.count, 'resource')} ${launched.count === 1 ? 'was' : 'were'} launched`, accepted),
    ...count('gpu', gpu, 'resource', `${gpu.count} of them ${gpu.count === 1 ? 'has' : 'have'} accelerators`, 'sizes that the provider lists with accelerators'),
    ...count('running', running, 'resource', `${running.count} of them ${running.count === 1 ? 'was' : 'were'} still running at ${asOf}, as far as these logs say`, 'no later record that stopped or removed them'),
    ...count('refused', refusedLaunches, 'launch', `${counted(refusedLaunches.count, 'more launch')} ${refusedLaunches.count === 1 ? 'was' : 'were'} asked for and refused`, 'calls with an error'),
    ...count('persistence', persistence, 'act', `${counted(persistence.count, 'way')} back in ${persistence.count === 1 ? 'was' : 'were'} laid`, 'accepted calls that make or widen identities and credentials'),
    ...count('impairment', impairment, 'act', `${counted(impairment.count, 'act')} impaired logging, detection or clean-up`, 'accepted calls'),
    ...count('secrets', secrets, 'call', `Secrets were read in ${counted(secrets.count, 'call')}`, 'accepted calls'),
    ...count('reads', reads, 'call', `Data was read in ${counted(reads.count, 'call')}`, 'accepted calls that are logged'),
    ...count('destroyed', destroyed, 'resource', `${counted(destroyed.count, 'resource')} that the intruder had not made ${destroyed.count === 1 ? 'was' : 'were'} destroyed`, 'accepted calls'),
    ...count('accounts', { count: accounts.length, citations: everywhere }, 'account', `The intruder acted in ${counted(accounts.length, 'account')}`, 'accounts of the intruder\'s acts, refused ones included'),
    ...count('regions', { count: regions.length, citations: everywhere }, 'region', `The intruder acted in ${counted(regions.length, 'region')}`, 'regions of the intruder\'s acts, refused ones included'),
  ];
}

function containmentClaims({ incidentUid, containment }: ClaimContext): readonly Draft[] {
  const [first] = containment;
  if (first === undefined) return [];
  return [{
    key: 'contained-from', subject: incidentUid, text: `Others began to hold the intrusion back at ${first.time}`, value: first.time, unit: null, confidence: 'likely',
    method: 'first act of another identity that withdraws, restricts or removes what the intruder held or made', citations: first.citations,
  }];
}
