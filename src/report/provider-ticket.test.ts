import { describe, expect, test } from 'vitest';
import { bareIncident, hostileIncident, richIncident } from '../../test/incident-fixture.ts';
import type { Claim } from '../model/claim.ts';
import type { Incident } from '../model/incident.ts';
import type { ProviderCase } from '../model/provider-case.ts';
import { renderProviderTicket } from './provider-ticket.ts';

const nimbus: ProviderCase = {
  cloud: 'aws',
  provider: 'Nimbus Care',
  subject: 'Please waive',
  account: 'Vault',
  compartment: 'Shelf',
  openedAt: ['Nimbus console, Help'],
  asks: ['A credit'],
  conditions: [
    { text: 'Keys are off', shownBy: 'credentials' },
    { text: 'Ways back are gone', shownBy: 'ways-back' },
    { text: 'Nothing runs', shownBy: 'resources' },
    { text: 'Root is safe', shownBy: 'hand' },
  ],
  toFillIn: ['Telephone'],
};

const ticket = (incident: Incident): string => renderProviderTicket(incident, [nimbus]) ?? '';

const claim = (kind: string, text: string, value: number): Claim => ({
  claim_uid: `7c1e90a4d2b8-${kind}`,
  subject: '7c1e90a4d2b8',
  text,
  value,
  unit: 'USD',
  confidence: 'likely',
  method: 'hours × price',
  evidence: ['table:prices@2026-01-01'],
  evidence_count: 1,
  contradicts: [],
});

const costed: Incident = {
  ...richIncident,
  claims: [
    claim('cost', 'It cost 1,524.10 USD', 1524.1),
    claim('cost-per-hour', 'It costs 28.76 USD an hour', 28.76),
    claim('cost-line-1', '4 machines: 1,524.10 USD', 1524.1),
    claim('launched', '30 resources were launched', 30),
  ],
};

test('holds the window, identities, resources, actions, cost and what is asked, in this order', () => {
  const headings = [...ticket(costed).matchAll(/^##? (.*)$/gm)].map(([, title]) => title);
  expect(headings).toEqual([
    'Please waive',
    'To Nimbus Care',
    '1. What we ask',
    '2. Window',
    '3. Accounts, identities and credentials',
    '4. Resources of the unauthorized activity',
    '5. Actions taken',
    '6. Cost',
    '7. What we cannot see',
    '8. Filled in by hand',
    'Evidence',
  ]);
});

test('every amount of money is a claim, named beside it, with its evidence', () => {
  const lines = ticket(costed)
    .split('\n')
    .filter((line) => /\d USD/.test(line));
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => !/`7c1e90a4d2b8-cost[a-z0-9-]*`/.test(line) || !/\[E\d/.test(line))).toEqual([]);
});

test('every resource, identity and credential stands there whole, addresses too', () => {
  const text = ticket(richIncident);
  for (const { uid } of [...richIncident.resources, ...richIncident.identities, ...richIncident.credentials])
    expect(text).toContain(`\`${uid}\``);
});

test('speaks of accounts in the words of the provider, and of what they are divided into where the records tell', () => {
  expect(ticket(richIncident)).toContain('| Vault | Identity |');
  expect(ticket(richIncident)).toContain('| Vault | Region |');
  const resources = richIncident.resources.map((one, index) => ({ ...one, compartment: index === 0 ? 'left' : null }));
  const text = ticket({ ...richIncident, resources });
  expect(text).toContain('| Vault | Shelf | Region |');
  expect(text).toMatch(/\| `left` \|/);
});

test('names where it called from and what it spoke to, whole', () => {
  expect(ticket(richIncident)).toMatch(/\| `203\.0\.113\.9` \| ip \| used the stolen key \| 2026-11-03 11:02:41 /);
  expect(ticket(bareIncident)).not.toContain('Where the unauthorized party called from');
});

test('a condition is shown by what was found, and unknown only where nothing was', () => {
  const [, ways = ''] = ticket(richIncident).split('Condition: Ways back are gone\n\n');
  expect(ways).toMatch(/^- `[A-Z]\w+` /);
  const [, runs = ''] = ticket(richIncident).split('Condition: Nothing runs\n\n');
  expect(runs).toMatch(/^- \*\*\d+ of \d+\*\* resources/);
  const [, none = ''] = ticket(bareIncident).split('Condition: Ways back are gone\n\n');
  expect(none).toMatch(/^- \*unknown:\*/);
});

describe('what the records do not tell', () => {
  test('is unknown, never a figure', () => {
    const text = ticket(bareIncident);
    expect(text).toContain('*unknown:* what it cost; no claim tells');
    expect(text).toContain('*unknown:* the window; no claim tells');
    expect(text).not.toMatch(/\d USD/);
  });

  test('is left to a person where only a person can know', () => {
    expect(ticket(richIncident)).toMatch(/Root is safe\n\n- To be confirmed by hand: …/);
  });
});

test('goes to the provider of the cloud it happened in, and to no other', () => {
  expect(renderProviderTicket(richIncident, [{ ...nimbus, cloud: 'other' }])).toBeNull();
  expect(renderProviderTicket(richIncident, [{ ...nimbus, cloud: 'other', provider: 'Other' }, nimbus])).toContain(
    'Nimbus',
  );
});

test.each(['<img src=x onerror=alert(1)>', '[a](javascript:alert(1)) |', '\n# heading\n\n- item', '\u001b[31m\u202e'])(
  'hostile text stays text: %j',
  (payload) => {
    const shape = (text: string) => text.split('\n').map((line) => /^(#+ |- |\||$)/.exec(line)?.[0] ?? 'text');
    const body = (text: string): string => text.slice(0, text.indexOf('\n## Evidence'));
    const text = ticket(hostileIncident(payload));
    expect(shape(body(text))).toEqual(shape(body(ticket(hostileIncident('x')))));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/(?<!`[^`\n]*)<img/);
  },
);

test('asks for nothing where nothing was charged', () => {
  const free = { currency: 'USD', low: 0, likely: 0, high: 0, per_hour: 0, incremental: 0 } as const;
  const cost = {
    ...free,
    as_of: '2026-11-03T18:00:00Z',
    inputs: [],
    evidence: ['table:prices@2026-01-01'],
    evidence_count: 1,
  };
  const text = ticket({ ...richIncident, cost });
  expect(text).toContain('Nothing: what these records show cost nothing');
  expect(text).not.toContain('A credit');
});
