import type { Semantics } from '../../../model/semantics.ts';
import { act, asked, makes, more, names, now, on, parameter, res, spelled, thing } from './record.ts';

const instance = 'compute:instance';
const pool = 'compute:instance-pool';

const shape = [
  more('shape'),
  now('shape'),
  now('Instance.shape'),
  res('shape'),
  'responsePayload.shape',
  parameter('shape'),
];
const terms = {
  ocpus: [now('shapeConfig.ocpus'), now('Instance.shapeConfig.ocpus'), res('shapeConfig.ocpus')],
  memory: [now('shapeConfig.memoryInGBs'), now('Instance.shapeConfig.memoryInGBs'), res('shapeConfig.memoryInGBs')],
  preemptible: [
    now('preemptibleInstanceConfig.preemptionAction.type'),
    res('preemptibleInstanceConfig.preemptionAction.type'),
  ],
};

/**
 * What launched a machine on somebody's behalf stands in the tags, or the metadata, of what it launches: pools and
 * configurations (https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/creatinginstancepool.htm), node pools.
 */
const cause = [
  ...['data.freeformTags', now('freeformTags'), now('Instance.freeformTags')].map(
    (tags) => `${tags}.oci:compute:instancepool`,
  ),
  now('metadata.oke-pool-id'),
  now('Instance.metadata.oke-pool-id'),
  ...['data.freeformTags', now('freeformTags'), now('Instance.freeformTags')].map(
    (tags) => `${tags}.oci:compute:instanceconfiguration`,
  ),
  // A launch that carries no such tag may be called by the pool itself.
  'data.identity.principalId',
];

/** `InstanceAction` tells by its parameter what it did; newer records name the action itself. */
const power = [
  on('start', instance, { when: [asked('action', 'START')] }),
  on('stop', instance, { when: [asked('action', 'STOP')] }),
  on('stop', instance, { when: [asked('action', 'SOFTSTOP')] }),
  on('modify', instance),
];

const size = [now('size'), res('size')];

