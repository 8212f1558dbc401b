import type { TimelineEntry } from '../../model/act.ts';
import type { Claim } from '../../model/claim.ts';
import { cite } from '../../model/evidence.ts';
import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import { compareInstants } from '../../model/instant.ts';
import { earliest, latest, shiftSeconds } from '../cells.ts';
import { counted, plainTextUpTo } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { KnownMachines } from '../machines/known-machines.ts';
import type { Alerted } from './alerted.ts';

/** What alerts add to an incident. */
export interface ToldAlerts {
  readonly told: Pick<Incident, 'alerts' | 'detected_at'>;
  readonly entries: readonly TimelineEntry[];
  readonly claims: readonly Claim[];
}

interface Told {
  readonly incidentUid: string;
  /** The intruder's, and those of services on his behalf. */
  readonly acts: readonly ActGroup[];
  readonly machines: KnownMachines;
}

/** An alert that speaks of the incident, with the acts that bear it out. */
interface Met {
  readonly alert: Alerted;
  readonly acts: readonly ActGroup[];
}

const longest = 300;
/** For so long after the last act an alert about who did it, or from where, is taken for one about this; not a sensor's of another process. */
const daySeconds = 24 * 3600;

/**
 * The alerts that speak of what an intrusion touched, or of who did it and from where, each weighed against the
 * acts: it is borne out where the intruder did anything to what it names, or where it names no thing and he did
 * anything at all as that identity or from there. Detected is when the first of them was raised that is no mere
 * finding about a setting.
 */
export function toldAlerts(alerted: readonly Alerted[], { incidentUid, acts, machines }: Told): ToldAlerts {
  if (acts.length === 0) return { told: { alerts: [], detected_at: null }, entries: [], claims: [] };
  const span = {
    first: earliest(acts.map(({ time }) => time)),
    last: latest(acts.map(({ last }) => last)),
  };
  const met = alerted.flatMap((alert): readonly Met[] => {
    const found = bearingOut(alert, acts, { ...span, machines });
    return found === null ? [] : [{ alert, acts: found }];
  });
  const raised = met.flatMap(({ alert }) =>
    alert.isWeakness ? [] : alert.citations.map(({ time }) => time).filter((time) => isWithin(time, span.first)),
  );
  const alerts = met.map(({ alert, acts: own }) => ({
    source: alert.source,
    claim: claimOf(alert),
    verdict: own.length > 0 ? ('supported' as const) : ('unsupported' as const),
    ...cite(alert.citations),
  }));
  return {
    told: { alerts, detected_at: raised.length === 0 ? null : earliest(raised) },
    entries: met.map(({ alert }) => entryOf(alert)),
    claims: met.filter(({ acts: own }) => own.length > 0).map((one, index) => supportOf(one, incidentUid, index + 1)),
  };
}

interface Span {
  readonly first: string;
  readonly last: string;
}

const isWithin = (time: string, first: string, last?: string): boolean =>
  compareInstants(time, first) >= 0 && (last === undefined || compareInstants(time, last) <= 0);

/** The acts that bear an alert out, none where it is about the intrusion by other signs only; null where it is not. */
function bearingOut(
  alert: Alerted,
  acts: readonly ActGroup[],
  { first, last, machines }: Span & Pick<Told, 'machines'>,
): readonly ActGroup[] | null {
  const times = alert.citations.map(({ time }) => time);
  if (!times.some((time) => isWithin(time, first))) return null;
  const onThing = acts.filter((act) => isOnThing(alert, act));
  if (onThing.length > 0) return onThing;
  const until = isOfOtherProcess(alert, acts) ? last : shiftSeconds(last, daySeconds);
  if (!times.some((time) => isWithin(time, first, until))) return null;
  const onMachine = acts.filter((act) => isSameMachine(alert, act, machines));
  if (onMachine.length > 0) return onMachine;
  const own = acts.filter(({ isRespawn }) => !isRespawn);
  const bySomebody = own.filter((act) => isBySame(alert, act));
  const fromThere = own.filter(({ address }) => alert.address !== null && address === alert.address);
  // Who calls from elsewhere may be the rightful user of the same credential.
  const found = alert.address === null ? bySomebody : fromThere;
  if (found.length === 0) return null;
  return alert.hostUid === null ? found : [];
}

