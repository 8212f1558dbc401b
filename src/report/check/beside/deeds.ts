import { coverageRef } from '../../../model/evidence.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { clockText, timeText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { beyondRecords, happeningWords, ofTheReport } from './happening-words.ts';
import { occasionsOf } from './occasions.ts';
import type { Occasions } from './occasions.ts';
import { runningFor, stillOpen } from './still-open.ts';
import { claimsOf, evidenceOf, listed, numbersOf, readLogs, readLogsText, short } from './told.ts';

/** What the report says was done, against the acts on record and what they left. */
export const deeds = besideCheck(
  { id: 'deeds', asks: 'Was that done, by the records?', about: 'deed' },
  ({ incident }) => {
    const known: Known = { incident, occasions: occasionsOf(incident) };
    return (deed) => byWhom(deed, weighDeed(deed, known));
  },
);

interface Known {
  readonly incident: Incident;
  readonly occasions: Occasions;
}

/** A provider that acts leaves its mark in the sentence: it does so under the name of whom it protects. */
function byWhom({ by, of }: Of<'deed'>, weighed: Weighed | null): Weighed | null {
  if (by !== 'provider' || weighed?.verdict !== 'supported' || !answered.has(of)) return weighed;
  return / called /.test(weighed.why) && !weighed.why.includes('under the name of')
    ? unsupported(`it was done, by the records not by the provider: ${weighed.why}`, weighed.evidence)
    : weighed;
}

const answered: ReadonlySet<string> = new Set([
  'isolation',
  'containment',
  'credential-revoked',
  'user-disabled',
  'termination',
]);

function weighDeed(deed: Of<'deed'>, known: Known): Weighed | null {
  switch (deed.of) {
    case 'containment':
      return contained(deed.quote.text, known);
    case 'isolation':
    case 'traffic-blocked':
      return cutOff(deed, known);
    case 'credential-revoked':
    case 'user-disabled':
      return withdrawn(deed.of, known);
    case 'termination':
      return ended(deed.quote.text, known);
    case 'snapshot':
      return copied(known);
    case 'rapid-detection':
      return rapid(known.incident);
    case 'blocklist':
      return unsupported('no record of these logs tells of a blocklist', readLogs(known.incident));
    default:
      return ofTheReport.has(deed.of) ? null : onRecord(deed.of, known);
  }
}

function onRecord(
  of: Exclude<Of<'deed'>['of'], 'snapshot' | 'traffic-blocked' | 'rapid-detection' | 'blocklist'>,
  known: Known,
): Weighed {
  const [first] = known.occasions.get(of) ?? [];
  return first === undefined
    ? unsupported(
        beyondRecords[of] ??
          `the logs that were read (${readLogsText(known.incident)}) hold no record of ${happeningWords[of]}`,
        readLogs(known.incident),
      )
    : supported(`${clockText(first.from)}: ${short(first.text)}`, first.evidence);
}

/** What is told as half done claims no end. */
const half = /\b(?:in part|part(?:ly|ial(?:ly)?)|not (?:yet|fully)|being|in progress|ongoing|began|begun|started)\b/i;

function contained(words: string, known: Known): Weighed {
  if (half.test(words)) return onRecord('containment', known);
  const open = stillOpen(known.incident);
  if (open.length > 0)
    return contradicted(`by these records it is not over: ${listed(open.map(({ text }) => text))}`, evidenceOf(open));
  return onRecord('containment', known);
}

function cutOff({ of }: Of<'deed'>, known: Known): Weighed {
  const [isolation] = claimsOf(known.incident, 'isolation');
  if (isolation !== undefined)
    return isolation.value === 0
      ? supported(isolation.text, isolation.evidence)
      : contradicted(isolation.text, isolation.evidence, isolation.method);
  if (of === 'isolation') return onRecord('isolation', known);
  return unsupported('no log of the network after that tells whether traffic was blocked', readLogs(known.incident));
}