/** Virtual machines and what starts them: Compute, pools, autoscaling; their images and disks. */
export const machines: Semantics['acts'] = {
  computeapi: {
    // A launch that fails on its way ends in a machine that is gone: instances have no state of failure.
    LaunchInstance: makes('launch', instance, {
      shape,
      terms,
      cause,
      refusedWhen: [now('lifecycleState'), now('Instance.lifecycleState')].map((at) => ({ at, starts: 'TERMINAT' })),
    }),
    TerminateInstance: on('terminate', instance, { terms: { 'keeps-disks': parameter('preserveBootVolume') } }),
    InstanceAction: power,
    StartInstance: on('start', instance),
    StopInstance: on('stop', instance),
    SoftStopInstance: on('stop', instance),
    ResetInstance: on('modify', instance),
    SoftResetInstance: on('modify', instance),
    InstancePreemptionAction: on('terminate', instance),
    UpdateInstance: on('modify', instance, { shape }),
    ChangeInstanceCompartment: on('modify', instance),
    CreateInstanceConsoleConnection: act('execute', instance, {
      target: [now('instanceId'), res('instanceId'), ...thing],
    }),
    DeleteInstanceConsoleConnection: on('delete', 'compute:console-connection'),
    CaptureConsoleHistory: on('read-data', instance),
    GetConsoleHistoryContent: on('read-data', 'compute:console-history'),
    GetWindowsInstanceInitialCredentials: on('read-secret', instance),
    CreateImage: act('preserve', instance, {
      made: [now('id'), res('id')],
      names,
      target: [now('instanceId'), res('instanceId'), ...thing],
    }),
    ExportImage: on('share', 'compute:image'),
    DeleteImage: on('delete', 'compute:image'),
    AttachVolume: on('modify', instance),
    AttachBootVolume: on('modify', instance),
    DetachBootVolume: on('modify', instance),
    DetachVolume: on('modify', instance),
    AttachVnic: on('modify', instance),
    CreateDedicatedVmHost: makes('launch', 'compute:dedicated-host', {
      serves: true,
      shape: [now('dedicatedVmHostShape'), res('dedicatedVmHostShape')],
    }),
    DeleteDedicatedVmHost: on('delete', 'compute:dedicated-host'),
    CreateComputeCapacityReservation: makes('create', 'compute:capacity-reservation', {
      shape: [now('instanceReservationConfigs[*].instanceShape'), res('instanceReservationConfigs[*].instanceShape')],
      count: [now('instanceReservationConfigs[*].reservedCount'), res('instanceReservationConfigs[*].reservedCount')],
    }),
    UpdateComputeCapacityReservation: on('modify', 'compute:capacity-reservation'),
    DeleteComputeCapacityReservation: on('delete', 'compute:capacity-reservation'),
    CreateComputeCluster: makes('create', 'compute:cluster'),
    DeleteComputeCluster: on('delete', 'compute:cluster'),
  },
  computemanagement: {
    CreateInstanceConfiguration: makes('create', 'compute:instance-configuration', {
      shape: [now('instanceDetails.launchDetails.shape'), res('instanceDetails.launchDetails.shape')],
    }),
    DeleteInstanceConfiguration: on('delete', 'compute:instance-configuration'),
    LaunchInstanceConfiguration: act('launch', instance, {
      made: [res('id'), now('id')],
      names,
      shape,
      terms,
      cause: 'data.resourceId',
    }),
    CreateInstancePool: makes('launch', pool, {
      serves: true,
      count: [now('size'), res('size'), now('InstancePool.size')],
    }),
    // Of size 0 it starts nothing any longer.
    UpdateInstancePool: [
      on('stop', pool, { when: [{ at: now('size'), is: '0' }] }),
      on('modify', pool, { count: size }),
    ],
    TerminateInstancePool: on('delete', pool),
    StartInstancePool: on('start', pool),
    StopInstancePool: on('stop', pool),
    SoftStopInstancePool: on('stop', pool),
    ResetInstancePool: on('modify', pool),
    SoftResetInstancePool: on('modify', pool),
    AttachInstancePoolInstance: on('modify', pool),
    DetachInstancePoolInstance: on('modify', pool),
    CreateClusterNetwork: makes('launch', 'compute:cluster-network', {
      serves: true,
      count: [now('instancePools[*].size'), res('instancePools[*].size')],
    }),
    UpdateClusterNetwork: on('modify', 'compute:cluster-network'),
    TerminateClusterNetwork: on('delete', 'compute:cluster-network'),
  },
  autoscaling: {
    CreateAutoScalingConfiguration: makes('create', 'autoscaling:configuration', {
      target: [now('resource.id'), res('resource.id')],
    }),
    UpdateAutoScalingConfiguration: on('modify', 'autoscaling:configuration'),
    DeleteAutoScalingConfiguration: on('delete', 'autoscaling:configuration'),
    CreateAutoScalingPolicy: makes('create', 'autoscaling:policy'),
    UpdateAutoScalingPolicy: on('modify', 'autoscaling:policy'),
    DeleteAutoScalingPolicy: on('delete', 'autoscaling:policy'),
  },
  ...spelled(['blockvolumes', 'blockstorage', 'blockvolume'], {
    CreateVolume: makes('create', 'blockvolumes:volume', { terms: { gib: [now('sizeInGBs'), res('sizeInGBs')] } }),
    DeleteVolume: on('delete', 'blockvolumes:volume'),
    CreateBootVolume: makes('create', 'blockvolumes:boot-volume', {
      terms: { gib: [now('sizeInGBs'), res('sizeInGBs')] },
    }),
    DeleteBootVolume: on('delete', 'blockvolumes:boot-volume'),
    CreateVolumeBackup: act('preserve', 'blockvolumes:volume', {
      made: [now('id'), res('id')],
      names,
      target: [now('volumeId'), res('volumeId'), more('volumeId'), ...thing],
    }),
    CreateBootVolumeBackup: act('preserve', 'blockvolumes:boot-volume', {
      made: [now('id'), res('id')],
      names,
      target: [now('bootVolumeId'), res('bootVolumeId'), more('volumeId'), ...thing],
    }),
    CreateVolumeGroupBackup: on('preserve', 'blockvolumes:volume-group'),
    CopyVolumeBackup: on('share', 'blockvolumes:volume-backup'),
    CopyBootVolumeBackup: on('share', 'blockvolumes:boot-volume-backup'),
    DeleteVolumeBackup: on('delete', 'blockvolumes:volume-backup'),
    DeleteBootVolumeBackup: on('delete', 'blockvolumes:boot-volume-backup'),
  }),
  ...spelled(['computeinstanceagent', 'instanceagent'], {
    CreateInstanceAgentCommand: on('execute', instance, {
      target: [now('target.instanceId'), res('target.instanceId'), ...thing],
    }),
    CancelInstanceAgentCommand: on('other', 'compute:agent-command'),
  }),
};
