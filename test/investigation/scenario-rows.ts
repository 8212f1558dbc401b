export interface Row {
  /** The folder under scenarios/. */
  readonly name: string;
  /** How many events of ordinary life are played around it in the quick tests. */
  readonly events: number;
  /** How much of the ordinary life on machines, where it is one of machines alone. */
  readonly scale?: number;
  /** What the investigation does not meet yet, and what it lacks. A test fails as soon as it does meet it. */
  readonly missing: Readonly<Record<string, string>>;
  /** What it lacks besides when all of the ordinary life is there. */
  readonly missingInFull?: Readonly<Record<string, string>>;
}

const adminTaken = 'an administrator who makes a user two days before is taken for the beginning';

export const rows: readonly Row[] = [
  {
    name: 'aws-ambersquid',
    events: 1_000,
    missing: {},
  },
  {
    name: 'aws-dangerdev',
    events: 1_000,
    missing: {},
  },
  { name: 'aws-leaked-key', events: 600, missing: {} },
  {
    name: 'aws-november-2025',
    events: 1_000,
    missing: {},
  },
  {
    name: 'aws-role-chain',
    events: 2_500,
    missing: {},
  },
  { name: 'aws-role-chain-quiet', events: 2_500, missing: {} },
  {
    name: 'oci-build-server',
    events: 700,
    missing: {
      'begins with the intruder': 'what he was refused before his key opened is left out',
      'tells every program that the intruder ran': 'what he ran in the open session five hours later is left out',
      'gives the names and ports of the other ends':
        'whom a program spoke to that fetched something, or sent much, is no indicator yet',
      'leaves the owner and ordinary life alone': 'timetables and services act as root, as the intruder does',
      'holds none of the owners for an intruder':
        'services that nobody signed in for, and names without a caller, count as actors',
    },
  },
  { name: 'oci-build-server-quiet', events: 700, missing: {} },
  { name: 'oci-leaked-key', events: 900, missing: {} },
  { name: 'oci-leaked-key-quiet', events: 900, missing: {} },
  {
    name: 'ssh-noise',
    events: 0,
    scale: 1,
    missing: {
      'names the user and the key that came in': adminTaken,
      'finds the door: when, how and from where': adminTaken,
      'begins with the intruder': adminTaken,
      'tells every program that the intruder ran':
        'what he ran as dana, without sudo, is left out where omar is the beginning',
      'gives the names and ports of the other ends':
        'whom a program spoke to that fetched something is no indicator yet',
      'counts nothing of the owner among the ways back in': adminTaken,
      'leaves the owner and ordinary life alone': 'timetables and services act as root, as the intruder does',
      'holds none of the owners for an intruder': adminTaken,
    },
  },
  {
    name: 'ssh-noise-quiet',
    events: 0,
    scale: 1,
    missing: {
      'no incident is grave': 'who makes a colleague a user with all rights is a grave incident on a machine',
    },
  },
];
