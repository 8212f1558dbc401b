import type { PriceTable } from '../../../model/prices.ts';
import type { Range } from '../../../model/range.ts';

/**
 * What other regions cost against us-east-1, worked out from Amazon's list of all regions as Apache Libcloud read
 * it on that day (data/pricing.json); prices on it of machines for one customer alone were taken out.
 */
export const regionTable: PriceTable = {
  name: 'aws-regions',
  date: '2025-03-02',
  source: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/current/index.json',
};

/** Where us-east-1's own prices hold as they are listed. */
const asListed: ReadonlySet<string> = new Set(['us-east-1', 'us-east-2', 'us-west-2']);

const classes = ['c', 'm', 'r', 't', 'i', 'x', 'g', 'p', 'inf'] as const;
type Class = (typeof classes)[number];

/**
 * Price in a region ÷ price in us-east-1, by class of family: the median over its families on the date of
 * `regionTable`, Linux, shared tenancy. 0 where the class was not offered.
 */
const factors: Readonly<Record<string, readonly number[]>> = {
  'af-south-1': [1.342, 1.323, 1.333, 1.296, 1.314, 1.428, 1.326, 0, 1.324],
  'ap-east-1': [1.271, 1.375, 1.325, 1.393, 1.321, 0, 1.54, 0, 1.542],
  'ap-northeast-1': [1.259, 1.292, 1.208, 1.303, 1.177, 1.45, 1.386, 1.371, 1.425],
  'ap-northeast-2': [1.129, 1.229, 1.204, 1.243, 1.175, 1.45, 1.23, 1.385, 1.231],
  'ap-northeast-3': [1.264, 1.292, 1.206, 1.308, 1.175, 1.45, 1.35, 0, 0],
  'ap-south-1': [1, 1.052, 1.032, 1.073, 1.136, 1.032, 1.201, 1.2, 1.176],
  'ap-south-2': [1, 1.052, 1.032, 1.077, 1.135, 1.032, 0, 0, 0],
  'ap-southeast-1': [1.153, 1.25, 1.206, 1.26, 1.199, 1.45, 1.399, 1.2, 1.375],
  'ap-southeast-2': [1.306, 1.253, 1.202, 1.262, 1.2, 1.45, 1.3, 1.3, 1.275],
  'ap-southeast-3': [1.153, 1.25, 1.207, 1.265, 1.199, 1.45, 1.4, 0, 0],
  'ap-southeast-4': [1.306, 1.25, 1.198, 1.265, 1.199, 0, 0, 0, 0],
  'ap-southeast-5': [0.98, 1.062, 1.025, 1.139, 1.079, 1.37, 1.26, 0, 0],
  'ap-southeast-7': [0.98, 1.062, 1.025, 1.139, 1.079, 1.305, 0, 0, 0],
  'ca-central-1': [1.094, 1.115, 1.095, 1.107, 1.103, 1.1, 1.11, 1.15, 1.113],
  'ca-west-1': [1.094, 1.115, 1.095, 1.105, 1.105, 0, 0, 0, 0],
  'eu-central-1': [1.141, 1.198, 1.206, 1.151, 1.194, 1.399, 1.25, 1.249, 1.375],
  'eu-central-2': [1.255, 1.318, 1.325, 1.263, 1.313, 1.54, 1.377, 0, 0],
  'eu-north-1': [1.071, 1.062, 1.063, 1.031, 1.045, 1.14, 1.061, 1.07, 1.081],
  'eu-south-1': [1.188, 1.167, 1.175, 1.146, 1.159, 1.26, 1.17, 0, 1.171],
  'eu-south-2': [1.129, 1.115, 1.119, 1.095, 1.103, 1.2, 1.054, 1.08, 0],
  'eu-west-1': [1.129, 1.115, 1.119, 1.091, 1.105, 1.199, 1.115, 1.08, 1.244],
  'eu-west-2': [1.188, 1.156, 1.175, 1.131, 1.162, 1.26, 1.254, 1.236, 1.336],
  'eu-west-3': [1.188, 1.167, 1.174, 1.131, 1.161, 1.26, 1.269, 0, 1.284],
  'il-central-1': [1.186, 1.171, 1.175, 1.15, 1.159, 0, 1.172, 0, 0],
  'me-central-1': [1.242, 1.226, 1.23, 1.211, 1.212, 1.23, 1.227, 0, 0],
  'me-south-1': [1.242, 1.226, 1.231, 1.201, 1.212, 1.23, 1.226, 0, 1.226],
  'mx-central-1': [1.05, 1.05, 1.05, 1.048, 1.05, 0, 0, 0, 0],
  'sa-east-1': [1.541, 1.594, 1.593, 1.605, 1.596, 1.95, 1.7, 1.649, 1.676],
  'us-gov-east-1': [1.202, 1.26, 1.201, 1.168, 1.206, 1.2, 1.261, 1.2, 1.261],
  'us-gov-west-1': [1.202, 1.26, 1.201, 1.17, 1.205, 1.2, 1.23, 1.2, 1.26],
  'us-west-1': [1.247, 1.167, 1.115, 1.19, 1.105, 1.3, 1.272, 1.25, 1.202],
};

