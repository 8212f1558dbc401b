import { coverageRef } from '../../../model/evidence.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Measure } from '../statement.ts';
import { claimsOf, counted, evidenceOf } from './told.ts';

/** One number that the incident gives for a thing; people may mean any of them. */
export interface Countable {
  readonly text: string;
  readonly count: number;
  readonly evidence: readonly string[];
  /** Of what was asked for and did not come to be. */
  readonly isRefused: boolean;
  /** Of things that run, or that were ended; absent where both are among them. */
  readonly state?: 'running' | 'ended';
  /** Of the places where something was made or refused, or where one kind of act was done, and not of all places. */
  readonly part?: 'made' | 'done';
}

/** The numbers that an incident has for a measure, the most usual one first. */
export const countableOf = (incident: Incident, of: Measure): readonly Countable[] =>
  (countersOf[of]?.(incident) ?? []).filter(({ count, evidence }) => count > 0 && evidence.length > 0);

type Counter = (incident: Incident) => readonly Countable[];

const countersOf: Partial<Readonly<Record<Measure, Counter>>> = {
  machines: (incident) => machinesOf(incident),
  accelerated: (incident) => acceleratedOf(incident),
  resources: (incident) => [
    list('resources made, changed or taken over', incident.resources),
    ...machinesOf(incident),
    ...kindsOf(incident.resources, ({ state }) => state),
  ],
  regions: (incident) => placesOf(incident, 'region'),
  accounts: (incident) => placesOf(incident, 'account'),
  identities: ({ identities, chains }) => [
    list('identities that the intruder used or made', identities),
    list(
      'identities that he became',
      distinct(chains, ({ to }) => to.name),
    ),
    ...kindsOf(identities, ({ type }) => type),
  ],
  credentials: (incident) => credentialsOf(incident),
  addresses: ({ indicators, ...incident }) => [
    list(
      'addresses among the indicators',
      indicators.filter(({ type }) => type === 'ip'),
    ),
    list(
      'addresses of the intruder',
      indicators.filter(({ type, role }) => type === 'ip' && /intruder|stolen/.test(role)),
    ),
    list(
      'addresses of pools',
      indicators.filter(({ type, role }) => type === 'ip' && /pool/.test(role)),
    ),
    ...claimsOf(incident, 'door-guesses').flatMap(({ text, evidence }) => {
      const [, few = '', more = '0'] = / from (.+?)(?: and (\d+) more)? as /.exec(text) ?? [];
      const count = few.split(', ').length + Number(more);
      return [{ text: `refused sign-ins from ${count} addresses`, count, evidence, isRefused: false }];
    }),
  ],
  attempts: (incident) => attemptsOf(incident),
  failures: (incident) => attemptsOf(incident),
  'records-read': ({ data_exposure: exposure }) => {
    const read = exposure?.read ?? [];
    return [
      {
        ...list('things read', read),
        text: 'objects that were read',
        count: read.reduce((sum, { objects }) => sum + objects, 0),
      },
    ];
  },
  users: ({ resources, identities }) => [
    list(
      'users that were made',
      distinct(
        resources.filter(({ type }) => /:(?:\w+-)?(?:user|service-account)$/.test(type)),
        ({ uid }) => uid,
      ),
    ),
    list(
      'identities of the intruder',
      identities.filter(({ role }) => role === 'intruder'),
    ),
  ],
};

const asPart = (one: Countable, part: Countable['part'] = 'made'): Countable => ({ ...one, ...(part && { part }) });

interface Listed {
  readonly evidence: readonly string[];
}

const list = (noun: string, things: readonly Listed[], isRefused = false): Countable => ({
  text: `${things.length} ${noun}`,
  count: things.length,
  evidence: things.flatMap(({ evidence }) => evidence.slice(0, 1)),
  isRefused,
});

const distinct = <Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): readonly Thing[] => [
  ...new Map(things.map((thing) => [keyOf(thing), thing])).values(),
];

const kindsOf = <Thing extends Listed>(
  things: readonly Thing[],
  kindOf: (thing: Thing) => string,
): readonly Countable[] => [...Map.groupBy(things, kindOf)].map(([kind, same]) => list(`of ${kind}`, same));

/** What claims count, by the number that they state. */
const told = (incident: Incident, ...kinds: readonly string[]): readonly Countable[] =>
  kinds
    .flatMap((kind) => claimsOf(incident, kind))
    .flatMap(({ text, value, evidence }) =>
      typeof value === 'number' ? [{ text, count: value, evidence, isRefused: false }] : [],
    );

const machineKind = /:(?:instance|virtual-machine|vm|machine|server)$/;

function machinesOf(incident: Incident): readonly Countable[] {
  const launched = told(incident, 'launched');
  const refused = told(incident, 'refused');
  const machines = incident.resources.filter(({ type }) => machineKind.test(type));
  const asked = incident.failed.filter(({ shape }) => shape !== null);
  const askedCount = asked.reduce((sum, { count }) => sum + count, 0);
  const wanted: readonly Countable[] = [
    ...refused.map((one) => ({ ...one, isRefused: true })),
    {
      ...list('launches refused', asked, true),
      count: askedCount,
      text: `${askedCount} launches were asked for and refused`,
    },
  ];
  const both = [machines.length, ...launched.map(({ count }) => count)].flatMap((made) =>
    wanted.map((one) => ({
      ...one,
      count: one.count + made,
      text: `${one.count + made} with those that were refused`,
    })),
  );
  return [
    list('machines', machines),
    ...told(incident, 'machines'),
    ...launched,
    ...told(incident, 'gpu', 'made'),
    ...told(incident, 'running').map((one) => ({ ...one, state: 'running' as const })),
    ...told(incident, 'departure').filter(({ text }) => / launch(?:es)? (?:at once|within)/.test(text)),
    ...statesOf(machines),
    ...kindsOf(incident.resources, ({ type }) => type),
    ...kindsOf(machines, ({ shape }) => shape ?? 'unknown shape'),
    ...wanted,
    ...both,
  ];
}

