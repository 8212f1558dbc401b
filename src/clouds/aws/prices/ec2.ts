import { hoursAMonth } from '../../../model/price-time.ts';
import type { Billable, Charge, Quote } from '../../../model/prices.ts';
import { exactly, times } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import { both, charge, counted, inRegion, numberOf, one, serviceTable, termOf, unpriced } from './charge.ts';
import { machinePrice } from './machines.ts';

/** USD for a GiB-month. Source: https://aws.amazon.com/ebs/pricing/ */
const storage: ReadonlyMap<string, number> = new Map([
  ['gp3', 0.08],
  ['gp2', 0.1],
  ['io1', 0.125],
  ['io2', 0.125],
  ['st1', 0.045],
  ['sc1', 0.015],
  ['standard', 0.05],
]);
const snapshotMonth = 0.05;

/** USD an hour. Sources: https://aws.amazon.com/vpc/pricing/ */
const publicAddress = 0.005;
const natGateway = 0.045;

/** Linux and others bill each start for a minute at least. Source: EC2 user guide, billing. */
const leastSeconds = 60;

/** A machine: its compute while it runs, its disks as long as they are, its public address. */
export function instance(thing: Billable): Quote {
  if (thing.shape === null) return unpriced('no record tells its size');
  const price = machinePrice(thing.shape, thing.region);
  if (price === null) return unpriced(`no price is listed for ${thing.shape}`);
  const address = thing.terms['address'] === undefined ? [] : [addressOf('public address', 'running', thing.region)];
  const { perHour, how, estimate } = onTerms(thing, price.perHour, price.vcpus);
  const compute = charge({
    what: `${thing.shape} ${how}`,
    perHour,
    minimumSeconds: leastSeconds,
    estimate: both(price.estimate, estimate),
    tables: price.tables,
    threads: price.vcpus,
  });
  return one(compute, ...address, ...disksOf(thing));
}

interface OnTerms {
  readonly perHour: Range;
  readonly how: string;
  readonly estimate: string | null;
}

/**
 * Spare capacity costs a tenth of the listed price at least and all of it at most (`up to 90 %` off, and since
 * 2017 never more than on demand); a third is usual. What it cost in its hour no record tells.
 * Windows adds 0.046 USD for a vCPU. Source: https://aws.amazon.com/ec2/pricing/on-demand/
 */
function onTerms(thing: Billable, listed: Range, vcpus: number): OnTerms {
  const licence = /windows/i.test(termOf(thing, 'platform') ?? '') ? 0.046 * vcpus : 0;
  const price = { low: listed.low + licence, likely: listed.likely + licence, high: listed.high + licence };
  if (termOf(thing, 'market') === 'spot' || termOf(thing, 'market') === 'spot-block') {
    const bid = numberOf(thing, 'bid') ?? Infinity;
    const spare = times(price, { low: 0.1, likely: 0.35, high: 1 });
    const perHour = {
      low: Math.min(spare.low, bid),
      likely: Math.min(spare.likely, bid),
      high: Math.min(spare.high, bid),
    };
    return { perHour, how: 'spot', estimate: 'spot prices change by the hour: a tenth to all of the listed price' };
  }
  const system = licence > 0 ? ' with Windows' : '';
  if (termOf(thing, 'tenancy') === 'dedicated') {
    return {
      perHour: { low: price.low, likely: price.likely * 1.06, high: price.high * 1.1 },
      how: `on demand${system}, dedicated`,
      estimate: 'dedicated machines cost up to a tenth more',
    };
  }
  return { perHour: price, how: `on demand${system}`, estimate: null };
}

/** A disk as a launch asks for it. Sizes are text where they come from XML. */
interface Mapping {
  readonly deviceName?: unknown;
  readonly ebs?: {
    readonly volumeSize?: unknown;
    readonly volumeType?: unknown;
    readonly deleteOnTermination?: unknown;
  };
}

