import { cite, coverageRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { Credential } from '../../model/exposure.ts';
import type { Tampering } from '../../model/act.ts';
import type { Advice } from '../../model/incident.ts';
import type { DataExposure } from '../../model/exposure.ts';
import type { Links, Need } from '../../model/links.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { identityOf } from '../chain/root.ts';
import type { Origin } from '../chain/root.ts';
import { counted, listed, plainText } from '../plain-text.ts';

export interface AdviceContext {
  readonly links: readonly Links[];
  readonly origin: Origin | null;
  readonly credentials: readonly Credential[];
  readonly resources: readonly TouchedResource[];
  readonly persistence: readonly Tampering[];
  readonly impairment: readonly Tampering[];
  readonly exposure: DataExposure | null;
  readonly coverage: readonly Coverage[];
}

type Blanks = Readonly<Partial<Record<'credential' | 'identity' | 'account' | 'region', string>>>;

/** What is still missing, and where to get it. */
export function questionsOf({ links, origin, exposure, coverage }: AdviceContext): readonly Advice[] {
  const cells = coverage.map((cell) => ({ ref: coverageRef(cell), time: null }));
  const first = originCitations(origin);
  const name = origin === null ? '' : plainText(identityOf(origin.strand).name);
  const blanks: Blanks = origin === null ? {} : blanksOf(origin);
  const how = (need: Need) => howTo(links, need, blanks);
  return [
    ...advice(origin?.unexplained === 'missing' && origin.kind === 'session', `Who opened the session of ${name}?`, 'the record that opened it is not among the logs read', how('find-issuer'), first),
    ...advice(origin?.unexplained === 'ambiguous', `Which of several callers opened the session of ${name}?`, 'they fit it equally well', how('find-issuer'), first),
    ...advice(origin?.kind === 'key', `How did the key of ${name} get out?`, 'no log of the cloud records it', how('ask-owner'), first),
    ...advice(origin !== null && origin.bystanders.length > 0, `Are the other uses of the credential of ${name} its owner's?`, 'they were left out because network or program differ and no rule speaks against them', how('ask-owner'), first),
    ...advice((exposure?.unknown.length ?? 0) > 0, `Was data read: ${listed((exposure?.unknown ?? []).map(({ what }) => what))}?`, 'these logs hold no record of such reads by anybody', how('switch-on-data-events'), cells),
  ];
}

/** What to do, the most urgent first. */
export function recommendationsOf(context: AdviceContext): readonly Advice[] {
  const { links, origin, credentials, persistence, impairment } = context;
  const keys = credentials.filter(({ type, access, state }) => type !== 'session' && access !== 'readable' && (state === 'active' || state === 'unknown'));
  const disable = keys.flatMap((one) =>
    advice(true, `Disable ${plainText(one.uid)}`, one.access === 'held' ? 'the intruder holds it' : 'the intruder made it', howTo(links, 'disable-credential', { credential: one.uid, identity: one.identity?.name ?? '', account: one.account ?? '' }), citationsOf(one.evidence)));
  const isOpen = origin !== null && credentials.some(({ type, state }) => type === 'session' && state === 'unknown');
  const deny = advice(isOpen, 'Deny everything to the identities whose sessions the intruder holds', 'a disabled key leaves the sessions that it opened alive', howTo(links, 'deny-identity', origin === null ? {} : blanksOf(origin)), originCitations(origin));
  const laid = advice(persistence.some(({ outcome }) => outcome === 'success'), `Remove ${counted(persistence.filter(({ outcome }) => outcome === 'success').length, 'way')} back in`, 'each lets the intruder return', howTo(links, 'remove-persistence', origin === null ? {} : blanksOf(origin)), persistence.flatMap(({ evidence }) => citationsOf(evidence)));
  const hurt = impairment.filter(({ outcome }) => outcome === 'success');
  const restore = advice(hurt.length > 0, 'Restore the defences that were touched', 'until then the logs are blind there', howTo(links, 'restore-defence', { region: hurt[0]?.region ?? '' }), hurt.flatMap(({ evidence }) => citationsOf(evidence)));
  return [...disable, ...deny, ...stopping(context), ...laid, ...restore];
}

function stopping({ links, resources }: AdviceContext): readonly Advice[] {
  const running = resources.filter(({ isMade, state }) => isMade && state === 'running');
  const places = Map.groupBy(running, ({ account, region }) => JSON.stringify([account, region]));
  return [...places.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const where = `${plainText(one.region ?? 'an unknown region')} of account ${plainText(one.account ?? 'unknown')}`;
    return advice(true, `Keep the evidence of ${counted(same.length, 'running resource')} in ${where}, then stop ${same.length === 1 ? 'it' : 'them'}`, listed(same.map(({ uid }) => plainText(uid))), howTo(links, 'stop-resources', { region: one.region ?? '', account: one.account ?? '' }), same.flatMap(({ citations }) => citations));
  });
}

/** What only a person can do. */
export function manualStepsOf({ links, origin }: AdviceContext): readonly Advice[] {
  if (origin === null) return [];
  const name = plainText(identityOf(origin.strand).name);
  return advice(true, `Speak with the owner of ${name}`, 'he knows which uses were his and where the credential lay', howTo(links, 'ask-owner', blanksOf(origin)), originCitations(origin));
}

const originCitations = (origin: Origin | null): readonly Citation[] => (origin === null ? [] : [{ ref: origin.strand.firstUid, time: origin.strand.first }]);
const citationsOf = (evidence: readonly string[]): readonly Citation[] => evidence.map((ref) => ({ ref, time: null }));

function advice(isNeeded: boolean | undefined, text: string, why: string, how: string | null, citations: readonly Citation[]): readonly Advice[] {
  return isNeeded && citations.length > 0 ? [{ text, why, how, ...cite(citations) }] : [];
}

function blanksOf({ strand }: Origin): Blanks {
  return { credential: strand.credential ?? '', identity: identityOf(strand).name, account: strand.actorAccount ?? '' };
}

/** The provider's command or console path, blanks filled in so that a shell takes each as one word. */
function howTo(links: readonly Links[], need: Need, blanks: Blanks): string | null {
  const template = links.map((one) => one.howTo[need]).find((text) => text !== undefined);
  return template?.replaceAll(/\{(credential|identity|account|region)\}/g, (blank, name: keyof Blanks) => {
    const value = blanks[name];
    return value === undefined || value === '' ? blank : shellWord(plainText(value));
  }) ?? null;
}

const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll(`'`, `'\\''`)}'`);
