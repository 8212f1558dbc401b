import type { Machines } from '../../../model/machines.ts';
import { made, names, now, res } from './record.ts';

const compartment = ['data.compartmentId', 'compartmentId'];
const launches = { of: 'operation', oneOf: ['LaunchInstance', 'LaunchInstanceConfiguration'] } as const;

/**
 * By what instances are known. A launch tells no address: those stand with the interface
 * (https://docs.oracle.com/en-us/iaas/api/#/en/iaas/20160918/Vnic), which one its attachment says
 * (https://docs.oracle.com/en-us/iaas/api/#/en/iaas/20160918/VnicAttachment).
 */
export const machineNames: Machines = {
  kind: 'compute:instance',
  uid: '^ocid1\\.instance\\.[a-z0-9]+\\.',
  signs: [
    { source: 'oci.audit', when: [launches], uids: made, names: [names], compartment },
    {
      source: 'oci.audit',
      when: [{ of: 'operation', oneOf: ['AttachVnic', 'GetVnicAttachment'] }],
      uids: [now('instanceId'), res('instanceId'), now('vnicId'), res('vnicId')],
    },
    {
      source: 'oci.audit',
      when: [{ of: 'operation', oneOf: ['GetVnic', 'UpdateVnic', 'CreateVnic'] }],
      uids: [['data.resourceId', now('id'), res('id')], now('nsgIds[*]'), res('nsgIds[*]')],
      names: [now('hostnameLabel'), res('hostnameLabel')],
      addresses: [now('privateIp'), res('privateIp'), now('publicIp'), res('publicIp')],
    },
    {
      source: 'oci.inventory',
      when: [{ of: 'kind', oneOf: ['Instance'] }],
      uids: ['identifier'],
      compartment: ['compartmentId', 'compartment-id'],
      state: ['lifecycleState', 'lifecycle-state'],
    },
    {
      source: 'oci.cloud-guard',
      when: [{ of: 'service', oneOf: ['cloudguard'] }],
      uids: ['data.additionalDetails.resourceId', 'resourceId', 'resource-id'],
      compartment: ['data.compartmentId', 'compartmentId', 'compartment-id'],
    },
    { source: 'oci.vcn-flow', isFlow: true },
    { source: 'oci.vcn-flow', uids: ['oracle.instanceocid', 'oracle.vnicocid'], isFrequent: true },
  ],
};
