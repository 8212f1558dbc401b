import { hoursAMonth } from '../../../model/price-time.ts';
import type { Billable, Quote } from '../../../model/prices.ts';
import { exactly } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import { atMost, both, charge, counted, inRegion, numberOf, one, termOf, unpriced } from './charge.ts';
import { machinePrice } from './machines.ts';

/** USD for a vCPU-hour and a GB-hour. Source: https://aws.amazon.com/fargate/pricing/ */
const fargate = { vcpu: 0.04048, gb: 0.004445 };
const fargateArm = { vcpu: 0.03238, gb: 0.00356 };

/** Tasks: each costs its vCPUs and memory while it runs. On one's own machines they cost nothing beside these. */
export function task(thing: Billable): Quote | null {
  const capacity = thing.terms['capacity'] ?? [];
  if (capacity.length > 0 && !capacity.some((name) => /^FARGATE/i.test(name))) return null;
  const sized = [thing, ...(thing.definition === null ? [] : [thing.definition])];
  const cpu = sized.map((one) => numberOf(one, 'cpu')).find((value) => value !== null) ?? null;
  const memory = sized.map((one) => numberOf(one, 'memory')).find((value) => value !== null) ?? null;
  if (cpu === null || memory === null) return unpriced('no record among those read tells the size of its tasks');
  const isArm = sized.some((one) => /arm/i.test(termOf(one, 'architecture') ?? ''));
  const rates = isArm ? fargateArm : fargate;
  const [vcpus, gb] = [cpu / 1024, memory / 1024];
  const price = exactly(vcpus * rates.vcpu + gb * rates.gb);
  const isSpot = capacity.some((name) => /SPOT/i.test(name));
  const perHour = isSpot ? { low: price.low * 0.3, likely: price.likely * 0.35, high: price.high } : price;
  const isService = thing.kind === 'ecs:service';
  const asked = 'the records tell how many tasks were asked for, not how many ran';
  const tasks = inRegion(
    {
      what: `Fargate task of ${vcpus} vCPU and ${gb} GB${isArm ? ' Arm' : ''}${isSpot ? ' spot' : ''}`,
      perHour: isService ? atMost(perHour) : perHour,
      minimumSeconds: 60,
      estimate: both(isService ? asked : null, isSpot ? 'spot prices change' : null),
      threads: vcpus,
    },
    thing.region,
  );
  return isService ? counted(thing, tasks) : one(tasks);
}

/** Machines for desktops and games have prices of their own, which are not listed here. */
export const rented = (): Quote => unpriced('no list of its prices is at hand');

/** A function is billed for the time that it runs, which no record of management tells. Source: https://aws.amazon.com/lambda/pricing/ */
export function lambda(thing: Billable): Quote {
  const gb = (Number(thing.shape ?? '128') || 128) / 1024;
  const isArm = /arm/i.test(termOf(thing, 'architecture') ?? '');
  const hour = 3600 * gb * (isArm ? 0.0000133334 : 0.0000166667);
  return unpriced(
    `billed for the time it runs, which these logs do not hold; one copy that runs without pause costs ${hour.toFixed(3)} USD an hour`,
  );
}

/** Share by which SageMaker's machines cost more than the same ones of EC2. Source: https://aws.amazon.com/sagemaker/pricing/ */
const sagemakerShare: Range = { low: 1.15, likely: 1.2, high: 1.4 };

/** Seconds after which jobs end unless asked otherwise. Sources: the services' API references. */
const dayOfSeconds = 86_400;

