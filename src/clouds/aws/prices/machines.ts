import type { PriceTable } from '../../../model/prices.ts';
import { exactly, times } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import { machineTable, perSize, perVcpu } from './machine-list.ts';
import { regionFactor, regionTable } from './regions.ts';

export interface MachinePrice {
  /** USD an hour, on demand, Linux, shared tenancy. */
  readonly perHour: Range;
  readonly vcpus: number;
  /** What the price rests on; null where it is listed. */
  readonly estimate: string | null;
  readonly tables: readonly PriceTable[];
}

/** What a size of machine costs on demand in a region; null for one of which nothing like it is listed. */
export function machinePrice(shape: string, region: string | null): MachinePrice | null {
  const [family = '', size = ''] = shape.split('.', 2);
  const base = listed(family, size) ?? metal(family, size) ?? unlisted(family, size);
  if (base === null) return null;
  const { factor, estimate } = regionFactor(family, region);
  return {
    perHour: times(base.perHour, factor),
    vcpus: base.vcpus,
    estimate: [base.estimate, estimate].filter((part) => part !== null).join('; ') || null,
    tables: estimate === null ? [machineTable] : [machineTable, regionTable],
  };
}

type Base = Pick<MachinePrice, 'perHour' | 'vcpus' | 'estimate'>;

function listed(family: string, size: string): Base | null {
  const vcpus = vcpusOf(family, size);
  const own = at(at(perSize, family) ?? {}, size);
  if (own !== undefined) return { perHour: exactly(own), vcpus: vcpus ?? 96, estimate: null };
  const rate = rateOf(family);
  return rate === null || vcpus === null ? null : { perHour: exactly(rate * vcpus), vcpus, estimate: null };
}

/** Whole servers cost what their largest size does, or up to a tenth more; how large that is depends on the generation. */
function metal(family: string, size: string): Base | null {
  const rate = rateOf(family);
  if (rate === null || !size.startsWith('metal')) return null;
  const named = /^metal-(\d+)xl$/.exec(size)?.[1];
  const vcpus = named === undefined ? wholeServer(family) : 4 * Number(named);
  const most = rate * vcpus;
  return {
    perHour: { low: most, likely: most, high: most * 1.1 },
    vcpus,
    estimate: `price of a whole ${family} server`,
  };
}

/** vCPUs of the servers of a family. Source: EC2 user guide, instance type specifications. */
function wholeServer(family: string): number {
  const [, letters = '', digit = '', rest = ''] = /^([a-z]+)(\d)([a-z]*)/.exec(family) ?? [];
  if (letters === 'a') return 16;
  if (letters === 'i' && digit === '3') return rest === 'en' ? 96 : 64;
  if (letters === 'z' || rest.endsWith('zn')) return 48;
  if (rest === 'n' && digit === '5' && letters === 'c') return 72;
  if (rest.startsWith('g')) return 64;
  if (rest.startsWith('a')) return 192;
  return digit === '5' ? 96 : 128;
}

/** A size that is not listed, by what other families of its letter cost for as many vCPUs. */
function unlisted(family: string, size: string): Base | null {
  const vcpus = vcpusOf(family, size);
  const letters = /^[a-z]+/.exec(family)?.[0] ?? '';
  const rates = alike(letters);
  if (vcpus === null || rates.length === 0) return null;
  const perHour = {
    low: (rates[0] ?? 0) * vcpus,
    likely: (rates[Math.floor(rates.length / 2)] ?? 0) * vcpus,
    high: (rates.at(-1) ?? 0) * vcpus,
  };
  return {
    perHour,
    vcpus,
    estimate: `${family}.${size} is not listed: what other ${letters} machines cost for ${vcpus} vCPUs`,
  };
}

/** What families of the same letter cost for a vCPU, the cheapest first. */
function alike(letters: string): readonly number[] {
  const plain = Object.entries(perVcpu).flatMap(([generation, families]) =>
    lettersOf(generation) === letters ? Object.values(families) : [],
  );
  const special = Object.entries(perSize).flatMap(([family, sizes]) =>
    lettersOf(family) !== letters
      ? []
      : Object.entries(sizes).flatMap(([size, price]) => {
          const vcpus = vcpusOf(family, size);
          return vcpus === null ? [] : [price / vcpus];
        }),
  );
  return [...plain, ...special].toSorted((a, b) => a - b);
}

const lettersOf = (family: string): string => /^[a-z]+/.exec(family)?.[0] ?? '';

function rateOf(family: string): number | null {
  const generation = /^[a-z]+\d+/.exec(family)?.[0] ?? '';
  return at(at(perVcpu, generation) ?? {}, family) ?? null;
}

/** Names come out of records: `constructor` is no family. */
const at = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Of the largest machine there is, u7in. */
const mostVcpus = 1920;

/** vCPUs of a size: four to an `xlarge`. Burstable machines up to large have two, of t2's smallest one. */
function vcpusOf(family: string, size: string): number | null {
  if (/^t\d/.test(family) && /^(nano|micro|small|medium|large)$/.test(size))
    return family === 't1' || (family === 't2' && /^(nano|micro|small)$/.test(size)) ? 1 : 2;
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const multiple = /^(\d{0,3})xlarge$/.exec(size)?.[1];
  const vcpus = 4 * (multiple === '' ? 1 : Number(multiple));
  return multiple === undefined || vcpus === 0 || vcpus > mostVcpus ? null : vcpus;
}
