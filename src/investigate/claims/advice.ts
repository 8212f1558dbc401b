import { cite, coverageRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Coverage } from '../../model/coverage.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Credential, DataExposure } from '../../model/exposure.ts';
import type { Tampering } from '../../model/act.ts';
import type { Advice } from '../../model/incident.ts';
import type { Links, Need } from '../../model/links.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { identityOf } from '../chain/root.ts';
import type { Origin } from '../chain/root.ts';
import { blindingActs } from '../coverage/coverage.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { shellWord } from '../../model/shell-word.ts';
import { counted, listed, nounOf, plainText } from '../plain-text.ts';

export interface AdviceContext {
  readonly links: readonly Links[];
  readonly origin: Origin | null;
  readonly credentials: readonly Credential[];
  readonly resources: readonly TouchedResource[];
  readonly persistence: readonly Tampering[];
  readonly impairment: readonly Tampering[];
  readonly exposure: DataExposure | null;
  readonly coverage: readonly Coverage[];
  readonly acts: readonly ActGroup[];
  readonly containing: readonly ActGroup[];
}

type Draft = Pick<Advice, 'text' | 'why' | 'how'> & { readonly citations: readonly Citation[] };

type Blanks = Readonly<Partial<Record<'credential' | 'identity' | 'account' | 'region', string>>> & {
  readonly resource?: readonly string[];
};

/** What is still missing, and where to get it. */
export function questionsOf({ links, origin, exposure, coverage, acts }: AdviceContext): readonly Advice[] {
  const cells = coverage.map((cell) => ({ ref: coverageRef(cell), time: null }));
  const first = originCitations(origin);
  const name = origin === null ? '' : plainText(identityOf(origin.strand).name);
  const blanks: Blanks = origin === null ? {} : blanksOf(origin);
  const how = (need: Need) => howTo(links, need, blanks);
  return [
    ...advice(origin?.unexplained === 'missing' && origin.kind === 'session', {
      text: `Who opened the session of ${name}?`,
      why: 'the record that opened it is not among the logs read',
      how: how('find-issuer'),
      citations: first,
    }),
    ...advice(origin?.unexplained === 'ambiguous', {
      text: `Which of several callers opened the session of ${name}?`,
      why: 'they fit it equally well',
      how: how('find-issuer'),
      citations: first,
    }),
    ...advice(origin?.kind === 'key', {
      text: `How did the key of ${name} get out?`,
      why: 'no log of the cloud records it',
      how: how('ask-owner'),
      citations: first,
    }),
    ...advice(origin !== null && origin.bystanders.length > 0, {
      text: `Are the other uses of the credential of ${name} its owner's?`,
      why: 'they were left out because network or program differ and no rule speaks against them',
      how: how('ask-owner'),
      citations: first,
    }),
    ...blindingActs(acts).flatMap((act) =>
      advice(true, {
        text: `What happened in ${plainText(act.region ?? 'that region')} of account ${plainText(act.account ?? 'unknown')} after ${act.last}?`,
        why: `${plainText(act.operation)} switched the records off there`,
        how: how('read-more-logs'),
        citations: act.citations,
      }),
    ),
    ...advice((exposure?.unknown.length ?? 0) > 0, {
      text: `Was data read: ${listed((exposure?.unknown ?? []).map(({ what }) => what))}?`,
      why: 'these logs hold no record of such reads by anybody',
      how: how('switch-on-data-events'),
      citations: cells,
    }),
  ];
}

