import type { Measure } from '../../src/report/check/statement.ts';
import { machineIncident } from './machine.ts';
import { anew } from './outages.ts';
import { atLeast, exact, rough } from './saying.ts';
import type { Case, Said } from './saying.ts';

interface More {
  readonly unit?: string;
  readonly within?: number;
  readonly cause?: 'mining' | 'data-theft';
  readonly words?: string;
}

const amount = (of: Measure, value: ReturnType<typeof exact>, more: More = {}): Said => ({
  about: 'amount',
  of,
  value,
  unit: 'count',
  within: null,
  cause: null,
  scope: null,
  ...more,
});
const usd = (of: Measure, value: number) => amount(of, exact(value), { unit: 'USD' });
const bytes = (of: Measure, value: number, more: More = {}) => amount(of, exact(value), { unit: 'byte', ...more });
const percent = (of: Measure, low: number, high: number) =>
  amount(of, { low, high, said: high, isRough: false }, { unit: 'percent' });
const duration = (
  of: 'dwell' | 'cpu' | 'mining' | 'outage' | 'exposure' | 'containment',
  seconds: ReturnType<typeof exact>,
): Said => ({
  about: 'duration',
  of,
  seconds,
});

const shape = (words: string): Said => ({ about: 'naming', of: 'shape', name: 'c7i.48xlarge', words });
const hour = 3600;
const stillRunning = {
  cost:
    machineIncident.cost === null ? null : { ...machineIncident.cost, per_hour: 4, low: 100, likely: 120, high: 130 },
};
const fleet = Array.from({ length: 6 }, (_, index) => ({
  ...machineIncident.resources.slice(1)[0],
  uid: `i-${index}`,
  name: null,
  shape: index < 4 ? 'g5.48xlarge' : 'c7i.48xlarge',
  state: index < 2 ? 'terminated' : 'running',
})) as unknown as typeof machineIncident.resources;
const refused = { ...machineIncident.failed[0], operation: 'RunInstances', shape: 'p5.48xlarge', count: 24 };
const fleets = { resources: fleet, failed: [refused] as typeof machineIncident.failed, claims: [] };

const sized = {
  claims: machineIncident.claims.map((one) => ({
    ...one,
    text: one.text.replace('1 × shape:', '1 × shape of 16 OCPU and 128 GB on demand:'),
  })),
};

