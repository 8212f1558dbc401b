import type { Machines } from '../../../model/machines.ts';
import { req, res } from './record.ts';

const details = ['resource.instanceDetails', 'Resource.InstanceDetails'];
const inDetails = (path: string): readonly string[] => [
  `${details[0]}.${path}`,
  `${details[1]}.${path.replaceAll(/(^|\.)[a-z]/g, (first) => first.toUpperCase())}`,
];

/**
 * By what instances are known: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html,
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_InstanceDetails.html
 */
export const machineNames: Machines = {
  kind: 'ec2:instance',
  uid: '^i-[0-9a-f]+$',
  signs: [
    {
      source: 'aws.cloudtrail',
      when: [{ of: 'operation', oneOf: ['RunInstances'] }],
      each: res('instancesSet.items[*]'),
      uids: ['instanceId', 'networkInterfaceSet.items[*].networkInterfaceId'],
      names: ['privateDnsName', { at: 'privateDnsName', matches: '^([^.]+)' }],
      addresses: [
        'privateIpAddress',
        'networkInterfaceSet.items[*].privateIpAddress',
        'networkInterfaceSet.items[*].association.publicIp',
      ],
      shape: 'instanceType',
    },
    {
      source: 'aws.cloudtrail',
      when: [{ of: 'operation', oneOf: ['AttachNetworkInterface'] }],
      uids: [req('instanceId'), req('networkInterfaceId')],
    },
    {
      source: 'aws.guardduty',
      when: [{ of: 'kind', oneOf: ['Instance'] }],
      uids: [inDetails('instanceId'), inDetails('networkInterfaces[*].networkInterfaceId')],
      names: [inDetails('networkInterfaces[*].privateDnsName')],
      addresses: [inDetails('networkInterfaces[*].privateIpAddress'), inDetails('networkInterfaces[*].publicIp')],
      shape: inDetails('instanceType'),
    },
  ],
};