/** The first disk goes with its machine, further ones stay unless the launch says otherwise. Source: EC2 user guide, preserving volumes. */
function disksOf(thing: Billable): readonly Charge[] {
  const asked = mappingsOf(termOf(thing, 'volumes')).filter(({ ebs }) => ebs !== undefined);
  if (asked.length === 0) return [rootDisk(thing.region)];
  return asked.map(({ ebs, deviceName }, index) => {
    const gib = Number(ebs?.volumeSize);
    const type = typeof ebs?.volumeType === 'string' ? ebs.volumeType : 'gp3';
    const goes = ebs?.deleteOnTermination ?? (isRoot(deviceName) || index === 0);
    const stays = goes === false || goes === 'false';
    return diskOf({ gib: gib > 0 ? gib : null, type, due: stays ? 'lasting' : 'kept' }, thing.region);
  });
}

const isRoot = (device: unknown): boolean => device === '/dev/xvda' || device === '/dev/sda1';

const isMapping = (item: unknown): item is Mapping => typeof item === 'object' && item !== null;

function mappingsOf(text: string | null): readonly Mapping[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isMapping) : [];
  } catch {
    return [];
  }
}

const rootDisk = (region: string | null): Charge => diskOf({ gib: null, type: 'gp3', due: 'kept' }, region);

interface Disk {
  readonly gib: number | null;
  readonly type: string;
  readonly due: Charge['due'];
}

/** A disk of unknown size has 8 to 100 GiB: what images of Linux ask for, and of accelerated ones. */
function diskOf({ gib, type, due }: Disk, region: string | null): Charge {
  const month = storage.get(type) ?? 0.1;
  const size = gib === null ? { low: 8, likely: 8, high: 100 } : exactly(gib);
  return inRegion(
    {
      what: gib === null ? `disk of unknown size` : `disk of ${gib} GiB, ${storage.has(type) ? type : 'unknown type'}`,
      due,
      perHour: times(size, exactly(month / hoursAMonth)),
      estimate: gib === null ? 'no record tells the size of the disk: 8 to 100 GiB' : null,
    },
    region,
  );
}

export const volume = (thing: Billable): Quote =>
  one(diskOf({ gib: numberOf(thing, 'gib'), type: termOf(thing, 'type') ?? 'gp3', due: 'kept' }, thing.region));

/** A snapshot is billed for the blocks that are in use, at most for its volume's size. */
export function snapshot(thing: Billable): Quote {
  const gib = numberOf(thing, 'gib');
  const size = gib === null ? { low: 1, likely: 8, high: 100 } : { low: 0, likely: gib / 2, high: gib };
  const perHour = times(size, exactly(snapshotMonth / hoursAMonth));
  const estimate = 'billed for what the volume holds, which no record tells';
  return one(inRegion({ what: 'snapshot', due: 'kept', perHour, estimate }, thing.region));
}

const addressOf = (what: string, due: Charge['due'], region: string | null): Charge =>
  // The price of addresses is the same in all regions.
  charge({ what, due, perHour: exactly(publicAddress), estimate: region === null ? 'no region is recorded' : null });

export const address = ({ region }: Billable): Quote => one(addressOf('reserved public address', 'kept', region));

export const gateway = ({ region }: Billable): Quote =>
  one(inRegion({ what: 'NAT gateway', due: 'kept', perHour: exactly(natGateway) }, region));

/** Reserved capacity costs what the machines would, whether they run or not. */
export function capacity(thing: Billable): Quote {
  const { shape, region } = thing;
  const price = shape === null ? null : machinePrice(shape, region);
  if (price === null) return unpriced(shape === null ? 'no record tells its size' : `no price is listed for ${shape}`);
  const { perHour, estimate, tables } = price;
  return counted(thing, charge({ what: `${shape} reserved capacity`, due: 'kept', perHour, estimate, tables }));
}

/** A commitment is USD an hour for one or three years; nothing that is terminated ends it. */
export function savingsPlan(thing: Billable): Quote {
  const commitment = numberOf(thing, 'commitment');
  if (commitment === null) return unpriced('no record tells what was committed to');
  const perHour = exactly(commitment);
  return one(charge({ what: 'Savings Plan commitment', due: 'lasting', perHour, tables: [serviceTable] }));
}

export const reserved = (): Quote =>
  unpriced(
    'billed for one or three years whatever runs; the price stands in the offering, which the record only names',
  );
