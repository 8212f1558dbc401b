import type { Semantics } from '../../../model/semantics.ts';
import { act, commandsAt, on, req, res } from './record.ts';

const instances = req('instancesSet.items[*].instanceId');

/** A disk's copy or an image that other accounts may use, or may no longer; `group` is everybody. */
const shared = (kind: string, name: string, list: string) => {
  const target = req(name);
  return [
    act('share', kind, { when: [{ at: req(`${list}.add.items[*].group`), exists: true }], target }),
    act('share', kind, {
      when: [{ at: req(`${list}.add.items[*].userId`), exists: true }],
      target,
      recipients: req(`${list}.add.items[*].userId`),
    }),
    act('revoke', kind, { when: [{ at: req(`${list}.remove`), exists: true }], target }),
    act('share', kind, { target }),
  ];
};

/** Virtual machines and what starts them: EC2, Auto Scaling, Lightsail. */
export const machines: Semantics['acts'] = {
  'ec2.amazonaws.com': {
    RunInstances: act('launch', 'ec2:instance', {
      made: res('instancesSet.items[*].instanceId'),
      shape: [req('instanceType'), res('instancesSet.items[*].instanceType')],
      count: [req('instancesSet.items[*].maxCount'), req('instancesSet.items[*].minCount')],
      cause: [req('tagSpecificationSet.items[*].tags[*].value'), res('instancesSet.items[*].spotInstanceRequestId')],
      terms: {
        market: [res('instancesSet.items[*].instanceLifecycle'), req('instanceMarketOptions.marketType')],
        bid: req('instanceMarketOptions.spotOptions.maxPrice'),
        platform: res('instancesSet.items[*].platform'),
        tenancy: [res('instancesSet.items[*].placement.tenancy'), req('tenancy')],
        volumes: req('blockDeviceMapping.items'),
        address: res('instancesSet.items[*].networkInterfaceSet.items[*].association.publicIp'),
      },
    }),
    StartInstances: act('start', 'ec2:instance', { target: instances }),
    StopInstances: act('stop', 'ec2:instance', { target: instances }),
    TerminateInstances: act('terminate', 'ec2:instance', { target: instances }),
    RebootInstances: act('modify', 'ec2:instance', { target: instances }),
    RequestSpotInstances: act('launch', 'ec2:spot-request', {
      made: res('spotInstanceRequestSet.items[*].spotInstanceRequestId'),
      serves: true,
      shape: req('launchSpecification.instanceType'),
      count: req('instanceCount'),
    }),
    CancelSpotInstanceRequests: act('delete', 'ec2:spot-request', {
      target: req('spotInstanceRequestIdSet.items[*].spotInstanceRequestId'),
    }),
    RequestSpotFleet: act('launch', 'ec2:spot-fleet', {
      made: res('spotFleetRequestId'),
      serves: true,
      shape: req('spotFleetRequestConfig.launchSpecifications[*].instanceType'),
      count: req('spotFleetRequestConfig.targetCapacity'),
    }),
    CancelSpotFleetRequests: act('delete', 'ec2:spot-fleet', {
      target: [
        req('spotFleetRequestId.items[*].spotFleetRequestId'),
        req('CancelSpotFleetRequestsRequest.SpotFleetRequestId.content'),
        req('CancelSpotFleetRequestsRequest.SpotFleetRequestId[*].content'),
      ],
    }),
    CreateFleet: act('launch', 'ec2:fleet', {
      made: res('CreateFleetResponse.fleetId'),
      serves: true,
      shape: req('CreateFleetRequest.LaunchTemplateConfigs.Overrides.InstanceType'),
      count: req('CreateFleetRequest.TargetCapacitySpecification.TotalTargetCapacity'),
    }),
    DeleteFleets: act('delete', 'ec2:fleet', {
      target: [req('DeleteFleetsRequest.FleetId.content'), req('DeleteFleetsRequest.FleetId')],
    }),
    CreateLaunchTemplate: act('create', 'ec2:launch-template', {
      made: res('CreateLaunchTemplateResponse.launchTemplate.launchTemplateId'),
      names: req('CreateLaunchTemplateRequest.LaunchTemplateName'),
      shape: req('CreateLaunchTemplateRequest.LaunchTemplateData.InstanceType'),
    }),
    DeleteLaunchTemplate: on(
      'delete',
      'ec2:launch-template',
      'DeleteLaunchTemplateRequest.LaunchTemplateId',
      'DeleteLaunchTemplateRequest.LaunchTemplateName',
    ),
    ModifyInstanceAttribute: [
      act('impair', 'ec2:instance', {
        when: [{ at: req('disableApiTermination.value'), is: 'true' }],
        target: req('instanceId'),
      }),
      act('restore', 'ec2:instance', {
        when: [{ at: req('disableApiTermination.value'), is: 'false' }],
        target: req('instanceId'),
      }),
      act('contain', 'ec2:instance', { when: [{ at: req('groupSet'), exists: true }], target: req('instanceId') }),
      on('modify', 'ec2:instance', 'instanceId'),
    ],
    DescribeInstanceAttribute: [
      act('read-secret', 'ec2:user-data', {
        when: [{ at: req('attribute'), is: 'userData' }],
        target: req('instanceId'),
      }),
      on('list', 'ec2:instance', 'instanceId'),
    ],
    GetPasswordData: on('read-secret', 'ec2:instance', 'instanceId'),
    CreateKeyPair: act('create', 'ec2:key-pair', { made: [res('keyPairId'), req('keyName')], names: req('keyName') }),
    ImportKeyPair: act('create', 'ec2:key-pair', { made: [res('keyPairId'), req('keyName')], names: req('keyName') }),
    DeleteKeyPair: on('delete', 'ec2:key-pair', 'keyPairId', 'keyName'),
    CreateSecurityGroup: act('create', 'ec2:security-group', { made: res('groupId'), names: req('groupName') }),
    DeleteSecurityGroup: on('delete', 'ec2:security-group', 'groupId', 'groupName'),
    AuthorizeSecurityGroupIngress: on('modify', 'ec2:security-group', 'groupId', 'groupName'),
    RevokeSecurityGroupIngress: on('modify', 'ec2:security-group', 'groupId', 'groupName'),
    CreateVolume: act('create', 'ec2:volume', {
      made: res('volumeId'),
      terms: { gib: [res('size'), req('size')], type: [res('volumeType'), req('volumeType')] },
    }),
    DeleteVolume: on('delete', 'ec2:volume', 'volumeId'),
    AllocateAddress: act('create', 'ec2:address', { made: res('allocationId'), names: res('publicIp') }),
    ReleaseAddress: on('delete', 'ec2:address', 'allocationId', 'publicIp'),
    CreateNatGateway: act('create', 'ec2:nat-gateway', {
      made: res('CreateNatGatewayResponse.natGateway.natGatewayId'),
    }),
    DeleteNatGateway: on('delete', 'ec2:nat-gateway', 'DeleteNatGatewayRequest.NatGatewayId'),
    CreateCapacityReservation: act('create', 'ec2:capacity-reservation', {
      made: res('CreateCapacityReservationResponse.capacityReservation.capacityReservationId'),
      shape: req('CreateCapacityReservationRequest.InstanceType'),
      count: req('CreateCapacityReservationRequest.InstanceCount'),
    }),
    CancelCapacityReservation: on(
      'delete',
      'ec2:capacity-reservation',
      'CancelCapacityReservationRequest.CapacityReservationId',
    ),
    PurchaseReservedInstancesOffering: act('create', 'ec2:reserved-instance', {
      made: res('reservedInstancesId'),
      count: req('instanceCount'),
    }),
    CreateVpc: act('create', 'ec2:vpc', { made: res('vpc.vpcId') }),
    DeleteVpc: on('delete', 'ec2:vpc', 'vpcId'),
    CreateSnapshot: act('create', 'ec2:snapshot', { made: res('snapshotId'), terms: { gib: res('volumeSize') } }),
    CreateSnapshots: on(
      'preserve',
      'ec2:instance',
      'CreateSnapshotsRequest.InstanceSpecification.InstanceId',
      'instanceSpecification.instanceId',
    ),
    CreateImage: on('preserve', 'ec2:instance', 'instanceId'),
    DeleteSnapshot: on('delete', 'ec2:snapshot', 'snapshotId'),
    ModifySnapshotAttribute: shared('ec2:snapshot', 'snapshotId', 'createVolumePermission'),
    ModifyImageAttribute: shared('ec2:image', 'imageId', 'launchPermission'),
    DeleteFlowLogs: on(
      'impair',
      'ec2:flow-log',
      'DeleteFlowLogsRequest.FlowLogId.content',
      'DeleteFlowLogsRequest.FlowLogId',
    ),
    EnableSerialConsoleAccess: act('modify', 'ec2:serial-console'),
    AssociateIamInstanceProfile: on('grant', 'ec2:instance', 'AssociateIamInstanceProfileRequest.InstanceId'),
    DisassociateIamInstanceProfile: on('revoke', 'ec2:instance', 'DisassociateIamInstanceProfileRequest.AssociationId'),
  },
  'ec2-instance-connect.amazonaws.com': {
    SendSSHPublicKey: on('execute', 'ec2:instance', 'instanceId'),
    SendSerialConsoleSSHPublicKey: on('execute', 'ec2:instance', 'instanceId'),
  },
  'ssm.amazonaws.com': {
    // Machines are chosen by their ids, in one of two places, or by tags, which name none.
    SendCommand: [
      act('execute', 'ec2:instance', {
        when: [{ at: req('targets[*].key'), is: 'InstanceIds' }],
        target: [req('instanceIds[*]'), req('targets[*].values[*]')],
      }),
      act('execute', 'ec2:instance', { target: req('instanceIds[*]') }),
    ],
    StartSession: on('execute', 'ec2:instance', 'target'),
    CreateDocument: act('create', 'ssm:document', {
      made: req('name'),
      names: req('name'),
      terms: commandsAt('content'),
    }),
    DeleteDocument: on('delete', 'ssm:document', 'name'),
    // It runs a document on machines again and again, on those to come as well.
    CreateAssociation: act('create', 'ssm:association', {
      made: res('associationDescription.associationId'),
      names: [req('associationName'), req('name')],
    }),
    DeleteAssociation: on('delete', 'ssm:association', 'associationId'),
    GetParameter: on('read-secret', 'ssm:parameter', 'name'),
    GetParameters: act('read-secret', 'ssm:parameter', { target: req('names[*]') }),
    GetParametersByPath: on('read-secret', 'ssm:parameter', 'path'),
  },
  'autoscaling.amazonaws.com': {
    CreateAutoScalingGroup: act('launch', 'autoscaling:group', {
      made: req('autoScalingGroupName'),
      names: req('autoScalingGroupName'),
      serves: true,
      shape: req('mixedInstancesPolicy.launchTemplate.overrides[*].instanceType'),
      count: [req('desiredCapacity'), req('minSize'), req('maxSize')],
      cause: req('tags[*].value'),
    }),
    UpdateAutoScalingGroup: on('modify', 'autoscaling:group', 'autoScalingGroupName'),
    SetDesiredCapacity: on('modify', 'autoscaling:group', 'autoScalingGroupName'),
    SuspendProcesses: on('contain', 'autoscaling:group', 'autoScalingGroupName'),
    DeleteAutoScalingGroup: on('delete', 'autoscaling:group', 'autoScalingGroupName'),
    CreateLaunchConfiguration: act('create', 'autoscaling:launch-configuration', {
      made: req('launchConfigurationName'),
      shape: req('instanceType'),
    }),
    DeleteLaunchConfiguration: on('delete', 'autoscaling:launch-configuration', 'launchConfigurationName'),
    TerminateInstanceInAutoScalingGroup: on('terminate', 'ec2:instance', 'instanceId'),
  },
  'savingsplans.amazonaws.com': {
    CreateSavingsPlan: act('create', 'savingsplans:plan', {
      made: res('savingsPlanId'),
      terms: { commitment: req('commitment') },
    }),
    DeleteQueuedSavingsPlan: on('delete', 'savingsplans:plan', 'savingsPlanId'),
    ReturnSavingsPlan: on('delete', 'savingsplans:plan', 'savingsPlanId'),
  },
  'lightsail.amazonaws.com': {
    CreateInstances: act('launch', 'lightsail:instance', {
      made: req('instanceNames[*]'),
      shape: req('bundleId'),
      terms: commandsAt('userData'),
    }),
    CreateInstancesFromSnapshot: act('launch', 'lightsail:instance', {
      made: req('instanceNames[*]'),
      shape: req('bundleId'),
    }),
    StartInstance: on('start', 'lightsail:instance', 'instanceName'),
    StopInstance: on('stop', 'lightsail:instance', 'instanceName'),
    CreateInstanceSnapshot: on('preserve', 'lightsail:instance', 'instanceName'),
    DeleteInstance: on('delete', 'lightsail:instance', 'instanceName'),
    CreateContainerService: act('launch', 'lightsail:container-service', {
      made: req('serviceName'),
      shape: req('power'),
      count: req('scale'),
    }),
    DeleteContainerService: on('delete', 'lightsail:container-service', 'serviceName'),
  },
};
