import type { Billable } from '../../../model/prices.ts';
import { exactly } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import { numberOf } from './charge.ts';
import { families, gpuThreads, perGpu, serverMemory } from './price-list.ts';
import type { Family } from './price-list.ts';

export interface ShapePrice {
  /** The shape with its size, such as `VM.Standard.E3.Flex of 16 OCPU and 128 GB`. */
  readonly what: string;
  /** USD an hour, on demand. */
  readonly perHour: Range;
  readonly threads: number;
  /** A server of one's own. */
  readonly isWhole: boolean;
  /** Local disks and GPUs are held for it, and billed, while it is stopped. */
  readonly isHeld: boolean;
  /** What the price rests on; null where it is listed. */
  readonly estimate: string | null;
}

/** What a shape costs: its price, or why nobody can tell it. */
export type Found = { readonly price: ShapePrice } | { readonly unknown: string };

/** Of the name: where it runs, family, and `Flex` or a number of OCPUs or GPUs. Container instances write `CI.`. */
const shapePattern = /^(VM|BM|CI)\.(.{1,40})\.(Flex|[1-9]\d{0,3})$/;

/** The most that a record may ask for; what is beyond is no size, but an attack on the sum. */
const mostOcpus = 2000;
const mostGb = 40_000;

/** What a shape costs on demand, by its name and by the OCPUs and memory that the record tells of flexible ones. */
export function shapePrice(thing: Pick<Billable, 'shape' | 'terms'>): Found {
  const { shape } = thing;
  if (shape === null) return { unknown: 'no record tells its size' };
  if (shape === 'VM.Standard.E2.1.Micro') return { price: free(shape) };
  const [, kind = '', name = '', size = ''] = shapePattern.exec(shape) ?? [];
  const gpu = at(perGpu, name);
  if (gpu !== undefined && size !== 'Flex') return { price: withGpus(shape, gpu * Number(size)) };
  const family = at(families, name);
  if (family === undefined) return { unknown: `no price is listed for ${shape}` };
  const isHeld = /^(DenseIO|HPC)/.test(name);
  const common = { isWhole: kind === 'BM', isHeld };
  if (size !== 'Flex') return { price: { ...common, ...fixed(shape, family, Number(size)) } };
  const ocpus = numberOf(thing, 'ocpus');
  if (ocpus === null || ocpus > mostOcpus) return { unknown: `no record tells how many OCPUs ${shape} has` };
  return { price: { ...common, ...flexible(shape, family, { ocpus, gb: numberOf(thing, 'memory') }) } };
}

type Sized = Omit<ShapePrice, 'isWhole' | 'isHeld'>;

interface Size {
  readonly ocpus: number;
  readonly gb: number | null;
}

function flexible(shape: string, family: Family, { ocpus, gb: recorded }: Size): Sized {
  const gb = recorded !== null && recorded <= mostGb ? recorded : null;
  const memory = gb ?? ocpus * family.gbUnlessAsked;
  return {
    what: `${shape} of ${ocpus} OCPU and ${memory} GB`,
    perHour: exactly(sum(family, { ocpus, gb: memory })),
    threads: ocpus * family.threads,
    estimate: gb === null ? `no record tells its memory: ${family.gbUnlessAsked} GB for an OCPU, the default` : null,
  };
}

/** The number at the end of a name of fixed size is that of its OCPUs. */
function fixed(shape: string, family: Family, ocpus: number): Sized {
  const gb = at(serverMemory, shape) ?? (family.perGb === 0 ? 0 : null);
  return {
    what: shape,
    perHour: exactly(sum(family, { ocpus, gb: gb ?? ocpus * family.gbUnlessAsked })),
    threads: ocpus * family.threads,
    estimate: gb === null ? `the memory of ${shape} is not listed` : null,
  };
}

function sum({ perOcpu, perGb, disk }: Family, { ocpus, gb }: { readonly ocpus: number; readonly gb: number }): number {
  const disks = disk === undefined ? 0 : disk.perTb * disk.tbAnOcpu * ocpus;
  return perOcpu * ocpus + perGb * gb + disks;
}

const withGpus = (shape: string, usd: number): ShapePrice => ({
  what: shape,
  perHour: exactly(usd),
  threads: at(gpuThreads, shape) ?? 0,
  isWhole: shape.startsWith('BM.'),
  isHeld: true,
  estimate: null,
});

const free = (shape: string): ShapePrice => ({
  what: `${shape}, always free`,
  perHour: exactly(0),
  threads: 2,
  isWhole: false,
  isHeld: false,
  estimate: null,
});

/** Names come out of records: `constructor` is no family. */
const at = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
