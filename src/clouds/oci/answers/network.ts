import type { Answers, Making } from './answered.ts';
import type { Question } from '../../../model/simulation.ts';
import { namedUid } from '../ids.ts';
import { changing, making, objectOf } from './answered.ts';

const made = (type: string, kind: string, more: Partial<Making> = {}) =>
  making({ type: `network:${type}`, kind, path: `/20160918/${kind}s`, states: ['AVAILABLE', 'AVAILABLE'], ...more });

/** A request may name the machine instead of its one interface. */
function withInterface(question: Question): Question {
  const { instanceId, ...request } = objectOf(question.request);
  if (typeof instanceId !== 'string') return question;
  return { ...question, request: { vnicId: namedUid('vnic', instanceId, question.region), ...request } };
}

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
    UpdateVnic: (question) => changing({ by: 'vnicId', path: '/20160918/vnics' })(withInterface(question)),
  },
};