export const sumCases: readonly Case[] = [
  {
    check: 'costs',
    name: 'a sum of another order',
    says: [usd('cost', 150)],
    finds: 'contradicted',
    why: /3\.43 USD .*; of that, .*paid for anyway/,
  },
  { check: 'costs', name: 'the sum, rounded', says: [usd('cost', 3.5)], finds: 'supported' },
  { check: 'costs', name: 'nothing that is extra', says: [usd('cost', 0)], finds: 'supported' },
  { check: 'costs', name: 'less, of an earlier time', says: [usd('cost', 80)], on: stillRunning, finds: 'unsupported' },
  { check: 'costs', name: 'more than ever', says: [usd('cost', 1300)], on: stillRunning, finds: 'contradicted' },
  { check: 'costs', name: 'another currency', says: [amount('cost', exact(3), { unit: 'EUR' })], finds: 'unsupported' },
  {
    check: 'costs',
    name: 'a price that nobody knows',
    says: [usd('cost', 3)],
    on: { cost: null },
    finds: 'unsupported',
  },
  { check: 'costs', name: 'the price of an hour', says: [usd('cost-per-hour', 0.6)], finds: 'supported' },
  { check: 'costs', name: 'an hour at ten times the price', says: [usd('cost-per-hour', 6)], finds: 'contradicted' },
  {
    check: 'earnings',
    name: 'what cannot be earned',
    says: [usd('earnings', 50)],
    finds: 'contradicted',
    why: /about 0\.05 USD/,
  },
  { check: 'earnings', name: 'what can be earned', says: [usd('earnings', 0.08)], finds: 'supported' },
  {
    check: 'hash-rates',
    name: 'a rate that these make',
    says: [amount('hash-rate', exact(10_000), { unit: 'H/s' })],
    finds: 'supported',
  },
  {
    check: 'hash-rates',
    name: 'a rate that is high and not impossible',
    says: [amount('hash-rate', exact(15_000), { unit: 'H/s' })],
    finds: 'unsupported',
    why: /not impossible/,
  },
  {
    check: 'hash-rates',
    name: 'a rate of another order',
    says: [amount('hash-rate', exact(150_000), { unit: 'H/s' })],
    finds: 'contradicted',
  },
  { check: 'loads', name: 'the load as measured', says: [percent('cpu', 98, 98)], finds: 'supported' },
  { check: 'loads', name: 'another load', says: [percent('cpu', 60, 60)], finds: 'contradicted' },
  {
    check: 'loads',
    name: 'a usual load that reaches beyond',
    says: [percent('cpu-usual', 15, 30)],
    finds: 'contradicted',
    why: /14 % to 19 %/,
  },
  { check: 'loads', name: 'a usual load', says: [percent('cpu-usual', 15, 20)], finds: 'supported' },
  {
    check: 'volumes',
    name: 'what was sent in the hour before',
    says: [bytes('egress', 2.3e9, { within: hour })],
    finds: 'supported',
  },
  { check: 'volumes', name: 'more than was sent', says: [bytes('egress', 23e9)], finds: 'contradicted' },
  {
    check: 'volumes',
    name: 'called the traffic of a pool',
    says: [bytes('egress', 2.3e9, { cause: 'mining' })],
    finds: 'contradicted',
    why: /2\.9 MB; .*203\.0\.113\.89 port 8080/,
  },
  {
    check: 'volumes',
    name: 'what the pool did get',
    says: [bytes('egress', 2.9e6, { cause: 'mining' })],
    finds: 'supported',
  },
  {
    check: 'volumes',
    name: 'a usual day',
    says: [bytes('egress-usual', 50e6, { within: 86_400 })],
    finds: 'supported',
  },
  {
    check: 'volumes',
    name: 'another usual day',
    says: [bytes('egress-usual', 500e6, { within: 86_400 })],
    finds: 'contradicted',
  },
  {
    check: 'durations',
    name: 'a dwell time, rounded',
    says: [duration('dwell', rough(5.5 * hour, 6 * hour, 6.5 * hour))],
    finds: 'supported',
  },
  {
    check: 'durations',
    name: 'a dwell time of minutes',
    says: [duration('dwell', exact(40 * 60))],
    finds: 'contradicted',
  },
  {
    check: 'durations',
    name: 'a load that lasted less',
    says: [duration('cpu', atLeast(8 * hour))],
    finds: 'contradicted',
  },
  {
    check: 'durations',
    name: 'a load as long as it was',
    says: [duration('cpu', rough(5.5 * hour, 6 * hour, 6.5 * hour))],
    finds: 'supported',
  },
  {
    check: 'durations',
    name: 'mining for longer than he was inside',
    says: [duration('mining', exact(12 * hour))],
    finds: 'contradicted',
  },
  {
    check: 'durations',
    name: 'an outage that no record ends',
    says: [duration('outage', exact(2 * hour))],
    finds: 'unsupported',
  },
  {
    check: 'durations',
    name: 'an outage of at least that long',
    says: [duration('outage', atLeast(80 * 60))],
    finds: 'supported',
  },
  {
    check: 'durations',
    name: 'an outage shorter than the cut',
    says: [duration('outage', exact(20 * 60))],
    finds: 'contradicted',
  },
  {
    check: 'durations',
    name: 'an outage until another took its place',
    says: [duration('outage', exact(88 * 60))],
    finds: 'supported',
    on: anew,
  },
  {
    check: 'durations',
    name: 'an outage shorter than until then',
    says: [duration('outage', exact(40 * 60))],
    finds: 'contradicted',
    on: anew,
  },
  {
    check: 'durations',
    name: 'an outage much longer than until then',
    says: [duration('outage', exact(5 * hour))],
    finds: 'unsupported',
    on: anew,
  },
  { check: 'durations', name: 'an exposure', says: [duration('exposure', exact(3 * 86_400))], finds: 'unsupported' },
  {
    check: 'durations',
    name: 'an answer after two minutes',
    says: [duration('containment', exact(120))],
    finds: 'supported',
  },
  { check: 'counts', name: 'one region', says: [amount('regions', exact(1))], finds: 'supported' },
  {
    check: 'counts',
    name: 'more regions',
    says: [amount('regions', exact(4))],
    finds: 'contradicted',
    why: /acted in 1 region/,
  },
  {
    check: 'counts',
    name: 'machines as they were launched',
    says: [amount('machines', exact(6))],
    on: fleets,
    finds: 'supported',
  },
  {
    check: 'counts',
    name: 'launches that were refused, told as running',
    says: [amount('machines', exact(30), { words: '30 machines ran' })],
    on: fleets,
    finds: 'contradicted',
  },
  {
    check: 'counts',
    name: 'launches that were refused, told as tried',
    says: [amount('machines', exact(30), { words: 'tried to launch 30 machines' })],
    on: fleets,
    finds: 'supported',
  },
  {
    check: 'counts',
    name: 'machines that still run',
    says: [amount('machines', exact(4), { words: '4 machines are still running' })],
    on: fleets,
    finds: 'supported',
  },
  {
    check: 'counts',
    name: 'all machines, told as still running',
    says: [amount('machines', exact(6), { words: '6 machines are still running' })],
    on: fleets,
    finds: 'contradicted',
    why: /4 machines are running/,
  },
  {
    check: 'counts',
    name: 'machines of one shape',
    says: [amount('machines', exact(4), { words: '4 g5.48xlarge' })],
    on: fleets,
    finds: 'supported',
  },
  { check: 'counts', name: 'refused sign-ins', says: [amount('attempts', exact(40))], finds: 'supported' },
  {
    check: 'counts',
    name: 'more refused sign-ins than there were',
    says: [amount('attempts', exact(4000))],
    finds: 'contradicted',
  },
  { check: 'counts', name: 'users made', says: [amount('users', exact(1))], finds: 'supported' },
  {
    check: 'counts',
    name: 'objects read of which nothing is known',
    says: [amount('records-read', exact(12))],
    finds: 'unsupported',
  },
  {
    check: 'shape-counts',
    name: 'more of a shape than there were',
    says: [shape('five c7i.48xlarge were terminated')],
    on: fleets,
    finds: 'contradicted',
  },
  {
    check: 'shape-counts',
    name: 'as many of a shape as still run',
    says: [shape('2 x c7i.48xlarge are still running')],
    on: fleets,
    finds: null,
  },
  {
    check: 'sizes',
    name: 'the cores of the machine',
    says: [amount('processors', exact(16))],
    on: sized,
    finds: 'supported',
  },
  {
    check: 'sizes',
    name: 'more cores than it had',
    says: [amount('processors', exact(64))],
    on: sized,
    finds: 'contradicted',
  },
  { check: 'sizes', name: 'its memory', says: [bytes('memory', 128e9)], on: sized, finds: 'supported' },
  { check: 'sizes', name: 'a size that no bill tells', says: [amount('processors', exact(16))], finds: null },
];
