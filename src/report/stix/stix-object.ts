import { createHash } from 'node:crypto';
import type { Confidence } from '../../model/claim.ts';
import type { Cited } from '../../model/evidence.ts';
import { compareText, type Instant } from '../../model/instant.ts';

/** One object of a STIX 2.1 bundle. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

type Content = Readonly<Record<string, unknown>>;

/** Under which ids of observables are made, and nothing else. Source: STIX 2.1, section 2.9 */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** Ours, for all other objects. */
const ownNamespace = '5b0f3c86-7d2e-4a41-9c55-0e6c1f9d7a2b';

/** What is the same in every incident has the same date in every bundle: two bundles never hold two versions of it. */
const timeless = '2026-01-01T00:00:00.000Z';

export const producer: StixObject = named('identity', timeless, { name: 'Beewolf', identity_class: 'system' });

/**
 * A bundle names accounts of the victim: it stays inside until somebody decides otherwise. Source:
 * https://github.com/oasis-open/cti-stix-common-objects/tree/main/extension-definition-specifications/tlp-2.0
 */
export const marking: StixObject = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:AMBER+STRICT',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'amber+strict',
    },
  },
};

const own = { created_by_ref: producer.id, object_marking_refs: [marking.id] };

/** An object of this incident alone; its id follows from all that it says, so another content is another object. */
export const ofIncident = (type: string, created: Instant, content: Content): StixObject =>
  named(type, stamp(created), { ...own, ...content });

/** An object that means the same in every incident. */
export const ofAll = (type: string, content: Content): StixObject =>
  named(type, timeless, { created_by_ref: producer.id, ...content });

function named(type: string, created: string, content: Content): StixObject {
  const told = { created, modified: created, ...content };
  return { type, spec_version: '2.1', id: `${type}--${uuid5(ownNamespace, { type, ...told })}`, ...told };
}

type Link = readonly [source: StixObject, kind: string, target: StixObject];

export const relation = (created: Instant, [source, kind, target]: Link, more: Content = {}): StixObject =>
  ofIncident('relationship', created, {
    relationship_type: kind,
    source_ref: source.id,
    target_ref: target.id,
    ...more,
  });

/** A thing that was seen. `contributing` are the properties from which the specification makes its id. */
export const observable = (type: string, contributing: Content, others: Content = {}): StixObject => ({
  type,
  spec_version: '2.1',
  id: `${type}--${uuid5(observableNamespace, contributing)}`,
  object_marking_refs: own.object_marking_refs,
  ...contributing,
  ...others,
});

export const bundleOf = (objects: readonly StixObject[]): StixObject => ({
  type: 'bundle',
  id: `bundle--${uuid5(
    ownNamespace,
    objects.map(({ id }) => id),
  )}`,
  objects,
});

/** A point in time with milliseconds, as the specification wants them; a leap second is the one before. */
export function stamp(instant: Instant): string {
  const [whole = '', fraction = ''] = instant.slice(0, -1).split('.');
  return `${whole.replace(/:60$/, ':59')}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

/** What an object rests on; `beewolf evidence` resolves each. */
export const evidenceOf = ({
  evidence,
}: Pick<Cited, 'evidence'>): readonly { source_name: string; external_id: string }[] =>
  evidence.map((ref) => ({ source_name: 'beewolf-evidence', external_id: ref }));

/** The middle of what the scale of low, medium and high stands for. Source: STIX 2.1, appendix A */
export const confidenceIn: Readonly<Record<Confidence, number>> = { confirmed: 85, likely: 50, possible: 15 };

/** Name-based, version 5. Source: RFC 9562; the name is canonical JSON by RFC 8785 */
function uuid5(namespace: string, content: unknown): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(canonical(content))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
