import { cite, type Cited } from '../src/model/evidence.ts';
import type { Incident } from '../src/model/incident.ts';
import { richIncident } from '../test/incident-fixture.ts';

const begun = Date.UTC(2026, 10, 3, 11);
const at = (second: number): string => `${new Date(begun + second * 1000).toISOString().slice(0, 19)}Z`;
/** So many of the 5,000 acts, spread: what one part cites others cite too. */
const acts = 5_000;
const by = (number: number, count = 1): Cited =>
  cite(
    Array.from({ length: count }, (_, n) => {
      const act = (number + n * 37) % acts;
      return {
        ref: `aws.cloudtrail:${String(act).padStart(8, '0')}-4c1d-4b7e-9f00-${String(act).padStart(12, '0')}`,
        time: at(act * 7),
      };
    }),
  );
const account = (number: number): string => String(100_000_000_000 + (number % 24));
const region = (number: number): string =>
  `${['us', 'eu', 'ap', 'sa'][number % 4] ?? 'us'}-${['east', 'west', 'south'][number % 3] ?? 'east'}-${(number % 5) + 1}`;

/** As many as are asked for, each made anew from one of those given. */
function times<Item>(count: number, items: readonly Item[], change: (item: Item, number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, number) => {
    const item = items[number % items.length];
    if (item === undefined) throw new RangeError('there is nothing to repeat');
    return change(item, number);
  });
}

/** An intrusion of 5,000 acts and 2,000 machines in 24 accounts, every other part as large as it comes. Synthetic. */
export function largeIncident(): Incident {
  const rich = richIncident;
  return {
    ...rich,
    timeline: times(acts, rich.timeline, (one, n) => ({
      ...one,
      time: at(n * 7),
      text: `${one.text} ${n}`,
      ...by(n),
    })),
    resources: times(2_000, rich.resources, (one, n) => {
      const uid = `i-0${String(n).padStart(16, '0')}`;
      return {
        ...one,
        uid,
        name: `worker-${n}`,
        account: account(n),
        region: region(n),
        ...by(n, 1 + (n % 12)),
      };
    }),
    failed: times(1_200, rich.failed, (one, n) => ({
      ...one,
      time: at(n),
      account: account(n),
      region: region(n),
      ...by(n, 3),
    })),
    chains: times(400, rich.chains, (one, n) => ({
      ...one,
      time: at(n),
      from: { uid: `role-${n >> 1}`, name: `Role${n >> 1}/session` },
      to: { uid: `role-${n + 1}`, name: `Role${n + 1}/session` },
      ...by(n),
    })),
    identities: times(400, rich.identities, (one, n) => ({
      ...one,
      uid: `role-${n}`,
      name: `Role${n}/session`,
      account: account(n),
      ...by(n, 8),
    })),
    credentials: times(500, rich.credentials, (one, n) => ({
      ...one,
      uid: `ASIAEXAMPLE${String(n).padStart(9, '0')}`,
      ...by(n, 2),
    })),
    indicators: times(800, rich.indicators, (one, n) => ({ ...one, value: `${one.value}${n}`, ...by(n, 20) })),
    claims: times(600, rich.claims, (one, n) => ({
      ...one,
      claim_uid: `${one.claim_uid}-${n}`,
      text: `${one.text} (${n})`,
      ...by(n, 40),
    })),
    coverage: times(900, rich.coverage, (one, n) => ({ ...one, account: account(n), region: region(n >> 2) })),
    findings: times(300, rich.findings, (one, n) => ({
      ...one,
      finding_uid: `${one.finding_uid}${n}`,
      ...by(n, 100),
    })),
    persistence: times(300, rich.persistence, (one, n) => ({ ...one, time: at(n), ...by(n) })),
    measurements: times(16, rich.measurements ?? [], (one, n) => ({
      ...one,
      machine: `build-agent-${n}`,
      values: Array.from({ length: 120 }, (_, hour) => (hour % 17 === 3 ? null : (hour * 13) % 97)),
      ...by(n, 100),
    })),
  };
}