/** It tells of a process of its own, that no act started. */
const isOfOtherProcess = ({ command }: Alerted, acts: readonly ActGroup[]): boolean =>
  command !== null && !acts.some((act) => act.command !== null && act.command.includes(command));

const isBySame = (
  { credential, actorUid, actorName, account }: Alerted,
  act: Pick<ActGroup, 'credential' | 'actorUid' | 'actorName' | 'account'>,
): boolean =>
  (credential !== null && credential === act.credential) ||
  (actorUid !== null && actorUid === act.actorUid) ||
  (actorName !== null && actorName === act.actorName && account === act.account);

/** The act made or aimed at what the alert names. */
function isOnThing({ hostUid, account }: Alerted, act: ActGroup): boolean {
  if (hostUid === null) return false;
  return [...act.made, ...act.targets].some(
    (thing) => thing === hostUid || (act.account === account && isNamedAlike(thing, hostUid)),
  );
}

/** The act was done on the machine that the alert is about, whatever either calls it. */
function isSameMachine({ host, hostUid, citations }: Alerted, act: ActGroup, machines: KnownMachines): boolean {
  if (act.host === null) return false;
  const key = machines.keyAt({ host, hostUid }, earliest(citations.map(({ time }) => time)));
  return key !== null && key === machines.keyAt({ host: act.host, hostUid: null }, act.time);
}

const ending = /[^/:]+$/;

/** Of one account: the same but for case, or one of them the last part of the other. */
function isNamedAlike(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one === other || ending.exec(one)?.[0] === other || one === ending.exec(other)?.[0];
}

/** The alert's own words, and what it is about where they do not say. */
export function claimOf({ text, host, hostUid, actorName }: Alerted): string {
  const about = host ?? hostUid ?? actorName;
  const names = [host, hostUid, actorName].flatMap((name) => name ?? []);
  const words = inert(text);
  return plainTextUpTo(
    longest,
    about === null || names.some((name) => words.includes(name)) ? words : `${words} on ${inert(about)}`,
  );
}

function entryOf(alert: Alerted): TimelineEntry {
  const { source, operation, host, hostUid, severity, status, citations } = alert;
  const times = citations.map(({ time }) => time);
  const [first, last] = [earliest(times), latest(times)];
  const parts = [
    `${source} raised an alert: ${claimOf(alert)}`,
    severity === null ? null : `severity ${inert(severity)}`,
    citations.length > 1 ? `${counted(citations.length - 1, 'update')} until ${last}` : null,
    status === null ? null : `then ${inert(status)}`,
  ];
  return {
    time: first,
    actor: { uid: source, name: source },
    action: operation === null ? 'alert' : inert(operation),
    target: hostUid === null ? null : { uid: hostUid, name: host ?? hostUid },
    text: plainTextUpTo(2 * longest, parts.filter((part) => part !== null).join('; ')),
    ...cite(citations),
  };
}

function supportOf({ alert, acts }: Met, incidentUid: string, number: number): Claim {
  const records = acts.reduce((sum, { count }) => sum + count, 0);
  return {
    claim_uid: `${incidentUid}-alert-${number}`,
    subject: alert.uid,
    text: `What ${alert.source} reports, ${claimOf(alert)}, is borne out by ${counted(records, 'record')} of the intruder's acts`,
    value: records,
    unit: 'record',
    confidence: 'confirmed',
    method:
      'acts of the intruder on the thing that the alert names or, where it names none, of the same identity or address',
    ...cite(acts.flatMap(({ citations }) => citations)),
    contradicts: [],
  };
}