/** Machines of SageMaker, which follow those of EC2. A job ends by itself, an endpoint and a notebook do not. */
export function sagemaker(thing: Billable): Quote {
  const shape = thing.shape ?? thing.definition?.shape ?? null;
  const price = shape === null ? null : machinePrice(shape.replace(/^ml\./, ''), thing.region);
  if (price === null)
    return unpriced(shape === null ? 'no record tells the size of its machines' : `no price is listed for ${shape}`);
  const isJob = thing.kind.endsWith('-job');
  const perHour = {
    low: isJob ? 0 : price.perHour.low * sagemakerShare.low,
    likely: price.perHour.likely * sagemakerShare.likely,
    high: price.perHour.high * sagemakerShare.high,
  };
  return counted(
    thing,
    charge({
      what: `${shape} of SageMaker`,
      perHour,
      minimumSeconds: isJob ? 60 : 0,
      endsWithinSeconds: isJob ? (numberOf(thing, 'seconds') ?? dayOfSeconds) : null,
      estimate: both(
        isJob ? 'no record tells when a job ended by itself' : null,
        both(price.estimate, "worked out from EC2's price"),
      ),
      tables: price.tables,
      threads: price.vcpus,
    }),
  );
}

/** USD a minute and vCPUs. Source: https://aws.amazon.com/codebuild/pricing/ and the user guide's compute types */
const builds: ReadonlyMap<string, { readonly minute: number; readonly vcpus: number }> = new Map([
  ['BUILD_GENERAL1_SMALL', { minute: 0.005, vcpus: 2 }],
  ['BUILD_GENERAL1_MEDIUM', { minute: 0.01, vcpus: 4 }],
  ['BUILD_GENERAL1_LARGE', { minute: 0.02, vcpus: 8 }],
  ['BUILD_GENERAL1_XLARGE', { minute: 0.1002, vcpus: 36 }],
  ['BUILD_GENERAL1_2XLARGE', { minute: 0.25, vcpus: 72 }],
]);

/** A build ends by itself, after an hour unless its project says otherwise. */
export function build(thing: Billable): Quote {
  const shape = thing.shape ?? thing.definition?.shape ?? null;
  const price = builds.get(shape ?? '');
  const environment = termOf(thing, 'platform') ?? 'LINUX_CONTAINER';
  if (price === undefined || environment !== 'LINUX_CONTAINER')
    return unpriced(`no price is listed for ${shape ?? 'a build of unknown size'} in ${environment}`);
  return one(ending(thing, { what: `${shape} build`, hour: price.minute * 60, minutes: 60, threads: price.vcpus }));
}

interface Ending {
  readonly what: string;
  /** USD */
  readonly hour: number;
  /** After which it ends at the latest, where no record says otherwise. */
  readonly minutes: number;
  readonly threads: number;
}

/** Something that ends by itself, which no record tells. */
function ending(thing: Billable, { what, hour, minutes, threads }: Ending) {
  const limit = [thing, ...(thing.definition === null ? [] : [thing.definition])]
    .map((one) => numberOf(one, 'minutes'))
    .find((value) => value !== null);
  return inRegion(
    {
      what,
      perHour: atMost(exactly(hour)),
      minimumSeconds: 60,
      endsWithinSeconds: (limit ?? minutes) * 60,
      estimate: 'no record tells when it ended by itself',
      threads,
    },
    thing.region,
  );
}

/** Source: https://aws.amazon.com/amplify/pricing/: 0.01 USD a minute on 4 vCPUs; a build ends after 30 minutes. */
export const amplify = (thing: Billable): Quote =>
  one(ending(thing, { what: 'Amplify build', hour: 0.6, minutes: 30, threads: 4 }));

/** DPUs of a worker, at 0.44 USD an hour each; four vCPUs to one. Source: https://aws.amazon.com/glue/pricing/ */
const workers: ReadonlyMap<string, number> = new Map([
  ['G.025X', 0.25],
  ['Standard', 1],
  ['G.1X', 1],
  ['G.2X', 2],
  ['G.4X', 4],
  ['G.8X', 8],
]);
const dpuHour = 0.44;

