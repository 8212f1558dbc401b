import type { Product } from '../formulas.ts';
import type { Naming } from '../statement.ts';
import { literalPattern } from './literal-pattern.ts';

const shapes: readonly RegExp[] = [
  /\b(?:VM|BM)\.[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+){1,5}\b/g,
  /\b[a-z]{1,4}\d{1,2}[a-z]{0,4}(?:-[a-z0-9]{1,8})?\.(?:\d{0,2}x?large|metal(?:-\d{1,2}xl)?|medium|small|micro|nano)\b/g,
  /\b[a-z]\d[a-z]?-(?:standard|highcpu|highmem|megagpu|highgpu|ultragpu|medium|micro|small)(?:-\d{1,3}[a-z]?)?\b/g,
  /\bStandard_[A-Z]{1,2}\d{1,3}[A-Za-z0-9-]*(?:_[A-Za-z0-9]+){0,3}\b/g,
];

const software: readonly (readonly [string, RegExp])[] = [
  ['XMRig', /\bxmrig\b/i],
  ['SRBMiner', /\bsrbminer(?:-multi)?\b/i],
  ['T-Rex', /\bt-rex miner\b/i],
  ['PhoenixMiner', /\bphoenixminer\b/i],
  ['NBMiner', /\bnbminer\b/i],
  ['lolMiner', /\blolminer\b/i],
  ['ccminer', /\bccminer\b/i],
  ['cpuminer', /\bcpuminer\b/i],
  ['ethminer', /\bethminer\b/i],
  ['NiceHash', /\bnicehash\b/i],
  ['MinerGate', /\bminergate\b/i],
];
const coins: readonly (readonly [string, RegExp])[] = [
  ['Monero', /\b(?:monero|xmr)\b/i],
  ['Bitcoin', /\b(?:bitcoin|btc)\b/i],
  ['Ethereum', /\b(?:ethereum|eth)\b(?!\d)/i],
  ['Ravencoin', /\b(?:ravencoin|rvn)\b/i],
  ['Zcash', /\bzcash\b/i],
];

const kinds: Readonly<Record<Product['is'], Naming['of'] | null>> = {
  'audit-log': 'log',
  'threat-detection': 'sensor',
  'object-store': null,
  firewall: null,
};

/** Products, shapes, miners and coins that a text names; products and clouds as the caller knows them. */
export function namingReader(products: readonly Product[]): (text: string) => readonly Naming[] {
  const logs = products.flatMap(({ name, is }) => {
    const of = kinds[is];
    return of === null ? [] : [{ of, pattern: spaced(name) }];
  });
  const clouds = [...new Set(products.map(({ cloud }) => cloud))].map((cloud) => ({
    cloud,
    pattern: new RegExp(String.raw`(?<![\w.-])${literalPattern(cloud)}(?![\w-])`, 'i'),
  }));
  return (text) => [
    ...shapes.flatMap((pattern) => [...text.matchAll(pattern)].map(([name]) => naming('shape', name))),
    ...logs.flatMap(({ of, pattern }) => [...text.matchAll(pattern)].map(([name]) => naming(of, name))),
    ...clouds.filter(({ pattern }) => pattern.test(text)).map(({ cloud }) => naming('cloud', cloud)),
    ...software.filter(([, pattern]) => pattern.test(text)).map(([name]) => naming('software', name)),
    ...coins.filter(([, pattern]) => pattern.test(text)).map(([name]) => naming('currency', name)),
  ];
}

const naming = (of: Naming['of'], name: string): Naming => ({ about: 'naming', of, name });

/** A name of one word is also written as two, or with a hyphen. */
function spaced(name: string): RegExp {
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[\s-]+/)
    .map(literalPattern);
  return new RegExp(String.raw`(?<![\w.-])${parts.join(String.raw`[\s-]?`)}(?![\w-])`, 'gi');
}
