import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../../../model/machine-simulation.ts';
import { availabilityDomain } from '../../ids.ts';
import { compartmentOf, connectorObject, interfaceOf } from '../machine-place.ts';

/** Metrics as a service connector streams them: a line a series, here with one point each. */
export const render: MachineRender = {
  source: 'oci.metrics',
  records,
  object: (delivery, lines) => connectorObject('metrics', delivery, lines),
};

type Metric = Extract<Deed, { is: 'measure' }>['metric'];

interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly displayName: string;
  readonly unit: string;
}

const ofMachine = (name: string, displayName: string, unit: string): Series => ({
  namespace: 'oci_computeagent',
  name,
  displayName,
  unit,
});
const ofInterface = (name: string, displayName: string): Series => ({
  namespace: 'oci_vcn',
  name,
  displayName,
  unit: 'bytes',
});

/** Traffic is measured by the machine's agent, and by the network at its interface. */
const series: Readonly<Record<Metric, readonly Series[]>> = {
  cpu: [ofMachine('CpuUtilization', 'CPU Utilization', 'percent')],
  memory: [ofMachine('MemoryUtilization', 'Memory Utilization', 'percent')],
  'bytes-out': [
    ofMachine('NetworksBytesOut', 'Network Transmit Bytes', 'bytes'),
    ofInterface('VnicToNetworkBytes', 'Bytes to Network'),
  ],
  'bytes-in': [
    ofMachine('NetworksBytesIn', 'Network Receive Bytes', 'bytes'),
    ofInterface('VnicFromNetworkBytes', 'Bytes from Network'),
  ],
};

/**
 * Sources: https://docs.oracle.com/en-us/iaas/Content/Compute/References/computemetrics.htm and
 * https://docs.oracle.com/en-us/iaas/Content/Network/Reference/vnicmetrics.htm
 */
function records({ time, machine, deed }: Happening): readonly string[] {
  if (deed.is !== 'measure') return [];
  return series[deed.metric].map(({ namespace, name, displayName, unit }) =>
    JSON.stringify({
      namespace,
      resourceGroup: null,
      compartmentId: compartmentOf(machine),
      name,
      dimensions: namespace === 'oci_vcn' ? { resourceId: interfaceOf(machine) } : dimensionsOf(machine),
      metadata: { displayName, unit },
      datapoints: [{ timestamp: time, value: deed.value, count: 1 }],
    }),
  );
}

const dimensionsOf = ({ uid, name, region, shape }: SimulatedMachine): Readonly<Record<string, string>> => ({
  availabilityDomain: availabilityDomain(region, 1),
  faultDomain: 'FAULT-DOMAIN-1',
  region,
  resourceDisplayName: name,
  resourceId: uid ?? '',
  shape: shape ?? '',
});