/** Machines of which the claim about accelerators cites the launch, and all that it counts. */
function acceleratedOf(incident: Incident): readonly Countable[] {
  const cited = new Set(evidenceOf(claimsOf(incident, 'gpu')));
  const own = incident.resources.filter(({ evidence }) => evidence.some((record) => cited.has(record)));
  const machines = own.filter(({ type }) => machineKind.test(type));
  return [
    ...told(incident, 'gpu'),
    list('machines with accelerators', machines),
    ...kindsOf(machines, ({ shape }) => shape ?? 'unknown shape'),
    ...kindsOf(machines, ({ state }) => state),
    ...kindsOf(machines, ({ region }) => region ?? 'unknown region'),
  ];
}

const statesOf = (machines: readonly Resource[]): readonly Countable[] => [
  ...[...Map.groupBy(machines, ({ state }) => state)].map(([state, same]) =>
    stated(list(`machines are ${state}`, same), same),
  ),
  { ...list('machines are ended', machines.filter(isEnded)), state: 'ended' },
];

const isEnded = ({ state }: Resource): boolean => state === 'terminated' || state === 'stopped' || state === 'deleted';

/** The number with what became of all of them, where that is one thing. */
export function stated(one: Countable, things: readonly Resource[]): Countable {
  if (things.every(isEnded)) return { ...one, state: 'ended' };
  return things.every(({ state }) => state === 'running') ? { ...one, state: 'running' } : one;
}

/** Where the intruder acted, where he made things, where things still run. */
function placesOf(incident: Incident, place: 'region' | 'account'): readonly Countable[] {
  const all = place === 'region' ? incident.regions : incident.accounts;
  const claim = claimsOf(incident, `${place}s`);
  const proof =
    claim.length > 0 ? evidenceOf(claim) : incident.coverage.filter(({ count }) => count > 0).map(coverageRef);
  const placesWith = (noun: string, things: readonly (Listed & { readonly [part in typeof place]: string | null })[]) =>
    asPart(
      list(
        noun,
        distinct(
          things.filter((thing) => thing[place] !== null),
          (thing) => thing[place] ?? '',
        ),
      ),
    );
  const machines = incident.resources.filter(({ type }) => machineKind.test(type));
  return [
    {
      text: `the intruder acted in ${counted(all.length, place)}`,
      count: all.length,
      evidence: proof,
      isRefused: false,
    },
    placesWith(`${place}s with machines`, machines),
    placesWith(
      `${place}s with machines that run`,
      machines.filter(({ state }) => state === 'running'),
    ),
    placesWith(`${place}s with things made`, incident.resources),
    placesWith(
      `${place}s with things that run`,
      incident.resources.filter(({ state }) => state === 'running' || state === 'active'),
    ),
    placesWith(`${place}s with refusals`, incident.failed),
    placesWith(`${place}s with acts against the defence`, incident.impairment),
    placesWith(`${place}s with machines or refusals`, [...machines, ...incident.failed]),
    ...placesOfActs(incident, place),
  ];
}

/** In how many places each kind of act was done, as the sentences of the timeline name them. */
const placesOfActs = ({ timeline, ...incident }: Incident, place: 'region' | 'account'): readonly Countable[] =>
  [...Map.groupBy(timeline, ({ actor, action }) => JSON.stringify([actor?.uid, action])).values()].map((acts) => {
    const named = (place === 'region' ? incident.regions : incident.accounts).filter((name) =>
      acts.some(({ text }) => text.includes(name)),
    );
    const { evidence } = list(place, acts);
    const text = `${acts[0]?.action ?? 'an act'} was called in ${counted(named.length, place)}`;
    return { text, count: named.length, evidence, isRefused: false, part: 'done' };
  });

function credentialsOf({ credentials, ...incident }: Incident): readonly Countable[] {
  const once = distinct(credentials, ({ uid, account }) => JSON.stringify([uid, account]));
  const by = (access: string) =>
    distinct(
      credentials.filter((one) => one.access === access),
      ({ uid }) => uid,
    );
  return [
    ...claimsOf(incident, 'held').flatMap(({ text, value, evidence }) =>
      typeof value === 'number' ? [{ text, count: value, evidence, isRefused: false }] : [],
    ),
    list('credentials in reach', once),
    list('credentials held', by('held')),
    list('credentials made', by('created')),
    list('credentials readable', by('readable')),
    ...kindsOf(once, ({ type }) => type),
  ];
}

/** One attempt may be several records, so that both are counts of the same. */
function attemptsOf(incident: Incident): readonly Countable[] {
  const calls = incident.failed.reduce((sum, { count }) => sum + count, 0);
  return [
    ...told(incident, 'door-guesses', 'refused'),
    { ...list('refusals', incident.failed), count: calls, text: `${calls} calls or sign-ins were refused` },
    list('kinds of refusals', incident.failed),
    ...kindsOf(incident.failed, ({ error }) => error),
    ...incident.failed.map(({ operation, count, evidence }) => ({
      text: `${operation} refused ${count} times`,
      count,
      evidence,
      isRefused: false,
    })),
  ];
}