/** What to do, the most urgent first. */
export function recommendationsOf(context: AdviceContext): readonly Advice[] {
  const { links, origin, credentials, persistence, impairment } = context;
  const keys = credentials.filter(
    ({ type, access, state }) =>
      type !== 'session' && access !== 'readable' && (state === 'active' || state === 'unknown'),
  );
  const disable = keys.flatMap((one) =>
    advice(true, {
      text: `Disable ${plainText(one.uid)}`,
      why: one.access === 'held' ? 'the intruder holds it' : 'the intruder made it',
      how: howTo(links, 'disable-credential', {
        credential: one.uid,
        identity: one.identity?.name ?? '',
        account: one.account ?? '',
      }),
      citations: citationsOf(one.evidence),
    }),
  );
  const isOpen = origin !== null && credentials.some(({ type, state }) => type === 'session' && state === 'unknown');
  const deny = advice(isOpen, {
    text: 'Deny everything to the identities whose sessions the intruder holds',
    why: 'a disabled key leaves the sessions that it opened alive',
    how: howTo(links, 'deny-identity', origin === null ? {} : blanksOf(origin)),
    citations: originCitations(origin),
  });
  const ways = persistence.filter((one) => one.outcome === 'success' && !isUndone(one, context));
  const laid = advice(ways.length > 0, {
    text: `Remove ${counted(ways.length, 'way')} back in`,
    why: 'each lets the intruder return',
    how: howTo(links, 'remove-persistence', origin === null ? {} : blanksOf(origin)),
    citations: ways.flatMap(({ evidence }) => citationsOf(evidence)),
  });
  const hurt = impairment.filter((one) => one.outcome === 'success' && !isUndone(one, context));
  const restore = advice(hurt.length > 0, {
    text: 'Restore the defences that were touched',
    why: 'until then the logs are blind there',
    how: howTo(links, 'restore-defence', { region: hurt[0]?.region ?? '' }),
    citations: hurt.flatMap(({ evidence }) => citationsOf(evidence)),
  });
  return [...disable, ...deny, ...stopping(context), ...laid, ...restore];
}

/** A later act of somebody else took back what was done to the same target. */
function isUndone({ target, time }: Tampering, { containing }: AdviceContext): boolean {
  return containing.some(
    (act) =>
      act.outcome === 'accepted' &&
      undoing.has(act.verb) &&
      compareInstants(act.time, time) > 0 &&
      target !== null &&
      act.targets.includes(target.uid),
  );
}
const undoing: ReadonlySet<string> = new Set(['delete', 'disable-credential', 'restore']);

function stopping({ links, resources, acts }: AdviceContext): readonly Advice[] {
  const launches = new Set(acts.filter(({ verb }) => verb === 'launch').map(({ kind }) => kind));
  const running = resources.filter(
    ({ isMade, type, state }) => isMade && launches.has(type) && (state === 'running' || state === 'active'),
  );
  const places = Map.groupBy(running, ({ account, region, type }) => JSON.stringify([account, region, type]));
  return [...places.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const where = `${plainText(one.region ?? 'an unknown region')} of account ${plainText(one.account ?? 'unknown')}`;
    return advice(true, {
      text: `Keep the evidence of ${counted(same.length, nounOf(one.type))} in ${where}, then stop ${same.length === 1 ? 'it' : 'them'}`,
      why: listed(same.map(({ uid }) => plainText(uid))),
      how: howToStop(links, one.type, {
        region: one.region ?? '',
        account: one.account ?? '',
        resource: same.map(({ uid }) => uid),
      }),
      citations: same.flatMap(({ citations }) => citations),
    });
  });
}

const originCitations = (origin: Origin | null): readonly Citation[] =>
  origin === null ? [] : [{ ref: origin.strand.firstUid, time: origin.strand.first }];
const citationsOf = (evidence: readonly string[]): readonly Citation[] => evidence.map((ref) => ({ ref, time: null }));

function advice(isNeeded: boolean | undefined, { citations, ...said }: Draft): readonly Advice[] {
  return isNeeded && citations.length > 0 ? [{ ...said, ...cite(citations) }] : [];
}

function blanksOf({ strand }: Origin): Blanks {
  return { credential: strand.credential ?? '', identity: identityOf(strand).name, account: strand.actorAccount ?? '' };
}

const howTo = (links: readonly Links[], need: Need, blanks: Blanks): string | null =>
  filled(links.map((one) => one.howTo[need]).find((text) => text !== undefined) ?? null, blanks);

const howToStop = (links: readonly Links[], type: string, blanks: Blanks): string | null =>
  filled(links.map((one) => one.howToStop[type]).find((text) => text !== undefined) ?? null, blanks);

/**
 * A provider's command or console path; every value becomes one word of a shell, an unknown one `…`. All
 * blanks are filled at once: what a name holds is never taken for a blank.
 */
function filled(template: string | null, blanks: Blanks): string | null {
  return (
    template?.replaceAll(/\{(credential|identity|resource|account|region)\}/g, (_, name: keyof Blanks) => {
      const values = [blanks[name] ?? []].flat().filter((value) => value !== '');
      return values.length === 0 ? '…' : values.map(shellWord).join(' ');
    }) ?? null
  );
}