/** A job ends by itself after two days unless told otherwise; an endpoint for development does not. */
export function glue(thing: Billable): Quote {
  const shape = thing.shape ?? thing.definition?.shape ?? 'G.1X';
  const dpus = workers.get(shape);
  if (dpus === undefined) return unpriced(`no price is listed for a ${shape} worker of Glue`);
  const what = `${shape} worker of Glue`;
  const hour = dpus * dpuHour;
  if (thing.kind === 'glue:dev-endpoint')
    return counted(thing, inRegion({ what, perHour: exactly(hour), due: 'kept', threads: 4 * dpus }, thing.region));
  return counted(thing, ending(thing, { what, hour, minutes: 2880, threads: 4 * dpus }));
}

/** Memory is billed always, vCPUs while requests are served. Source: https://aws.amazon.com/apprunner/pricing/ */
export function apprunner(thing: Billable): Quote {
  const whole = (value: number | null, otherwise: number) =>
    value === null ? otherwise : value >= 256 ? value / 1024 : value;
  const vcpus = whole(numberOf(thing, 'cpu'), 1);
  const gb = whole(numberOf(thing, 'memory'), 2);
  const [idle, active] = [gb * 0.007, gb * 0.007 + vcpus * 0.064];
  return one(
    inRegion(
      {
        what: `App Runner instance of ${vcpus} vCPU and ${gb} GB`,
        perHour: { low: idle, likely: active, high: active },
        minimumSeconds: 60,
        estimate: 'the records do not tell how many instances served; one is counted',
        threads: vcpus,
      },
      thing.region,
    ),
  );
}

/** Source: https://aws.amazon.com/eks/pricing/ */
export const cluster = (): Quote => one(charge({ what: 'EKS cluster', due: 'kept', perHour: exactly(0.1) }));

/** USD a month by size, vCPUs two from medium on. Source: https://aws.amazon.com/lightsail/pricing/ */
const bundles: Readonly<Record<string, readonly [month: number, vcpus: number]>> = {
  nano: [5, 2],
  micro: [7, 2],
  small: [12, 2],
  medium: [24, 2],
  large: [44, 2],
  xlarge: [84, 4],
  '2xlarge': [164, 8],
  '4xlarge': [384, 16],
};

/** A machine of Lightsail is billed stopped as well. */
export function lightsail({ shape }: Billable): Quote {
  const size = /^(\w+?)_(?:win_)?\d/.exec(shape ?? '')?.[1] ?? '';
  const bundle = Object.hasOwn(bundles, size) ? bundles[size] : undefined;
  if (bundle === undefined || /win/.test(shape ?? ''))
    return unpriced(`no price is listed for ${shape ?? 'a Lightsail bundle that no record names'}`);
  const perHour = {
    low: bundle[0] / hoursAMonth / 1.4,
    likely: bundle[0] / hoursAMonth,
    high: bundle[0] / hoursAMonth,
  };
  const estimate = 'older bundles cost up to a third less';
  return one(charge({ what: `Lightsail ${size}`, due: 'kept', perHour, estimate, threads: bundle[1] }));
}

/** USD a month for a node. Source: https://aws.amazon.com/lightsail/pricing/ */
const nodes: Readonly<Record<string, readonly [month: number, vcpus: number]>> = {
  nano: [7, 0.25],
  micro: [10, 0.25],
  small: [25, 0.5],
  medium: [50, 1],
  large: [100, 2],
  xlarge: [200, 4],
};

export function lightsailContainers(thing: Billable): Quote {
  const { shape } = thing;
  const node = shape !== null && Object.hasOwn(nodes, shape) ? nodes[shape] : undefined;
  if (node === undefined) return unpriced(`no price is listed for ${shape ?? 'nodes of unknown size'}`);
  const perHour = exactly(node[0] / hoursAMonth);
  return counted(thing, charge({ what: `Lightsail container node, ${shape}`, due: 'kept', perHour, threads: node[1] }));
}

export const throughput = ({ shape }: Billable): Quote =>
  unpriced(
    `Bedrock bills reserved throughput by the hour, used or not; no price is listed for ${shape ?? 'a model that no record names'}`,
  );

/** Source: https://aws.amazon.com/bedrock/pricing/ */
export const modelUse = (): Quote => unpriced('billed by the token, and these logs do not hold their number');
