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
  { name: 'oci-build-server', events: 700, missing: {} },
  { name: 'oci-build-server-quiet', events: 700, missing: {} },
  { name: 'oci-leaked-key', events: 900, missing: {} },
  { name: 'oci-leaked-key-quiet', events: 900, missing: {} },
  { name: 'ssh-noise', events: 0, scale: 1, missing: {} },
  { name: 'ssh-noise-quiet', events: 0, scale: 1, missing: {} },
];
