import { expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { partAt, readPointer, traceClaims } from './traced.ts';

const traced = traceClaims(richIncident);

test('every part with evidence has a name of its own, by which it is found in the incident', () => {
  const names = [...namesIn(traced)];
  expect(names.length).toBeGreaterThan(50);
  for (const { name, evidence } of names) {
    const pointer = readPointer(name);
    const part = pointer === null ? named(name) : partAt(richIncident, pointer.path);
    expect(part, name).toMatchObject(pointer?.path[0] === 'coverage' ? {} : { evidence });
  }
  expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
});

test('claims and findings keep the names that they have', () => {
  expect(traced.claims.map(({ claim_uid: uid }) => uid)).toEqual(richIncident.claims.map(({ claim_uid: uid }) => uid));
  expect(traced.findings.map(({ claim_uid: uid }) => uid)).toEqual(
    richIncident.findings.map(({ finding_uid: uid }) => uid),
  );
});

test('only a name of that form is a pointer, and it leads to nothing that is not there', () => {
  for (const name of ['5e326b64f675', '5e326b64f675-cost', 'aws.cloudtrail:a/b', '5e326b64f675/', 'xyz/timeline/1'])
    expect(readPointer(name)).toBeNull();
  expect(partAt(richIncident, ['timeline', '9999'])).toBeUndefined();
  expect(partAt(richIncident, ['timeline', '0', 'constructor'])).toBeUndefined();
});

const named = (uid: string): unknown =>
  richIncident.claims.find(({ claim_uid: own }) => own === uid) ??
  richIncident.findings.find(({ finding_uid: own }) => own === uid);

function* namesIn(value: unknown): Generator<{ readonly name: string; readonly evidence: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  if ('claim_uid' in value && 'evidence' in value) yield { name: String(value.claim_uid), evidence: value.evidence };
  for (const part of Object.values(value)) yield* namesIn(part);
}
