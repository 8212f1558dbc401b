import type { Json } from '../../../model/simulation.ts';
import type { Answers } from './answered.ts';
import { askText, changing, making } from './answered.ts';

const nodeShape = (request: Json): string => askText(request, 'nodeShape');

/** How Kubernetes, functions, stacks and disks answer. Models: https://docs.oracle.com/en-us/iaas/api/ */
export const platforms: Answers = {
  ClustersAPI: {
    CreateNodePool: making({
      type: 'oke:node-pool',
      kind: 'nodepool',
      path: '/20180222/nodePools',
      seconds: 180,
      shapeOf: nodeShape,
    }),
    UpdateNodePool: changing({ by: 'nodePoolId', path: '/20180222/nodePools', seconds: 70 }),
    DeleteNodePool: changing({ by: 'nodePoolId', path: '/20180222/nodePools', state: 'deleted', seconds: 90 }),
  },
  containerInstances: {
    CreateContainerInstance: making({
      type: 'containerinstances:container-instance',
      kind: 'computecontainerinstance',
      path: '/20210415/containerInstances',
      seconds: 40,
      runs: true,
      shapeOf: (request) => askText(request, 'shape'),
    }),
    DeleteContainerInstance: changing({
      by: 'containerInstanceId',
      path: '/20210415/containerInstances',
      state: 'terminated',
      states: ['DELETING', 'DELETED'],
      seconds: 20,
    }),
  },
  OracleResourceManager: {
    CreateJob: making({ type: 'resourcemanager:job', kind: 'ormjob', path: '/20180917/jobs' }),
  },
  BlockVolumes: {
    CreateVolume: making({
      type: 'blockvolumes:volume',
      kind: 'volume',
      path: '/20160918/volumes',
      seconds: 8,
      states: ['PROVISIONING', 'AVAILABLE'],
    }),
    CreateVolumeBackup: making({
      type: 'blockvolumes:volume',
      kind: 'volumebackup',
      path: '/20160918/volumeBackups',
      seconds: 150,
      states: ['CREATING', 'AVAILABLE'],
    }),
    DeleteVolumeBackup: changing({
      by: 'volumeBackupId',
      path: '/20160918/volumeBackups',
      state: 'deleted',
      states: ['TERMINATING', 'TERMINATED'],
      seconds: 15,
    }),
  },
};
