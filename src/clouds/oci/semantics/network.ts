import type { Semantics } from '../../../model/semantics.ts';
import { act, makes, names, now, on, res, spelled, thing } from './record.ts';

/** Ways in and out: rules, gateways, addresses, bastions. */
export const network: Semantics['acts'] = {
  ...spelled(['virtualnetwork'], {
    CreateVcn: makes('create', 'network:vcn'),
    DeleteVcn: on('delete', 'network:vcn'),
    CreateSubnet: makes('create', 'network:subnet'),
    DeleteSubnet: on('delete', 'network:subnet'),
    CreateSecurityList: makes('create', 'network:security-list'),
    UpdateSecurityList: on('modify', 'network:security-list'),
    DeleteSecurityList: on('delete', 'network:security-list'),
    CreateNetworkSecurityGroup: makes('create', 'network:security-group'),
    UpdateNetworkSecurityGroup: on('modify', 'network:security-group'),
    AddNetworkSecurityGroupSecurityRules: on('modify', 'network:security-group'),
    UpdateNetworkSecurityGroupSecurityRules: on('modify', 'network:security-group'),
    RemoveNetworkSecurityGroupSecurityRules: on('modify', 'network:security-group'),
    DeleteNetworkSecurityGroup: on('delete', 'network:security-group'),
    CreateInternetGateway: makes('create', 'network:internet-gateway'),
    DeleteInternetGateway: on('delete', 'network:internet-gateway'),
    UpdateRouteTable: on('modify', 'network:route-table'),
    CreatePublicIp: act('create', 'network:public-ip', {
      made: [now('id'), res('id')],
      names: [now('ipAddress'), res('ipAddress'), ...names],
    }),
    DeletePublicIp: on('delete', 'network:public-ip'),
    // An interface that is put into other groups lets through what those let through.
    UpdateVnic: [
      on('contain', 'network:vnic', { when: [{ at: now('nsgIds[*]'), exists: true }] }),
      on('modify', 'network:vnic'),
    ],
    CreateLocalPeeringGateway: makes('create', 'network:peering-gateway'),
    CreateRemotePeeringConnection: makes('create', 'network:peering-connection'),
    CreateDrg: makes('create', 'network:drg'),
  }),
  natgateway: {
    CreateNatGateway: makes('create', 'network:nat-gateway'),
    DeleteNatGateway: on('delete', 'network:nat-gateway'),
  },
  ...spelled(['bastion', 'bastionservice'], {
    CreateBastion: makes('create', 'bastion:bastion'),
    UpdateBastion: on('modify', 'bastion:bastion'),
    DeleteBastion: on('delete', 'bastion:bastion'),
    CreateSession: act('execute', 'compute:instance', {
      made: [now('id'), res('id')],
      target: [now('targetResourceDetails.targetResourceId'), res('targetResourceDetails.targetResourceId'), ...thing],
    }),
    DeleteSession: on('delete', 'bastion:session'),
  }),
};
