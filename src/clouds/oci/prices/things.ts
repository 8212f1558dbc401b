import { hoursAMonth } from '../../../model/price-time.ts';
import type { Billable, Charge, Quote } from '../../../model/prices.ts';
import { exactly, times } from '../../../model/range.ts';
import { charge, counted, numberOf, one, together, unpriced } from './charge.ts';
import {
  backupMonth,
  enhancedCluster,
  functionGbSecond,
  preemptibleShare,
  unusedShare,
  virtualNode,
  volumeMonth,
} from './price-list.ts';
import { shapePrice } from './shapes.ts';
import type { ShapePrice } from './shapes.ts';

/** Each start of a virtual machine is billed for a minute at least, of a whole server for an hour. Source: Oracle, per-second billing for compute, 2019. */
const leastSeconds = ({ isWhole }: ShapePrice): number => (isWhole ? 3600 : 60);

/**
 * While it is stopped a machine costs nothing, save those with disks or GPUs of their own.
 * Source: https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/resource-billing-stopped-instances.htm
 */
const dueOf = ({ isHeld }: ShapePrice): Charge['due'] => (isHeld ? 'kept' : 'running');

/** Only the commercial realm follows the one list: others have their own contracts. */
const otherRealm = ({ region }: Billable): string | null =>
  region !== null && /-(gov|dcc)-|^us-(langley|luke)-/.test(region)
    ? `list price of the commercial regions, ${region} is in another realm`
    : null;

/** A machine: its compute, and its boot volume as long as it is there. */
export function instance(thing: Billable): Quote {
  const found = shapePrice(thing);
  if ('unknown' in found) return unpriced(found.unknown);
  return one(compute(thing, found.price), bootVolumeOf(thing));
}

function compute(thing: Billable, price: ShapePrice): Charge {
  const isSpare = thing.terms['preemptible'] !== undefined;
  return charge({
    what: `${price.what} ${isSpare ? 'preemptible' : 'on demand'}`,
    due: dueOf(price),
    perHour: isSpare ? times(price.perHour, exactly(preemptibleShare)) : price.perHour,
    minimumSeconds: leastSeconds(price),
    estimate: together(price.estimate, otherRealm(thing)),
    threads: price.threads,
  });
}

/** Containers on machines of the service: the price is that of the machine, without a disk. */
export function containers(thing: Billable): Quote {
  const found = shapePrice(thing);
  return 'unknown' in found ? unpriced(found.unknown) : one(compute(thing, found.price));
}

/** A notebook or a job of Data Science costs its machine; no record tells when a job ended by itself. */
export function machineOfService(thing: Billable): Quote {
  const found = shapePrice(thing);
  if ('unknown' in found) return unpriced(found.unknown);
  const whole = compute(thing, found.price);
  if (!thing.kind.endsWith('-run')) return one(whole);
  const estimate = together(whole.estimate, 'no record tells when it ended by itself');
  return one({ ...whole, perHour: { ...whole.perHour, low: 0 }, estimate });
}

/** Images of Linux ask for 47 GB, those of Windows for 256; no record of a launch tells. */
const bootVolumeOf = (thing: Billable): Charge =>
  charge({
    what: 'boot volume of unknown size',
    due: 'kept',
    perHour: times({ low: 47, likely: 47, high: 256 }, exactly(volumeMonth / hoursAMonth)),
    estimate: together('no record tells the size of the boot volume: 47 to 256 GB', otherRealm(thing)),
  });

export function volume(thing: Billable): Quote {
  const gb = numberOf(thing, 'gib');
  const size = gb === null ? { low: 47, likely: 50, high: 1024 } : exactly(gb);
  const estimate = gb === null ? 'no record tells its size: 47 GB to 1 TB' : null;
  return one(
    charge({
      what: gb === null ? 'volume of unknown size' : `volume of ${gb} GB, balanced`,
      due: 'kept',
      perHour: times(size, exactly(volumeMonth / hoursAMonth)),
      estimate: together(estimate, otherRealm(thing)),
    }),
  );
}

/** A backup is billed for the blocks that are in use. */
export const backup = (thing: Billable): Quote =>
  one(
    charge({
      what: 'backup of a volume',
      due: 'kept',
      perHour: times({ low: 1, likely: 20, high: 256 }, exactly(backupMonth / hoursAMonth)),
      estimate: together('billed for what the volume holds, which no record tells', otherRealm(thing)),
    }),
  );

/** Capacity that stands unused costs less than the machines in it, which are launches of their own. */
export function reservation(thing: Billable): Quote {
  const found = shapePrice(thing);
  if ('unknown' in found) return unpriced(found.unknown);
  const { what, perHour, estimate } = found.price;
  const unused = 'billed while no machine uses it, which no record tells';
  return counted(
    charge({
      what: `${what} reserved capacity`,
      due: 'kept',
      perHour: { ...times(perHour, exactly(unusedShare)), low: 0 },
      estimate: together(estimate, unused, otherRealm(thing)),
    }),
  );
}

export const virtualNodes = (thing: Billable): Quote =>
  counted(charge({ what: 'virtual node', due: 'kept', perHour: exactly(virtualNode), estimate: otherRealm(thing) }));

/** A basic cluster is free, an enhanced one is not; no record tells which it is. */
export const cluster = (thing: Billable): Quote =>
  one(
    charge({
      what: 'Kubernetes cluster',
      due: 'kept',
      perHour: { low: 0, likely: 0, high: enhancedCluster },
      estimate: together('free where it is basic, billed where it is enhanced', otherRealm(thing)),
    }),
  );

/** A function is billed for the time that it runs, which no record of Audit tells. */
export const runtime = (): Quote =>
  unpriced(
    `billed for the time it runs, which these logs do not hold; one copy of 1 GB that runs without pause costs ${(3600 * functionGbSecond).toFixed(3)} USD an hour`,
  );

export const otherService = (): Quote => unpriced('its size stands in no record, and its price is not in this list');
