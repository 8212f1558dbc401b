import type { Answers, Making } from './answered.ts';
import { changing, making } from './answered.ts';

const made = (type: string, kind: string, more: Partial<Making> = {}) =>
  making({ type: `network:${type}`, kind, path: `/20160918/${kind}s`, states: ['AVAILABLE', 'AVAILABLE'], ...more });

/** How Networking answers. Models: https://docs.oracle.com/en-us/iaas/api/#/en/iaas/20160918/ */
export const network: Answers = {
  virtualNetwork: {
    CreateVcn: made('vcn', 'vcn'),
    CreateSubnet: made('subnet', 'subnet'),
    CreateInternetGateway: made('internet-gateway', 'internetgateway'),
    CreateNetworkSecurityGroup: made('security-group', 'networksecuritygroup'),
    AddNetworkSecurityGroupSecurityRules: changing({
      by: 'networkSecurityGroupId',
      path: '/20160918/networkSecurityGroups',
    }),
    CreateSecurityList: made('security-list', 'securitylist'),
    UpdateSecurityList: changing({ by: 'securityListId', path: '/20160918/securityLists' }),
    UpdateRouteTable: changing({ by: 'rtId', path: '/20160918/routeTables' }),
    CreatePublicIp: made('public-ip', 'publicip'),
    UpdateVnic: changing({ by: 'vnicId', path: '/20160918/vnics' }),
  },
};
