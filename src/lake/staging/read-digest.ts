import type { Digest } from '../../model/source.ts';

/** One file that a digest lists, or the digest before it. */
export interface Listed {
  readonly kind: 'log' | 'digest';
  /** As the digest has it, without the folders in front where names are unique. */
  readonly name: string;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  readonly hash_of: Digest['hashOf'];
  readonly names: Digest['names'];
  readonly account: string | null;
  readonly region: string | null;
  /** When the first and last record of the file happened, RFC 3339. */
  readonly first: string | null;
  readonly last: string | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether text that begins so may be a digest; cheap, since it is asked of every object that is no array. */
export const mayBeDigest = (head: Buffer, digests: readonly Digest[]): boolean =>
  digests.some(({ recognise }) => recognise.every((key) => head.includes(`"${key}"`)));

/** What a digest lists, or null where the text is none. An entry without name or SHA-256 cannot be verified and is left out. */
export function readDigest(text: string, digests: readonly Digest[]): readonly Listed[] | null {
  const document = objectOf(text);
  const digest =
    document &&
    digests.find(
      ({ recognise, entries }) =>
        recognise.every((key) => Object.hasOwn(document, key)) && Array.isArray(document[entries]),
    );
  if (!document || !digest) return null;
  const entries = document[digest.entries] as readonly unknown[];
  const account = digest.account === undefined ? null : textAt(document, digest.account);
  const before =
    digest.before &&
    listed(document, { ...digest, ...digest.before, hashOf: 'text', span: undefined }, { kind: 'digest', account });
  return [...entries.flatMap((entry) => listed(entry, digest, { kind: 'log', account })), ...(before ?? [])];
}

type Keys = Pick<Digest, 'name' | 'hash' | 'hashOf' | 'names' | 'region'> & {
  readonly span?: Digest['span'] | undefined;
};

function listed(entry: unknown, digest: Keys, of: Pick<Listed, 'kind' | 'account'>): readonly Listed[] {
  if (!isObject(entry)) return [];
  const name = textAt(entry, digest.name);
  const hash = textAt(entry, digest.hash)?.toLowerCase();
  if (name === null || hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) return [];
  const region = digest.region === undefined ? null : new RegExp(digest.region).exec(name)?.[1];
  return [
    {
      ...of,
      name,
      hash,
      hash_of: digest.hashOf,
      names: digest.names,
      region: region ?? null,
      first: digest.span ? textAt(entry, digest.span.first) : null,
      last: digest.span ? textAt(entry, digest.span.last) : null,
    },
  ];
}

function objectOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
