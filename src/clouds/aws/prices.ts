import type { Billable, Quote } from '../../model/prices.ts';
import { definePrices } from '../../model/prices.ts';
import { serviceTable } from './prices/charge.ts';
import { address, capacity, gateway, instance, reserved, savingsPlan, snapshot, volume } from './prices/ec2.ts';
import { machineTable } from './prices/machine-list.ts';
import {
  amplify,
  apprunner,
  build,
  cluster,
  glue,
  lambda,
  lightsail,
  lightsailContainers,
  sagemaker,
  rented,
  task,
  modelUse,
  throughput,
} from './prices/platforms.ts';
import { regionTable } from './prices/regions.ts';

/**
 * Things that are billed, by kind. What is missing costs nothing by itself: groups, fleets and clusters of
 * machines cost what their machines do, which are launches of their own in the records.
 */
const quotes: ReadonlyMap<string, (thing: Billable) => Quote | null> = new Map<
  string,
  (thing: Billable) => Quote | null
>([
  ['ec2:instance', instance],
  ['ec2:volume', volume],
  ['ec2:snapshot', snapshot],
  ['ec2:address', address],
  ['ec2:nat-gateway', gateway],
  ['ec2:capacity-reservation', capacity],
  ['ec2:reserved-instance', reserved],
  ['savingsplans:plan', savingsPlan],
  ['eks:cluster', cluster],
  ['ecs:service', task],
  ['ecs:task', task],
  ['lambda:function', lambda],
  ['sagemaker:notebook-instance', sagemaker],
  ['sagemaker:training-job', sagemaker],
  ['sagemaker:processing-job', sagemaker],
  ['sagemaker:endpoint', sagemaker],
  ['codebuild:build', build],
  ['amplify:job', amplify],
  ['glue:job-run', glue],
  ['glue:dev-endpoint', glue],
  ['apprunner:service', apprunner],
  ['lightsail:instance', lightsail],
  ['lightsail:container-service', lightsailContainers],
  ['appstream:fleet', rented],
  ['gamelift:fleet', rented],
  ['workspaces:workspace', rented],
  ['bedrock:provisioned-throughput', throughput],
  ['bedrock:model', modelUse],
]);

/** Amazon's list prices in USD, before discounts, credits, taxes and free tiers. */
export const prices = definePrices({
  cloud: 'aws',
  tables: [machineTable, regionTable, serviceTable],
  quote: (thing) => quotes.get(thing.kind)?.(thing) ?? null,
  named: ({ shape, region }) => ({ kind: 'ec2:instance', shape, region, terms: {}, definition: null }),
});
