import { defineSemantics } from '../../model/semantics.ts';
import { identity } from './semantics/identity.ts';
import { machineNames } from './semantics/machine-names.ts';
import { machines } from './semantics/machines.ts';
import { network } from './semantics/network.ts';
import { platforms } from './semantics/platforms.ts';
import { watch } from './semantics/watch.ts';

/**
 * What operations of Oracle Cloud do, by service in lower case and operation, as the audit source writes
 * them. Operations: https://docs.oracle.com/en-us/iaas/api/
 */
export const semantics = defineSemantics({
  cloud: 'oci',
  dryRunErrors: [],
  // A sign-in to an identity domain that failed has no status; work that failed ends in a record of its own.
  refusedWhen: [
    { at: 'data.additionalDetails.eventId', contains: '.failure' },
    { at: 'data.stateChange.current.lifecycleState', is: 'FAILED' },
  ],
  tags: ['data.freeformTags', 'data.definedTags'],
  compartment: ['data.compartmentId', 'compartmentId'],
  acts: { ...machines, ...platforms, ...identity, ...network, ...watch },
  prefixes: [
    { starts: 'List', verb: 'list' },
    { starts: 'Get', verb: 'list' },
    { starts: 'Head', verb: 'list' },
    { starts: 'Search', verb: 'list' },
    { starts: 'Summarize', verb: 'list' },
    { starts: 'Create', verb: 'create' },
    { starts: 'Delete', verb: 'delete' },
    { starts: 'Terminate', verb: 'terminate' },
    { starts: 'Update', verb: 'modify' },
    { starts: 'Change', verb: 'modify' },
    { starts: 'Patch', verb: 'modify' },
    { starts: 'Put', verb: 'modify' },
  ],
  // https://docs.oracle.com/en-us/iaas/Content/Compute/References/computemetrics.htm and …/Network/Reference/vnicmetrics.htm
  measures: {
    oci_computeagent: { CpuUtilization: 'cpu-percent', NetworksBytesOut: 'bytes-out' },
    oci_vcn: { VnicToNetworkBytes: 'bytes-out' },
  },
  // GPU shapes name their model; bare metal, and fixed shapes of 16 OCPU and more, are large. Flexible ones tell their size apart.
  shapes: [
    { class: 'gpu', pattern: '(^|\\.)GPU' },
    {
      class: 'large',
      pattern: '^BM\\.|^VM\\.[A-Za-z]+[0-9]*(\\.[A-Za-z]+[0-9]*)*\\.(1[6-9]|2[0-9]|[3-9][0-9]|[0-9]{3})$',
    },
  ],
  machines: machineNames,
});
