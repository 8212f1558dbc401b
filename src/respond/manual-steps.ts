import type { Cited } from '../model/evidence.ts';
import type { ManualNeed } from '../model/howto.ts';
import { compareInstants, compareText } from '../model/instant.ts';
import { resourceKey } from '../model/plan-facts.ts';
import type { Deed } from '../model/plan-facts.ts';
import type { ManualStep, Step } from '../model/plan.ts';
import { howtosOf } from './case.ts';
import type { Case } from './case.ts';
import { leftovers, unrenewable } from './deed-wants.ts';
import { undeniable, unswitchable } from './identity-wants.ts';
import { citeAll } from './steps.ts';
import { unendable } from './workload-wants.ts';
import { inAccount, listed, named, ofAccount, ownerOf, sweepLine } from './words.ts';

interface Draft extends Pick<ManualStep, 'text' | 'why' | 'how' | 'owner'> {
  /** From the as-of time on. */
  readonly withinMinutes: number;
  readonly cited: readonly Cited[];
}

/** What only people can do, the most urgent first, each with its owner and the time by which it is due. */
export function manualStepsOf(one: Case, steps: readonly Step[]): readonly ManualStep[] {
  const drafts = [
    ...aboutRoot(one),
    ...aboutOwners(one, steps),
    ...aboutLimits(one),
    ...aboutHosts(one),
    ...aboutMachines(steps),
    ...aboutProvider(one),
    ...aboutLeftovers(one),
    ...aboutData(one),
    ...afterwards(one, steps),
  ];
  return drafts
    .filter(({ cited }) => cited.length > 0)
    .map(({ withinMinutes, cited, ...told }) => ({
      ...told,
      due: later(one.facts.asOf, withinMinutes),
      ...citeAll(cited),
    }))
    .toSorted((a, b) => compareInstants(a.due, b.due));
}

/** Each once, in an order that does not hang on how they were told. */
const inOrder = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted(compareText);

const later = (asOf: string, minutes: number): string =>
  new Date(Date.parse(asOf) + minutes * 60_000).toISOString().replace('.000Z', 'Z');

const byHand = (one: Case, need: ManualNeed, account: string | null = null): string | null =>
  howtosOf(one, account)[0]?.byHand[need] ?? null;

function aboutRoot(one: Case): readonly Draft[] {
  const { root, credentials } = one.incident;
  if (root === null) return [];
  const name = named(root.identity.name);
  const isKey = credentials.some(({ uid, type }) => uid === root.credential && type !== 'session');
  const call: Draft = {
    text: `Call the owner of ${name}`,
    why: 'the owner knows which uses were rightful, where the credential lay and what stops without it',
    how: null,
    owner: 'incident lead',
    withinMinutes: 15,
    cited: [root],
  };
  if (!isKey || root.credential === null) return [call];
  return [
    { ...call, text: `Call the owner of ${name}, and whoever committed or stored key ${named(root.credential)}` },
    {
      text: `Find where key ${named(root.credential)} was published and quarantine that repository`,
      why: 'a key that went out of one place lies there for the next finder, in the history too; how this one got out is in no log',
      how: 'copy the repository with its history as evidence, then make it private; search its history, forks, build logs and images for further keys',
      owner: 'owner of the repository',
      withinMinutes: 30,
      cited: [root],
    },
  ];
}

/** Others who use what is to be denied hear of it before it is. */
function aboutOwners(one: Case, steps: readonly Step[]): readonly Draft[] {
  const broken = steps.filter(({ status, breaks }) => status !== 'too-late' && breaks.uses.length > 0);
  const names = Map.groupBy(broken, ({ breaks }) => breaks.uses[0]?.who.name ?? '');
  return [...names]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([name, same]) => ({
      text: `Tell the rightful users of ${named(name)} what stops, and give them a short-lived credential instead`,
      why: same.some(({ status }) => status === 'open')
        ? 'they used it lately from elsewhere; the plan cuts it for them too'
        : 'they used it lately from elsewhere, and it was cut for them too',
      how: byHand(one, 'short-lived', same[0]?.account ?? null),
      owner: `owner of ${named(name)}`,
      withinMinutes: 30,
      cited: same.flatMap(({ breaks }) => breaks.uses),
    }));
}

