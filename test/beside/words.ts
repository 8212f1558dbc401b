import type { Of } from '../../src/report/check/statement.ts';
import { machineIncident } from './machine.ts';
import { exact } from './saying.ts';
import type { Case, Said } from './saying.ts';

const cause = (name: Of<'cause'>['cause'], isDenied = false): Said => ({ about: 'cause', cause: name, isDenied });
const denial = (of: Of<'denial'>['of'], words = 'none'): Said => ({ about: 'denial', of, words });
const deed = (of: Of<'deed'>['of'], words = 'done'): Said => ({ about: 'deed', of, by: null, words });
const technique = (id: string): Said => ({ about: 'technique', id, name: null });
const named = (type: Of<'indicator'>['type'], value: string, more: Partial<Of<'indicator'>> = {}): Said => ({
  about: 'indicator',
  type,
  value,
  isListed: false,
  role: null,
  ...more,
});
const cited = (words: string): Said => ({ ...denial('data-read'), words });
const listed = (type: Of<'indicator'>['type'], value: string): Said => named(type, value, { isListed: true });

const wholeList = machineIncident.indicators
  .filter(({ type }) => type !== 'port')
  .map(({ type, value }) => listed(type as Of<'indicator'>['type'], value));
const [key] = machineIncident.credentials;
const made = key === undefined ? [] : [{ ...key, uid: 'AKIAIOSFODNN7EXAMPLE', access: 'created' as const }];
const read = {
  data_exposure: {
    read: [
      {
        resource: 'bucket-1',
        objects: 12,
        bytes: 4e9,
        first: '2026-02-10T10:00:00Z',
        last: '2026-02-10T10:05:00Z',
        actor: null,
        evidence: ['x'],
        evidence_count: 1,
      },
    ],
    unknown: [],
    evidence: ['x'],
    evidence_count: 1,
  },
};
const [anyClaim] = machineIncident.claims;
const secret =
  anyClaim === undefined
    ? []
    : [{ ...anyClaim, claim_uid: 'abcdef123456-secrets', text: 'Secrets were read in 2 calls', value: 2 }];
const quiet = { timeline: machineIncident.timeline.slice(0, 2), claims: [] };
const whole = { coverage: machineIncident.coverage.filter(({ state }) => state === 'seen') };
const openWay = { persistence: machineIncident.persistence.map(({ ended: _, ...laid }) => laid) };

