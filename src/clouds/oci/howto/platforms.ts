import type { Remedy, Subject } from '../../../model/howto.ts';
import { each, inner, keep, keepMore, oci, answered } from './command.ts';
import { cleared, forced, kept } from './workload.ts';

const containerInstance = (one: Subject) => ({ 'container-instance-id': one.uid });

/** Its containers and their images stand beside it. */
const keptContainers: Remedy = {
  ...kept({
    on: 'containerinstances:container-instance',
    noun: 'container-instances container-instance',
    id: 'container-instance-id',
    permission: 'read compute-container-instances',
  }),
  does: 'Keep the definition, containers and images of container instance',
  permissions: ['read compute-container-instances', 'read compute-containers'],
  cli: each((one) => {
    const definition = oci('container-instances container-instance get', one, containerInstance(one));
    const compartment = oci('container-instances container-instance get', one, {
      ...containerInstance(one),
      ...answered('data."compartment-id"'),
    });
    return [
      keep(definition, one),
      keepMore(
        oci('container-instances container list', one, {
          'compartment-id': inner(compartment),
          ...containerInstance(one),
          all: true,
        }),
        one,
      ),
    ];
  }),
  verify: {
    text: 'The file holds the containers and their images; logs of the containers are kept, for its storage goes with the stop',
  },
};

/** What computes without a machine of one's own: its definition is kept, it has no disk. */
export const platformRemedies: readonly Remedy[] = [
  keptContainers,
  kept({ on: 'functions:function', noun: 'fn function', id: 'function-id', permission: 'read fn-function' }),
  kept({ on: 'functions:application', noun: 'fn application', id: 'application-id', permission: 'read fn-app' }),
  kept({ on: 'oke:node-pool', noun: 'ce node-pool', id: 'node-pool-id', permission: 'read cluster-node-pools' }),
  kept({
    on: 'oke:virtual-node-pool',
    noun: 'ce virtual-node-pool',
    id: 'virtual-node-pool-id',
    permission: 'read cluster-virtualnode-pools',
  }),
  kept({ on: 'oke:cluster', noun: 'ce cluster', id: 'cluster-id', permission: 'read clusters' }),
  kept({
    on: 'datascience:notebook-session',
    noun: 'data-science notebook-session',
    id: 'notebook-session-id',
    permission: 'read data-science-notebook-sessions',
  }),
  kept({
    on: 'datascience:job-run',
    noun: 'data-science job-run',
    id: 'job-run-id',
    permission: 'read data-science-job-runs',
  }),
  kept({ on: 'dataflow:run', noun: 'data-flow run', id: 'run-id', permission: 'read dataflow-runs' }),
  kept({ on: 'resourcemanager:stack', noun: 'resource-manager stack', id: 'stack-id', permission: 'read orm-stacks' }),
  cleared({
    action: 'drain-node-pool',
    phase: 'drain',
    on: 'oke:node-pool',
    does: 'Set to no nodes node pool',
    permission: 'manage cluster-node-pools',
    call: 'ce node-pool update',
    by: forced('node-pool-id', { size: '0' }),
    doneBy: [],
    undo: { text: 'Set the size again that stands in what was kept of it' },
    verify: 'No node of the pool is left, and none is launched',
  }),
  cleared({
    action: 'stop-container-instance',
    phase: 'stop',
    on: 'containerinstances:container-instance',
    does: 'Stop container instance',
    permission: 'use compute-container-instances',
    call: 'container-instances container-instance stop',
    by: containerInstance,
    doneBy: ['stop'],
    undo: {
      text: 'Start it again, with empty storage',
      cli: each((one) => oci('container-instances container-instance start', one, containerInstance(one))),
    },
    verify: 'Its state is INACTIVE',
  }),
  cleared({
    action: 'deactivate-notebook-session',
    phase: 'stop',
    on: 'datascience:notebook-session',
    does: 'Deactivate notebook session',
    permission: 'use data-science-notebook-sessions',
    call: 'data-science notebook-session deactivate',
    by: (one) => ({ 'notebook-session-id': one.uid }),
    doneBy: ['stop'],
    undo: {
      text: 'Activate it again',
      cli: each((one) => oci('data-science notebook-session activate', one, { 'notebook-session-id': one.uid })),
    },
    verify: 'Its state is INACTIVE; its block volume stays',
  }),
  cleared({
    on: 'containerinstances:container-instance',
    permission: 'manage compute-container-instances',
    call: 'container-instances container-instance delete',
    by: forced('container-instance-id'),
  }),
  cleared({
    on: 'functions:function',
    does: 'Delete, since it cannot be switched off, function',
    permission: 'manage fn-function',
    call: 'fn function delete',
    by: forced('function-id'),
    verify: 'No invocation is counted after the step; its image is still in the registry',
  }),
  cleared({
    action: 'cancel-job-run',
    on: 'datascience:job-run',
    does: 'Cancel job run',
    permission: 'use data-science-job-runs',
    call: 'data-science job-run cancel',
    by: (one) => ({ 'job-run-id': one.uid }),
  }),
  cleared({
    action: 'cancel-dataflow-run',
    on: 'dataflow:run',
    does: 'Cancel run',
    permission: 'manage dataflow-runs',
    call: 'data-flow run delete',
    by: forced('run-id'),
  }),
  cleared({
    on: 'datascience:notebook-session',
    permission: 'manage data-science-notebook-sessions',
    call: 'data-science notebook-session delete',
    by: forced('notebook-session-id'),
  }),
  cleared({
    on: 'oke:node-pool',
    permission: 'manage cluster-node-pools',
    call: 'ce node-pool delete',
    by: forced('node-pool-id'),
  }),
  cleared({
    on: 'oke:virtual-node-pool',
    permission: 'manage cluster-virtualnode-pools',
    call: 'ce virtual-node-pool delete',
    by: forced('virtual-node-pool-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'functions:application',
    permission: 'manage fn-app',
    call: 'fn application delete',
    by: forced('application-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'oke:cluster',
    permission: 'manage clusters',
    call: 'ce cluster delete',
    by: forced('cluster-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'resourcemanager:stack',
    does: 'Delete, without what it made, stack',
    permission: 'manage orm-stacks',
    call: 'resource-manager stack delete',
    by: forced('stack-id'),
  }),
];
