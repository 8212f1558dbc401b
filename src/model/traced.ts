import { coverageRef, type Cited } from './evidence.ts';
import type { Coverage } from './coverage.ts';
import type { Incident } from './incident.ts';

/** One statement of an incident, with its own name: what a sentence of a report is traced to. */
export interface Traceable extends Cited {
  /**
   * The `claim_uid` of a claim, the `finding_uid` of a finding; of every other part the uid of the incident and the
   * JSON Pointer (RFC 6901) to it in `incident.json`: `5e326b64f675/timeline/12`.
   */
  readonly claim_uid: string;
}

/** The same value, in which every part that cites evidence has its name. */
export type Traced<Part> = Part extends readonly (infer Item)[]
  ? readonly Traced<Item>[]
  : Part extends Cited
    ? { readonly [Key in keyof Part]: Traced<Part[Key]> } & Traceable
    : Part extends object
      ? { readonly [Key in keyof Part]: Traced<Part[Key]> }
      : Part;

/** An incident of which every cited part has its name; a cell of coverage is its own evidence. */
export type TracedIncident = Traced<Omit<Incident, 'coverage'>> & {
  readonly coverage: readonly (Coverage & Traceable)[];
};

/** Names every part of an incident that cites evidence. Shape and order are those of `incident.json`. */
export function traceClaims(incident: Incident): TracedIncident {
  const coverage = incident.coverage.map((cell) => ({ ...cell, evidence: [coverageRef(cell)], evidence_count: 1 }));
  return named({ ...incident, coverage }, incident.incident_uid) as TracedIncident;
}

function named(value: unknown, uid: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, index) => named(item, `${uid}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part, `${uid}/${key}`)]));
  return 'evidence' in value ? { ...parts, claim_uid: ownName(value) ?? uid } : parts;
}

function ownName(part: object): string | null {
  if ('claim_uid' in part && typeof part.claim_uid === 'string') return part.claim_uid;
  return 'finding_uid' in part && typeof part.finding_uid === 'string' ? part.finding_uid : null;
}

/** What a name of the form `<incident_uid>/<pointer>` points at, or null where it is not of that form. */
export function readPointer(uid: string): { readonly incident: string; readonly path: readonly string[] } | null {
  const [, incident = '', path = ''] = /^([0-9a-f]{6,64})\/([a-z0-9_]+(?:\/[a-z0-9_]+)*)$/.exec(uid) ?? [];
  return incident === '' ? null : { incident, path: path.split('/') };
}

/** The part of an incident that stands there; undefined where nothing does. */
export function partAt(incident: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? (part as Readonly<Record<string, unknown>>)[key]
        : undefined,
    incident,
  );
}
