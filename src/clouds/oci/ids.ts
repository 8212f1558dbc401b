import { createHash } from 'node:crypto';
import type { Random } from '../../model/simulation.ts';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
const hexDigits = '0123456789abcdef';

/*
 * Ids of Oracle's form, `ocid1.<kind>.<realm>.<region>.<unique>`; `example` stands in every one, so that nobody takes
 * them for real ones. Source: https://docs.oracle.com/en-us/iaas/Content/General/Concepts/identifiers.htm
 */

/** The two oldest regions stand in ids by their key, the others by name; what is global has none. */
const inIds: Readonly<Record<string, string>> = { 'us-ashburn-1': 'iad', 'us-phoenix-1': 'phx' };

/** Kinds whose ids begin with what tells the place of a machine. */
const placed: ReadonlySet<string> = new Set(['instance', 'vnic', 'bootvolume', 'volume', 'volumebackup', 'nodepool']);
const head = (kind: string): string => (placed.has(kind) ? 'anuwcljtexample' : 'aaaaaaaaexample');

/** The id of something new; `region` null where it belongs to none. */
export const newUid = (random: Random, kind: string, region: string | null): string =>
  uidFrom(kind, region, random.text(base32, 45));

/** The id of something that is known by its name, such as a user or a compartment: the same wherever it is asked for. */
export function namedUid(kind: string, name: string, region: string | null = null): string {
  const digest = createHash('sha256').update(`${kind}/${name}`).digest();
  return uidFrom(
    kind,
    region,
    [...digest, ...digest]
      .map((byte) => base32[byte % 32] ?? '')
      .join('')
      .slice(0, 45),
  );
}

const uidFrom = (kind: string, region: string | null, unique: string): string =>
  `ocid1.${kind}.oc1.${region === null ? '' : (inIds[region] ?? region)}.${head(kind)}${unique}`;

export const userUid = (account: string, name: string): string => namedUid('user', `${account}/${name}`);
export const groupUid = (account: string, name: string): string => namedUid('group', `${account}/${name}`);

/** The compartment of that name; the root compartment is the tenancy itself. */
export const compartmentUid = (account: string, name: string): string =>
  name === '' ? account : namedUid('compartment', `${account}/${name}`);

/** The fingerprint of an API key: sixteen bytes, with colons between. */
export const fingerprint = (random: Random): string =>
  Array.from({ length: 16 }, () => random.text(hexDigits, 2)).join(':');

export const consoleSession = (random: Random): string => `csid${random.hex(24)}example`;

/** What stands in records in place of the token of a session; it opens nothing. */
export const sessionToken = (credential: string): string =>
  `ST$eyJraWQiOiJhc3dfZXhhbXBsZSIsImFsZyI6IlJTMjU2In0.example.${createHash('sha256').update(credential).digest('hex')}`;

/** Which part of a region: `Uocm:US-ASHBURN-AD-1`, `Uocm:EU-FRANKFURT-1-AD-1`. */
export function availabilityDomain(region: string, number: number): string {
  const name = region in inIds ? region.replace(/-1$/, '') : region;
  return `Uocm:${name.toUpperCase()}-AD-${number}`;
}

/** Of `ocid1.<kind>.…`. */
export const kindOf = (uid: string): string => /^ocid1\.([a-z0-9]+)\./.exec(uid)?.[1] ?? '';
