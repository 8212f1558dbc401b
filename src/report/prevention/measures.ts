import ipaddr from 'ipaddr.js';
import { ownHops } from '../../model/own-hops.ts';
import type { Traceable, TracedIncident } from '../../model/traced.ts';
import { claimsOfKind, lookedAt } from '../grounds.ts';
import { claims, either, techniques, type Measure } from './measure.ts';

/** In the order in which they are advised: doors first, then what was done inside, then what would have told of it. */
export const measures: readonly Measure[] = [
  {
    id: 'close-sign-in',
    what: 'Take sign-ins to machines off the internet: let them in from a VPN or bastion only',
    why: 'somebody signed in to a machine from a public address',
    shownBy: signInsFromOutside,
  },
  {
    id: 'second-factor',
    what: 'Ask people for a second factor at every sign-in, to machines and consoles alike',
    why: 'a key or password alone was enough; no record of these sign-ins tells of a second factor',
    shownBy: either(claims('door'), signInsWithoutSecondFactor, passwordsHeld),
  },
  {
    id: 'scan-for-secrets',
    what: 'Search repositories with their history, build logs and images for keys, at every push',
    why: 'a lasting key was in other hands, and no log tells where it was copied from',
    shownBy: lastingKeysHeld,
  },
  {
    id: 'short-lived-credentials',
    what: 'Replace lasting keys by credentials that expire within hours, and bind them to networks',
    why: 'a key that lasts works for whoever copied it, until somebody notices',
    shownBy: lastingKeysHeld,
  },
  {
    id: 'protect-metadata',
    what: 'Demand session tokens at the metadata service of machines, and give machines no more rights than they use',
    why: 'credentials of a machine were taken from its metadata service',
    shownBy: techniques('T1552.005'),
  },
  {
    id: 'narrow-trust',
    what: 'Let each role be assumed by named identities only, across accounts above all',
    why: 'one identity led to others',
    shownBy: (incident) => ownHops(incident),
  },
  {
    id: 'watch-identities',
    what: 'Raise an alert for each new user, key and grant of rights, and have a second person approve it',
    why: 'users, keys or rights were made that open a way back in',
    shownBy: either(techniques('T1136', 'T1098'), ({ persistence }) => persistence),
  },
  {
    id: 'manage-rights-on-machines',
    what: 'Keep the rules of sudo and the timetables of machines in configuration management, and undo what differs',
    why: 'both were changed on a machine by hand',
    shownBy: techniques('T1548.003', 'T1053.003'),
  },
  {
    id: 'no-programs-in-temporary-folders',
    what: 'Mount temporary folders so that nothing runs from them, and raise an alert for programs in hidden ones',
    why: 'programs were laid there under names that pass for others',
    shownBy: techniques('T1564.001', 'T1036'),
  },
  {
    id: 'limit-egress',
    what: 'Let machines reach only the names and ports that their work needs, and log what is refused',
    why: 'a machine reached a pool, or sent data where it had never sent any',
    shownBy: either(claims('mining-connection', 'sent-unexplained', 'sent-to-pools'), techniques('T1048')),
  },
  {
    id: 'close-unused-regions',
    what: 'Deny every region that is not in use, for the whole organisation',
    why: 'things were started in several regions',
    shownBy: (incident) => (incident.regions.length > 2 ? claimsOfKind(incident.claims, 'regions') : []),
  },
  {
    id: 'lower-quotas',
    what: 'Lower quotas to what is in use, and raise an alert where somebody asks for more',
    why: 'quotas allowed the intruder to start what he wanted',
    shownBy: claims('launched', 'gpu'),
  },
  {
    id: 'budget-alerts',
    what: 'Set a budget with an alert for each account and region, by the hour',
    why: 'the intrusion cost more than would have been paid without it',
    shownBy: ({ cost }) => (cost !== null && (cost.incremental ?? 0) > 0 ? [cost] : []),
  },
  {
    id: 'guard-the-logs',
    what: 'Keep logs where the accounts that they watch cannot change them, and raise an alert where one falls silent',
    why: 'the intruder touched the defences',
    shownBy: ({ impairment }) => impairment,
  },
  {
    id: 'detect-threats',
    what: 'Switch on the threat detection that the provider offers, in every account and region, and collect its alerts',
    why: 'no alert is among the records read',
    shownBy: (incident) => (incident.alerts.length === 0 ? lookedAt(incident) : []),
  },
  {
    id: 'detect-load',
    what: 'Raise an alert where the processors of a machine stay busy as never before for half an hour',
    why: 'the first alert came more than an hour after the intruder',
    shownBy: (incident) =>
      claimsOfKind(incident.claims, 'dwell-detection').filter(({ value }) => typeof value === 'number' && value > 60),
  },
  {
    id: 'keep-evidence',
    what: 'Copy the disks and the memory of a machine before it is ended; let the tools of responders do it by themselves',
    why: 'a machine was ended without a copy: what only it knew is lost',
    shownBy: either(
      (incident) => claimsOfKind(incident.claims, 'evidence-kept').filter(({ value }) => value === false),
      ({ plan }) => plan?.steps.filter(({ phase, status }) => phase === 'preserve' && status === 'too-late') ?? [],
    ),
  },
  {
    id: 'log-reads',
    what: 'Log reads of stored data, bucket by bucket and database by database',
    why: 'whether data was read cannot be told from these logs',
    shownBy: ({ data_exposure: exposed }) => (exposed !== null && exposed.unknown.length > 0 ? [exposed] : []),
  },
  {
    id: 'close-log-gaps',
    what: 'Switch on and collect the logs that were missing here',
    why: 'no one can say what happened there',
    shownBy: ({ coverage }) => coverage.filter(({ state }) => state !== 'seen'),
  },
];

const inside = new Set(['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'carrierGradeNat']);

function signInsFromOutside(incident: TracedIncident): readonly Traceable[] {
  return claimsOfKind(incident.claims, 'door').filter(({ value }) => {
    // Reports are built of incidents whose addresses are defanged.
    const address = String(value).replaceAll(/[[\]]/g, '');
    return ipaddr.isValid(address) && !inside.has(ipaddr.process(address).range());
  });
}

function signInsWithoutSecondFactor({ findings }: TracedIncident): readonly Traceable[] {
  return findings.filter(({ rule }) => /without (?:a )?second factor/i.test(rule.title));
}

function lastingKeysHeld({ credentials }: TracedIncident): readonly Traceable[] {
  return credentials.filter(({ type, access }) => access === 'held' && type === 'key');
}

function passwordsHeld({ credentials }: TracedIncident): readonly Traceable[] {
  return credentials.filter(({ type }) => type.endsWith('password'));
}