/** AMD and Graviton machines are far cheaper than elsewhere in India: 0.61 to 0.71 over c, m, r and t. */
const indian: Range = { low: 0.61, likely: 0.645, high: 0.71 };

/** How far single families lie from the median of their class, at most in nine of ten cases. */
const spread: Readonly<Record<Class, number>> = {
  c: 0.05,
  m: 0.03,
  r: 0.03,
  t: 0.02,
  i: 0.1,
  x: 0.02,
  g: 0.1,
  p: 0.15,
  inf: 0.15,
};

export interface Factor {
  readonly factor: Range;
  /** What the factor rests on; null where prices hold as listed. */
  readonly estimate: string | null;
}

/** What a family costs in a region against us-east-1; the whole range of all regions for one that is not listed. */
export function regionFactor(family: string, region: string | null): Factor {
  if (region !== null && asListed.has(region)) return { factor: { low: 1, likely: 1, high: 1 }, estimate: null };
  const row = region !== null && Object.hasOwn(factors, region) ? factors[region] : undefined;
  if (row === undefined) {
    return {
      factor: { low: 0.98, likely: 1.2, high: 1.95 },
      estimate: `no price list of region ${region ?? 'unknown'}`,
    };
  }
  const estimate = `price in ${region} worked out from us-east-1`;
  if (region?.startsWith('ap-south-') && /^[cmrt]\d+[ag]/.test(family)) return { factor: indian, estimate };
  const own = row[classes.indexOf(classOf(family))] ?? 0;
  if (own > 0) return { factor: around(own, spread[classOf(family)]), estimate };
  const others = row.filter((factor) => factor > 0);
  const mean = others.reduce((sum, factor) => sum + factor, 0) / others.length;
  return { factor: around(mean, 0.3), estimate: `${estimate}, where its kind of machine was not on the list` };
}

const around = (middle: number, share: number): Range => ({
  low: middle * (1 - share),
  likely: middle,
  high: middle * (1 + share),
});

function classOf(family: string): Class {
  const letters = /^[a-z]+/.exec(family)?.[0] ?? '';
  if (letters === 'g' || letters === 'gr' || letters === 'f' || letters === 'vt') return 'g';
  if (letters === 'inf' || letters === 'trn' || letters === 'dl') return 'inf';
  if (letters === 'i' || letters === 'im' || letters === 'is' || letters === 'd' || letters === 'h') return 'i';
  if (letters === 'z') return 'r';
  return letters === 'c' || letters === 'r' || letters === 't' || letters === 'x' || letters === 'p' ? letters : 'm';
}
