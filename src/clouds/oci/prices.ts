import type { Billable, Quote } from '../../model/prices.ts';
import { definePrices } from '../../model/prices.ts';
import { listTable } from './prices/price-list.ts';
import {
  backup,
  cluster,
  containers,
  instance,
  machineOfService,
  otherService,
  reservation,
  runtime,
  virtualNodes,
  volume,
} from './prices/things.ts';

/**
 * Things that are billed, by kind. What is missing costs nothing by itself: instance pools, configurations, node
 * pools and cluster networks cost what their machines do, which are launches of their own in the records; networks,
 * addresses and gateways are free.
 */
const quotes: ReadonlyMap<string, (thing: Billable) => Quote> = new Map<string, (thing: Billable) => Quote>([
  ['compute:instance', instance],
  ['compute:capacity-reservation', reservation],
  ['compute:dedicated-host', otherService],
  ['blockvolumes:volume', volume],
  ['blockvolumes:boot-volume', volume],
  ['blockvolumes:volume-backup', backup],
  ['blockvolumes:boot-volume-backup', backup],
  ['containerinstances:container-instance', containers],
  ['oke:virtual-node-pool', virtualNodes],
  ['oke:cluster', cluster],
  ['functions:function', runtime],
  ['datascience:notebook-session', machineOfService],
  ['datascience:job-run', machineOfService],
  ['datascience:pipeline-run', otherService],
  ['datascience:model-deployment', otherService],
  ['dataflow:run', otherService],
  ['dataflow:pool', otherService],
  ['bds:cluster', otherService],
  ['devops:build-run', otherService],
  ['generativeai:dedicated-cluster', otherService],
  ['database:db-system', otherService],
  ['database:autonomous-database', otherService],
]);

/** Oracle's list prices in USD, before discounts, credits, taxes and what is always free. */
export const prices = definePrices({
  cloud: 'oci',
  tables: [listTable],
  quote: (thing) => quotes.get(thing.kind)?.(thing) ?? null,
  named: ({ shape, processors, memoryGb, region }) => ({
    kind: 'compute:instance',
    shape,
    region,
    terms: {
      ...(processors === null ? {} : { ocpus: [String(processors)] }),
      ...(memoryGb === null ? {} : { memory: [String(memoryGb)] }),
    },
    definition: null,
  }),
});