function aboutLimits(one: Case): readonly Draft[] {
  const identities = undeniable(one).map(({ name, account, ...cited }) => ({ name, account, cited }));
  const keys = unswitchable(one)
    .filter(({ type }) => type === 'key')
    .map(({ uid, account, ...cited }) => ({ name: uid, account, cited }));
  return [...identities, ...keys].map(({ name, account, cited }) => ({
    text: `Cut off ${named(name)}${ofAccount(account)} by hand`,
    why:
      account === null && one.facts.onMachines
        ? 'what a machine alone knows is cut off there'
        : 'no step of a plan can deny it: it stands above or outside of the rights of its account',
    how: byHand(one, 'deny-by-hand', account),
    owner: ownerOf(account),
    withinMinutes: 15,
    cited: [cited],
  }));
}

/** A machine whose role was stolen gets fresh tokens for as long as it has the role: cutting older ones is not enough. */
function aboutHosts(one: Case): readonly Draft[] {
  return one.facts.sessions.flatMap(({ identity, name, account, ...cited }) => {
    const [howto] = howtosOf(one, account);
    const host = howto?.hostOf(name) ?? null;
    if (host === null) return [];
    return [
      {
        text: `Detach role ${named(identity.name)} from ${named(host)} before its sessions are revoked, and look for whoever reads its tokens`,
        why: 'the intruder holds tokens that were issued to this machine, and it is given fresh ones',
        how: byHand(one, 'detach-role', account),
        owner: ownerOf(account),
        withinMinutes: 15,
        cited: [cited],
      },
    ];
  });
}

function aboutMachines(steps: readonly Step[]): readonly Draft[] {
  const kept = steps.filter(({ phase, status, action }) => phase === 'isolate' && status === 'open' && action !== '');
  return kept.length === 0
    ? []
    : [
        {
          text: `Capture the memory of ${listed(kept.flatMap(({ targets }) => targets.map(({ uid }) => uid)))} before they are stopped`,
          why: 'a snapshot holds the disk only: keys, connections and what never touched the disk are gone with the power',
          how: null,
          owner: 'forensics',
          withinMinutes: 30,
          cited: kept,
        },
      ];
}

function aboutProvider(one: Case): readonly Draft[] {
  const { incident, facts } = one;
  // On a machine of which no cloud is known there is nobody to tell.
  if (facts.onMachines && incident.accounts.length === 0) return [];
  const account = facts.onMachines ? (incident.accounts[0] ?? null) : null;
  const launched = incident.resources.filter(({ uid }) =>
    facts.deeds.some((deed) => deed.verb === 'launch' && deed.made.includes(uid)),
  );
  const cited = launched.length > 0 ? launched : incident.timeline.slice(0, 1);
  return [
    {
      text: 'Open the case with the provider, or answer the one that it opened, with provider-ticket.md',
      why:
        launched.length > 0
          ? 'the provider waives charges of an intruder where it is told early, and sees what these logs do not'
          : 'the provider sees what these logs do not, and suspends accounts that do not answer',
      how: byHand(one, 'provider-case', account),
      owner: 'incident lead',
      withinMinutes: 60,
      cited,
    },
    ...quotas(one),
  ];
}

function quotas(one: Case): readonly Draft[] {
  const raised = leftoversOf(one, 'raise-quota');
  return raised.length === 0
    ? []
    : [
        {
          text: `Withdraw what was asked for in quotas: ${listed(inOrder(raised.flatMap(({ targets }) => targets)))}`,
          why: 'a limit that was raised lets the next intruder go further',
          how: byHand(one, 'lower-quota'),
          owner: 'cloud platform team',
          withinMinutes: 24 * 60,
          cited: raised,
        },
      ];
}

const leftoversOf = ({ facts }: Case, verb: Deed['verb']): readonly Deed[] =>
  facts.deeds.filter((deed) => deed.verb === verb && deed.kind.endsWith('quota'));