/** An act on record, or credentials that are all withdrawn; one that stays active where its log was read speaks against it. */
function withdrawn(of: 'credential-revoked' | 'user-disabled', known: Known): Weighed {
  const { incident, occasions } = known;
  if ((occasions.get(of) ?? []).length > 0) return onRecord(of, known);
  const held = incident.credentials.filter(({ access }) => access !== 'readable');
  const active = held.filter(({ state }) => state === 'active');
  const off = held.filter(({ state }) => state === 'disabled' || state === 'deleted');
  if (off.length > 0 && active.length === 0)
    return supported(`${listed(off.map(({ uid, state }) => `${uid} is ${state}`))} by these records`, evidenceOf(off));
  const watched = active.filter(({ account }) => account !== null && isReadAfter(incident, account));
  const names = listed(active.map(({ uid }) => uid));
  if (watched.length > 0)
    return contradicted(`the log that would tell of it was read and shows none: ${names} is active`, [
      ...evidenceOf(watched),
      ...readLogs(incident),
    ]);
  return unsupported(
    `the logs that were read (${readLogsText(incident)}) hold no record of it${active.length === 0 ? '' : `; by them ${names} is active`}`,
    [...evidenceOf(active), ...readLogs(incident)],
  );
}

/** Whether a log of that account goes on after the intruder's last act. */
const isReadAfter = ({ coverage, last_seen: until }: Incident, account: string): boolean =>
  coverage.some((cell) => cell.account === account && cell.last !== null && Date.parse(cell.last) > Date.parse(until));

function ended(words: string, known: Known): Weighed {
  const { incident, occasions } = known;
  const running = runningFor(incident);
  const done = occasions.get('termination') ?? [];
  if (running.length === 0 && done.length > 0) return onRecord('termination', known);
  if (running.length === 0) return onRecord('termination', known);
  const told = listed(running.map(({ text }) => text));
  if (done.length === 0 || /\b(?:all|every|each|entire|fully|complete(?:ly)?)\b/i.test(words))
    return contradicted(`not all were ended: ${told}`, evidenceOf(running));
  const some = `the first were ended at ${clockText(done[0]?.from ?? 0)}; ${told}`;
  return /\d|\b(?:first|some|most|part|half|gpu)\b/i.test(words)
    ? supported(some, evidenceOf(done))
    : unsupported(some, evidenceOf([...running, ...done.slice(0, 1)]));
}

function copied({ incident }: Known): Weighed {
  const ends = claimsOf(incident, 'evidence-kept');
  const kept = ends.filter(({ value }) => value === true);
  const lost = ends.filter(({ value }) => value === false);
  const steps = (incident.plan?.steps ?? []).filter(({ phase, done }) => phase === 'preserve' && done.length > 0);
  const [step] = steps;
  if (kept.length > 0) return supported(kept.map(({ text }) => text).join('; '), evidenceOf(kept));
  const copies = incident.containment.filter(({ action }) => /snapshot|backup|image|clone/i.test(action));
  if (copies.length > 0)
    return supported(
      listed(
        copies.map(({ text, time }) => `${time}: ${short(text)}`),
        3,
      ),
      evidenceOf(copies),
    );
  if (lost.length > 0) return unsupported(lost.map(({ text }) => text).join('; '), evidenceOf(lost));
  if (step !== undefined && step.status === 'done') return supported(step.title, evidenceOf(step.done));
  return unsupported(
    `the logs that were read (${readLogsText(incident)}) hold no record of a copy`,
    incident.coverage
      .filter(({ count }) => count > 0)
      .slice(0, 100)
      .map(coverageRef),
  );
}

/** Within so many minutes an answer is quick, beyond so many nobody would call it so. */
const quickMinutes = 15;
const slowMinutes = 60;

function rapid(incident: Incident): Weighed {
  const [minutes] = numbersOf(incident, 'dwell-detection');
  const [claim] = claimsOf(incident, 'dwell-detection');
  if (minutes === undefined || claim === undefined)
    return unsupported('no alert on record tells when it was noticed', readLogs(incident));
  if (minutes > slowMinutes) return contradicted(claim.text, claim.evidence);
  return minutes <= quickMinutes
    ? supported(claim.text, claim.evidence)
    : unsupported(`${timeText(minutes * 60)} is neither quick nor slow: ${claim.text}`, claim.evidence);
}
