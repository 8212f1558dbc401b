import { describe, expect, test } from 'vitest';
import { bareIncident, richIncident } from '../../../test/incident-fixture.ts';
import type { Incident } from '../../model/incident.ts';
import { renderStix } from './render-stix.ts';
import { observable, type StixObject } from './stix-object.ts';

const objectsOf = (incident: Incident): readonly StixObject[] =>
  (JSON.parse(renderStix(incident)) as { readonly objects: readonly StixObject[] }).objects;

const rich = objectsOf(richIncident);
const ofType = (type: string, objects = rich): readonly StixObject[] => objects.filter((one) => one.type === type);

test('ids of observables are those that the reference library of OASIS makes', () => {
  expect([
    observable('ipv4-addr', { value: '198.51.100.3' }).id,
    observable('user-account', { user_id: 'a', account_login: 'b' }).id,
    observable('file', { hashes: { 'SHA-256': 'a'.repeat(64) } }).id,
    observable('software', { name: 'x' }).id,
  ]).toEqual([
    'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
    'user-account--66df2f80-3df3-5c5d-9488-0b295313b482',
    'file--75cb38d5-2055-5354-b75a-8299a2d670b5',
    'software--e1bd4405-6ecd-5374-b3e1-ec82ba3cd528',
  ]);
});

describe('the same content is the same object', () => {
  test('whatever the order in which a record has its fields', () => {
    const turned = JSON.parse(JSON.stringify(richIncident), (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as Incident;
    expect(renderStix(turned)).toBe(renderStix(richIncident));
  });

  test('and what says something else has another id', () => {
    const claims = richIncident.claims.map((claim, index) =>
      index === 0 ? { ...claim, value: 31, text: 'more' } : claim,
    );
    const [before, after] = [rich, objectsOf({ ...richIncident, claims })].map((all) =>
      ofType('note', all).map(({ id }) => id),
    );
    expect(after?.slice(1)).toEqual(before?.slice(1));
    expect(after?.[0]).not.toBe(before?.[0]);
  });

  test('what is the same in every incident has one id and one date', () => {
    const other = objectsOf({ ...richIncident, incident_uid: 'abcdef', first_seen: '2027-01-01T00:00:00Z' });
    expect(ofType('attack-pattern', other)).toEqual(ofType('attack-pattern'));
    expect(ofType('identity', other).find(({ name }) => name === 'Beewolf')).toEqual(
      ofType('identity').find(({ name }) => name === 'Beewolf'),
    );
  });
});

test('no object stands twice, and every reference leads to one of the bundle', () => {
  const ids = rich.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const refs = [...renderStix(richIncident).matchAll(/"([a-z0-9-]+--[0-9a-f-]{36})"/g)].map(([, id]) => id);
  const known = new Set([...ids, ...refs.filter((ref) => /^(?:bundle|extension-definition)--/.test(ref ?? ''))]);
  expect(refs.filter((ref) => !known.has(ref ?? ''))).toEqual([]);
});

test('every claim is a note in its own words, with its evidence', () => {
  expect(ofType('note').map(({ content, external_references: refs }) => [content, refs])).toEqual(
    richIncident.claims.map(({ text, evidence }) => [
      text,
      evidence.map((ref) => ({ source_name: 'beewolf-evidence', external_id: ref })),
    ]),
  );
});

test('an intruder stands there only where a claim tells of one, and never with a name', () => {
  expect(ofType('intrusion-set')).toEqual([]);
  const [claim] = richIncident.claims;
  if (claim === undefined) throw new Error('the fixture has claims');
  const told = objectsOf({ ...richIncident, claims: [{ ...claim, claim_uid: '7c1e90a4d2b8-first-seen' }] });
  expect(ofType('intrusion-set', told).map(({ name }) => name)).toEqual(['Unnamed intruder of incident 7c1e90a4d2b8']);
  expect(told.filter(({ type }) => type === 'threat-actor')).toEqual([]);
  const kinds = ofType('relationship', told).map((one) => one['relationship_type']);
  expect(new Set(kinds)).toEqual(new Set(['targets', 'uses', 'based-on', 'indicates', 'related-to']));
});

test('a miner stands there only where a claim tells of one, with what shows it', () => {
  expect(ofType('malware')).toEqual([]);
  const [claim] = richIncident.claims;
  const [indicator] = richIncident.indicators;
  if (claim === undefined || indicator === undefined) throw new Error('the fixture has claims and indicators');
  const mining = { ...claim, claim_uid: '7c1e90a4d2b8-mining-command-1', evidence: indicator.evidence };
  const told = objectsOf({ ...richIncident, claims: [mining] });
  expect(ofType('malware', told).map((one) => one['description'])).toEqual([claim.text]);
  const [malware] = ofType('malware', told);
  const shown = ofType('relationship', told).filter((one) => one['target_ref'] === malware?.id);
  expect(shown.map((one) => one['relationship_type'])).toContain('indicates');
});

test('a sighting says where, if one account alone was hit', () => {
  expect(ofType('sighting').filter((one) => 'where_sighted_refs' in one)).toEqual([]);
  const [account = ''] = richIncident.accounts;
  const alone = objectsOf({ ...richIncident, accounts: [account] });
  const identity = ofType('identity', alone).find(({ name }) => name === `Cloud account ${account}`);
  for (const sighting of ofType('sighting', alone)) expect(sighting['where_sighted_refs']).toEqual([identity?.id]);
});

test('an indicator that no pattern fits is named in the report', () => {
  const [first] = richIncident.indicators;
  if (first === undefined) throw new Error('the fixture has indicators');
  const odd = objectsOf({ ...richIncident, indicators: [{ ...first, type: 'hash', value: 'no hash' }] });
  expect(ofType('indicator', odd)).toEqual([]);
  expect(ofType('report', odd)[0]?.['description']).toContain('No pattern of STIX fits hash no hash.');
});

test('an incident of which nothing is known is a bundle too', () => {
  expect(objectsOf(bareIncident).map(({ type }) => type)).toEqual([
    'identity',
    'marking-definition',
    'incident',
    'report',
  ]);
});
