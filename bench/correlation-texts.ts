import { parse, stringify } from 'yaml';
import { type CorrelationKind, correlationKinds } from '../src/detect/sigma/correlation-kind.ts';
import type { Random } from '../src/model/simulation.ts';
import { createRandom } from '../src/simulate/random.ts';
import type { RuleText } from './rule-variants.ts';

const logsource = { product: 'aws', service: 'cloudtrail' };

/** Rules that nobody wants findings of, but that correlations count; together they match every third event. */
const feeds: Readonly<Record<string, object>> = {
  'key-used': { eventSource: 'kms.amazonaws.com', eventName: ['Decrypt', 'GenerateDataKey'] },
  'object-read': { eventSource: 's3.amazonaws.com', eventName: 'GetObject', errorCode: null },
  'object-written': { eventSource: 's3.amazonaws.com', eventName: 'PutObject', errorCode: null },
  'secret-read': { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue', errorCode: null },
  'role-assumed': { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', errorCode: null },
  refused: { 'errorCode|endswith': ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'] },
  'machine-launched': { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', errorCode: null },
  'machine-ended': { eventSource: 'ec2.amazonaws.com', eventName: 'TerminateInstances', errorCode: null },
  'rights-listed': { eventSource: 'iam.amazonaws.com', 'eventName|startswith': ['List', 'Get'] },
  'parameter-read': { eventSource: 'ssm.amazonaws.com', 'eventName|startswith': 'GetParameter' },
};

export const feedTexts: readonly RuleText[] = Object.entries(feeds).map(([name, call]) => ({
  name: `feed-${name}`,
  text: stringify({ title: `Feed ${name}`, id: `feed-${name}`, logsource, detection: { call, condition: 'call' } }),
}));

const kindsOfNumbers: readonly CorrelationKind[] = ['value_sum', 'value_avg', 'value_percentile', 'value_median'];
const numberField = 'additionalEventData.bytesTransferredOut';
const numberRules = ['feed-object-read', 'feed-object-written'];
const groups = [
  ['userIdentity.arn'],
  ['sourceIPAddress'],
  ['userIdentity.accessKeyId', 'awsRegion'],
  ['recipientAccountId', 'userIdentity.principalId'],
];
const timespans = ['5m', '15m', '1h', '6h'];

/**
 * So many correlations over these rules, of every kind in turn. Each counts one or two rules that match
 * much beside one that seldom does, and lets them raise their own findings: what is measured is only what it adds.
 */
export function correlationTexts(rules: readonly RuleText[], count: number, seed: string): readonly RuleText[] {
  const random = createRandom(seed);
  const ids = rules.map(({ text }) => String((parse(text) as { readonly id?: unknown }).id));
  return Array.from({ length: count }, (_, number) => {
    const kind = correlationKinds[number % correlationKinds.length] ?? 'event_count';
    const correlation = {
      type: kind,
      rules: rulesOf(kind, { random, ids }),
      'group-by': random.pick(groups),
      timespan: random.pick(timespans),
      ...conditionOf(kind, random),
      generate: true,
    };
    const name = `correlation-${number}`;
    return {
      name,
      text: stringify({ title: `Correlation ${number}: ${kind}`, id: name, level: 'medium', correlation }),
    };
  });
}

function rulesOf(kind: CorrelationKind, { random, ids }: { readonly random: Random; readonly ids: readonly string[] }) {
  if (kindsOfNumbers.includes(kind)) return numberRules;
  const broad = feedTexts.map(({ name }) => name);
  const rare = ids.filter((id) => !broad.includes(id));
  return [...new Set([random.pick(broad), random.pick(broad), random.pick(rare)])];
}

function conditionOf(kind: CorrelationKind, random: Random): object {
  if (kind === 'event_count') return { condition: { gte: random.between(50, 2_000) } };
  if (kind === 'value_count') {
    const field = random.pick(['eventName', 'sourceIPAddress', 'awsRegion', 'recipientAccountId']);
    return { condition: { field, gte: random.between(4, 20) } };
  }
  if (!kindsOfNumbers.includes(kind)) return {};
  const percentile = kind === 'value_percentile' ? { percentile: 95 } : {};
  return { condition: { field: numberField, ...percentile, gt: random.between(1, 20) * 1_000_000 } };
}