/** Calls that nothing in the plan takes back, one step for all of a kind in an account. */
function aboutLeftovers(one: Case): readonly Draft[] {
  const left = leftovers(one).filter(({ kind }) => !kind.endsWith('quota'));
  const kinds = Map.groupBy(left, ({ account, plainOperation }) => JSON.stringify([account, plainOperation]));
  const calls = [...kinds]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, same]) => ({
      text: `Look at and take back ${named(same[0]?.operation ?? '')} on ${listed(inOrder(same.flatMap(({ made, targets }) => (made.length > 0 ? made : targets)))) || 'what the record names'}${inAccount(same[0]?.account ?? null)}`,
      why: 'the state before the call stands in no record of it',
      how: byHand(one, 'take-back', same[0]?.account ?? null),
      owner: ownerOf(same[0]?.account ?? null),
      withinMinutes: 120,
      cited: same,
    }));
  const standing = unendable(one).filter(({ type }) => !isIdentity(one, type));
  if (standing.length === 0) return calls;
  return [
    ...calls,
    {
      text: `Look at and remove ${listed(inOrder(standing.map(({ uid, name }) => name ?? uid)))}`,
      why: 'the intruder made it, it still stands, and no remedy for its kind is known',
      how: byHand(one, 'take-back'),
      owner: 'cloud platform team',
      withinMinutes: 120,
      cited: standing,
    },
  ];
}

/** Identities and credentials are denied and switched off, which is told elsewhere. */
const isIdentity = ({ facts }: Case, type: string): boolean =>
  facts.deeds.some(({ kind, verb }) => kind === type && (verb === 'create-identity' || verb === 'create-credential'));

function aboutData(one: Case): readonly Draft[] {
  const { data_exposure: exposed } = one.incident;
  const secrets = unrenewable(one);
  const renew: readonly Draft[] =
    secrets.length === 0
      ? []
      : [
          {
            text: `Renew what ${listed(inOrder(secrets.flatMap(({ targets }) => targets)))} held`,
            why: 'the intruder read it, and nobody but its owner knows what it opens',
            how: null,
            owner: 'owners of the secrets',
            withinMinutes: 240,
            cited: secrets,
          },
        ];
  const known = [...renew, ...bringingBack(one)];
  if (exposed === null || exposed.read.length + exposed.unknown.length === 0) return known;
  return [
    ...known,
    {
      text:
        exposed.read.length > 0
          ? 'Judge whether the data that was read or sent away must be reported'
          : 'Judge whether data may have been read that must be reported',
      why: 'the time within which a breach must be reported may run from now on; logs that do not record reads prove nothing',
      how: null,
      owner: 'data protection officer',
      withinMinutes: 24 * 60,
      cited: [exposed],
    },
  ];
}

/** What lay in things of the owner and was deleted or encrypted; of what the intruder made nobody wants it. */
function bringingBack({ incident, facts }: Case): readonly Draft[] {
  const made = new Set(
    incident.resources.flatMap((one) => (facts.made.has(resourceKey(one)) ? [one.uid, one.name] : [])),
  );
  const ruined = facts.deeds.filter(
    ({ verb, targets }) => verb === 'destroy-data' && !targets.some((target) => made.has(target)),
  );
  if (ruined.length === 0) return [];
  return [
    {
      text: `Bring back what was deleted or encrypted in ${listed(inOrder(ruined.flatMap(({ targets }) => targets)))}, from older versions or copies`,
      why: 'older versions and copies are kept for a time, and may be deleted by rules of the intruder',
      how: null,
      owner: 'owners of the data',
      withinMinutes: 240,
      cited: ruined,
    },
  ];
}

function afterwards({ incident, facts }: Case, steps: readonly Step[]): readonly Draft[] {
  const cut = steps.filter(({ phase }) => phase === 'deny' || phase === 'disable' || phase === 'revoke');
  if (cut.length === 0) return [];
  const made = cut.filter(({ targets }) =>
    incident.resources.some(({ uid }) => targets.some((target) => target.uid === uid)),
  );
  const watch: Draft = {
    text: 'Watch for 30 minutes that nothing which was cut is used again',
    why: 'rights take about a minute to spread, and only silence proves a cut',
    how: sweepLine(facts),
    owner: 'analyst on duty',
    withinMinutes: 60,
    cited: cut,
  };
  const remove: Draft = {
    text: `Delete ${listed(inOrder(made.flatMap(({ targets }) => targets.map(({ name }) => name))))} once the case is closed`,
    why: 'until then it is denied and switched off, which can be undone and keeps its history; deleting cannot',
    how: null,
    owner: 'cloud platform team',
    withinMinutes: 7 * 24 * 60,
    cited: made,
  };
  return made.length === 0 ? [watch] : [watch, remove];
}