export const wordCases: readonly Case[] = [
  {
    check: 'causes',
    name: 'guessing, where a key opened',
    says: [cause('brute-force')],
    finds: 'contradicted',
    why: /with the key SHA256:abc .*noise/,
  },
  {
    check: 'causes',
    name: 'guessing, where nothing speaks of a key',
    says: [cause('brute-force')],
    on: { claims: [], root: null, root_absent_reason: 'none', root_cause: null },
    finds: 'unsupported',
  },
  { check: 'causes', name: 'guessing denied', says: [cause('brute-force', true)], finds: 'supported' },
  {
    check: 'causes',
    name: 'a leak that no log tells',
    says: [cause('leaked-key')],
    finds: 'unsupported',
    why: /cannot be proven from logs/,
  },
  { check: 'causes', name: 'a key in other hands', says: [cause('stolen-key')], finds: 'supported' },
  {
    check: 'causes',
    name: 'a weak passphrase',
    says: [cause('weak-passphrase')],
    finds: 'unsupported',
    why: /passphrase/,
  },
  { check: 'causes', name: 'a door that only helps', says: [cause('exposed-service')], finds: null },
  { check: 'techniques', name: 'a technique of the records', says: [technique('T1496.001')], finds: 'supported' },
  { check: 'techniques', name: 'its parent', says: [technique('T1496')], finds: 'supported' },
  { check: 'techniques', name: 'an id of before', says: [technique('T1562.008')], finds: 'supported' },
  {
    check: 'techniques',
    name: 'another technique',
    says: [technique('T1584')],
    finds: 'unsupported',
    why: /T1496\.001/,
  },
  {
    check: 'denials',
    name: 'no data read, where a file was sent away',
    says: [denial('data-read', 'No data accessed')],
    finds: 'contradicted',
    why: /sent \/var\/tmp\/b\.tar from build-7 to 203\.0\.113\.89 port 8080 by curl at .*13:31:05Z/,
  },
  {
    check: 'denials',
    name: 'no data of customers, where a file was sent away',
    says: [denial('data-read', 'No customer data accessed')],
    finds: 'unsupported',
    why: /object store/,
  },
  {
    check: 'denials',
    name: 'no data read, where reads are on record',
    says: [denial('data-read', 'No customer data accessed')],
    on: read,
    finds: 'contradicted',
    why: /12 objects of bucket-1 \(4\.0 GB\)/,
  },
  {
    check: 'denials',
    name: 'no data read, where a secret was',
    says: [denial('data-read', 'No data was accessed')],
    on: { claims: secret },
    finds: 'contradicted',
    why: /Secrets were read/,
  },
  {
    check: 'denials',
    name: 'no theft of data, where a secret was read',
    says: [denial('data-read', 'no evidence of data theft')],
    on: { claims: secret },
    finds: 'unsupported',
  },
  {
    check: 'denials',
    name: 'no data read, where that log was not read',
    says: [denial('data-read')],
    on: quiet,
    finds: 'unsupported',
    why: /cannot tell of objects read/,
  },
  {
    check: 'denials',
    name: 'no data read, where it was examined',
    says: [denial('data-read')],
    on: { ...quiet, data_exposure: { read: [], unknown: [], evidence: ['x'], evidence_count: 1 } },
    finds: 'supported',
  },
  {
    check: 'denials',
    name: 'no way back, where one is open',
    says: [denial('persistence')],
    on: openWay,
    finds: 'contradicted',
    why: /helper7/,
  },
  {
    check: 'denials',
    name: 'no way back that remains',
    says: [denial('persistence', 'no persistence remains')],
    finds: 'supported',
  },
  {
    check: 'denials',
    name: 'no way back, where logs are missing',
    says: [denial('persistence')],
    on: { persistence: [] },
    finds: 'unsupported',
  },
  {
    check: 'denials',
    name: 'no way back, where all was read',
    says: [denial('persistence')],
    on: { ...whole, persistence: [] },
    finds: 'supported',
  },
  {
    check: 'denials',
    name: 'no other region, where one was not read',
    says: [denial('other-regions')],
    finds: 'unsupported',
    why: /us-phoenix-1/,
  },
  { check: 'denials', name: 'no other region', says: [denial('other-regions')], on: whole, finds: 'supported' },
  {
    check: 'denials',
    name: 'no other region, where there are',
    says: [denial('other-regions')],
    on: { regions: ['us-ashburn-1', 'eu-frankfurt-1', 'uk-london-1'] },
    finds: 'contradicted',
  },
  {
    check: 'denials',
    name: 'no other region than those it names',
    says: [named('region', 'US East (Ashburn)'), named('region', 'Frankfurt'), denial('other-regions')],
    on: { ...whole, regions: ['us-ashburn-1', 'eu-frankfurt-1'] },
    finds: 'supported',
  },
  { check: 'denials', name: 'no step to others', says: [denial('lateral-movement')], on: whole, finds: 'supported' },
  {
    check: 'denials',
    name: 'no step to others, in two accounts',
    says: [denial('lateral-movement')],
    on: { ...whole, accounts: ['123456789012', '111122223333'] },
    finds: 'contradicted',
  },
  {
    check: 'denials',
    name: 'no access left, where a key was made',
    says: [denial('remaining-access')],
    on: { credentials: made },
    finds: 'contradicted',
  },
  {
    check: 'denials',
    name: 'no access left, where nothing says so',
    says: [denial('remaining-access')],
    finds: 'unsupported',
  },
  { check: 'denials', name: 'no cost', says: [denial('cost')], finds: 'supported' },
  { check: 'denials', name: 'no harm to a name', says: [denial('reputation')], finds: null },
  { check: 'deeds', name: 'cut off, and silent from then on', says: [deed('traffic-blocked')], finds: 'supported' },
  {
    check: 'deeds',
    name: 'cut off, and it went on to send',
    says: [deed('traffic-blocked')],
    on: {
      claims: machineIncident.claims.map((one) => (one.claim_uid.endsWith('isolation-1') ? { ...one, value: 2 } : one)),
    },
    finds: 'contradicted',
  },
  {
    check: 'deeds',
    name: 'a copy that no record shows',
    says: [deed('snapshot')],
    finds: 'unsupported',
    why: /no record before tells of a copy/,
  },
  {
    check: 'deeds',
    name: 'a key withdrawn of which no log tells',
    says: [deed('credential-revoked')],
    finds: 'unsupported',
  },
  {
    check: 'deeds',
    name: 'a key withdrawn that is active where the log was read',
    says: [deed('credential-revoked')],
    on: { credentials: made.map((one) => ({ ...one, account: '123456789012' })) },
    finds: 'contradicted',
  },
  {
    check: 'deeds',
    name: 'a key withdrawn',
    says: [deed('credential-revoked')],
    on: { credentials: made.map((one) => ({ ...one, state: 'disabled' as const })) },
    finds: 'supported',
  },
  { check: 'deeds', name: 'ended', says: [deed('termination')], finds: 'supported' },
  { check: 'deeds', name: 'contained', says: [deed('containment')], finds: 'supported' },
  {
    check: 'deeds',
    name: 'contained, with a way back open',
    says: [deed('containment')],
    on: openWay,
    finds: 'contradicted',
  },
  {
    check: 'deeds',
    name: 'ended, by the provider',
    says: [{ about: 'deed', of: 'termination', by: 'provider' }],
    finds: 'unsupported',
    why: /olga called/,
  },
  {
    check: 'deeds',
    name: 'quick, after six hours',
    says: [deed('rapid-detection')],
    finds: 'contradicted',
    why: /6 h 15 min/,
  },
  { check: 'cited-records', name: 'a claim that it has', says: [cited('as abcdef123456-door-1 says')], finds: null },
  {
    check: 'cited-records',
    name: 'a claim that it has not',
    says: [cited('as Beewolf confirmed (abcdef123456-no-data)')],
    finds: 'contradicted',
    why: /no claim abcdef123456-no-data/,
  },
  { check: 'cited-records', name: 'a record that it cites', says: [cited('see linux.auth:08:15:02')], finds: null },
  {
    check: 'cited-records',
    name: 'a record that nothing cites',
    says: [cited('see linux.auth:0123456789abcdef')],
    finds: 'unsupported',
  },
  {
    check: 'causes',
    name: "the incident's own words for it",
    says: [{ ...cause('leaked-key'), words: 'Leaked key of deploy ran a miner on build-7' }],
    finds: 'supported',
    why: /in these words/,
  },
  {
    check: 'ratings',
    name: 'the level',
    says: [{ about: 'rating', scale: 'severity', word: 'high', score: null }],
    finds: 'supported',
  },
  {
    check: 'ratings',
    name: 'another scale',
    says: [{ about: 'rating', scale: 'severity', word: 'critical', score: exact(95) }],
    finds: 'unsupported',
    why: /high, 72 of 100/,
  },
  {
    check: 'indicators',
    name: 'his address',
    says: [named('ip', '203.0.113.89', { role: 'attacker' })],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'another address in its place',
    says: [named('ip', '203.0.113.98', { role: 'attacker' })],
    finds: 'contradicted',
    why: /came from 203\.0\.113\.89/,
  },
  {
    check: 'indicators',
    name: 'another address beside it',
    says: [named('ip', '203.0.113.89', { role: 'attacker' }), named('ip', '203.0.113.98', { role: 'attacker' })],
    finds: 'unsupported',
  },
  {
    check: 'indicators',
    name: 'another key in its place',
    says: [named('key', 'SHA256:abd', { role: 'attacker' })],
    finds: 'contradicted',
    why: /used SHA256:abc/,
  },
  {
    check: 'indicators',
    name: 'another key beside it',
    says: [named('key', 'SHA256:abc', { role: 'attacker' }), named('key', 'SHA256:abd', { role: 'attacker' })],
    finds: 'unsupported',
  },
  {
    check: 'indicators',
    name: 'another key beside it, cut',
    says: [named('key', 'SHA256:a…c', { role: 'attacker' }), named('key', 'SHA256:abd', { role: 'attacker' })],
    finds: 'unsupported',
  },
  {
    check: 'indicators',
    name: 'another key that is not said to be his',
    says: [named('key', 'SHA256:abd')],
    finds: 'unsupported',
  },
  {
    check: 'indicators',
    name: "its owner's address, listed",
    says: [listed('ip', '198.51.100.7')],
    finds: 'contradicted',
    why: /owner/,
  },
  {
    check: 'indicators',
    name: "its owner's address, told as such",
    says: [named('ip', '198.51.100.7', { role: 'victim' })],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'noise at the door, listed',
    says: [listed('ip', '198.51.100.100')],
    finds: 'contradicted',
    why: /noise/,
  },
  {
    check: 'indicators',
    name: 'a name and its port',
    says: [listed('domain', 'pool.example.com:3333')],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'an address with a port of another',
    says: [listed('ip', '203.0.113.89:3333')],
    finds: 'contradicted',
    why: /with port 8080/,
  },
  {
    check: 'indicators',
    name: 'a port beside a name',
    says: [{ ...named('port', '3333'), words: 'pool.example[.]com:3333' }],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'a port of another beside a name',
    says: [{ ...named('port', '8080'), words: 'pool.example[.]com:8080' }],
    finds: 'contradicted',
  },
  {
    check: 'indicators',
    name: 'a URL without its scheme',
    says: [listed('url', 'paste.example.net/raw/xyz')],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'a URL that no record names',
    says: [listed('url', 'paste.example.net/raw/abc')],
    finds: 'unsupported',
  },
  { check: 'indicators', name: 'a hash that was cut', says: [listed('hash', '7a8b9c0d1e2f…')], finds: 'supported' },
  {
    check: 'indicators',
    name: 'another hash that was cut',
    says: [listed('hash', '7a8b9c0d1e2e…')],
    finds: 'unsupported',
  },
  {
    check: 'indicators',
    name: 'a path in a command',
    says: [named('file', '/tmp/.systemd/systemd-update')],
    finds: 'supported',
  },
  {
    check: 'indicators',
    name: 'a path that is longer',
    says: [named('file', '/tmp/.systemd/systemd')],
    finds: 'unsupported',
  },
  { check: 'indicators', name: 'a machine of the incident', says: [named('machine', 'build-7')], finds: 'supported' },
  {
    check: 'indicators',
    name: 'a machine of which it knows nothing',
    says: [named('machine', 'build-8')],
    finds: 'unsupported',
  },
  { check: 'indicators', name: 'a region in words', says: [named('region', 'US East (Ashburn)')], finds: 'supported' },
  {
    check: 'left-out',
    name: 'a list without the half of it',
    says: [listed('ip', '203.0.113.89')],
    finds: 'unsupported',
    why: /pool\.example\.com/,
  },
  { check: 'left-out', name: 'a whole list', says: wholeList, finds: null },
  { check: 'left-out', name: 'no list', says: [named('ip', '203.0.113.89')], finds: null },
  {
    check: 'namings',
    name: 'a program by its file',
    says: [{ about: 'naming', of: 'software', name: 'XMRig' }],
    finds: 'supported',
  },
  {
    check: 'namings',
    name: 'another program',
    says: [{ about: 'naming', of: 'software', name: 'SRBMiner' }],
    finds: 'unsupported',
  },
  {
    check: 'namings',
    name: 'the shape',
    says: [{ about: 'naming', of: 'shape', name: 'VM.Standard.E3.Flex' }],
    finds: 'supported',
  },
  {
    check: 'namings',
    name: 'another shape',
    says: [{ about: 'naming', of: 'shape', name: 'VM.Standard.E4.Flex' }],
    finds: 'contradicted',
  },
  {
    check: 'namings',
    name: 'a log of another cloud',
    says: [{ about: 'naming', of: 'log', name: 'Cloud Trail' }],
    finds: 'contradicted',
    why: /Audit/,
  },
  { check: 'namings', name: 'a log of this cloud', says: [{ about: 'naming', of: 'log', name: 'Audit' }], finds: null },
];
