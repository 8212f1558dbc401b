import { defineSemantics } from '../../model/semantics.ts';
import { identity } from './semantics/identity.ts';
import { machineNames } from './semantics/machine-names.ts';
import { machines } from './semantics/machines.ts';
import { jobs } from './semantics/jobs.ts';
import { mail } from './semantics/mail.ts';
import { platforms } from './semantics/platforms.ts';
import { req } from './semantics/record.ts';
import { streaming } from './semantics/streaming.ts';
import { watch } from './semantics/watch.ts';

/** What AWS operations do, by event source and event name as CloudTrail writes them. */
export const semantics = defineSemantics({
  cloud: 'aws',
  // CloudTrail's Lambda names end in the API version: CreateFunction20150331, UpdateFunctionCode20150331v2.
  ignoredInOperation: '[0-9]{8}(v[0-9]+)?$',
  dryRunErrors: ['Client.DryRunOperation', 'DryRunOperation'],
  shortageErrors: [
    'Server.InsufficientInstanceCapacity',
    'Server.InsufficientCapacity',
    'Client.InsufficientInstanceCapacity',
    'Client.InstanceLimitExceeded',
    'Client.VcpuLimitExceeded',
    'Client.MaxSpotInstanceCountExceeded',
    'Client.UnfulfillableCapacity',
    'Client.RequestLimitExceeded',
    'InsufficientInstanceCapacity',
    'VcpuLimitExceeded',
    'ResourceLimitExceeded',
  ],
  refusedWhen: [
    { at: 'responseElements.ConsoleLogin', is: 'Failure' },
    { at: 'responseElements.SwitchRole', is: 'Failure' },
    // RunTask answers what it could not place under failures, without any error.
    { at: 'responseElements.tasks', is: '[]' },
  ],
  tags: [req('tagSpecificationSet.items[*].tags[*]'), req('tags[*]'), req('tags')],
  acts: { ...machines, ...platforms, ...jobs, ...identity, ...watch, ...mail, ...streaming },
  prefixes: [
    { starts: 'Describe', verb: 'list' },
    { starts: 'List', verb: 'list' },
    { starts: 'Get', verb: 'list' },
    { starts: 'Head', verb: 'list' },
    { starts: 'Lookup', verb: 'list' },
    { starts: 'Search', verb: 'list' },
    { starts: 'BatchGet', verb: 'list' },
    { starts: 'Create', verb: 'create' },
    { starts: 'Delete', verb: 'delete' },
    { starts: 'Terminate', verb: 'terminate' },
    { starts: 'Update', verb: 'modify' },
    { starts: 'Modify', verb: 'modify' },
    { starts: 'Put', verb: 'modify' },
  ],
  // Accelerated families (P, G, Trn, Inf, DL, VT, F), with or without the ml. of SageMaker; sizes from 8xlarge on.
  shapes: [
    { class: 'gpu', pattern: '^(ml\\.)?(p[2-9]|g[3-9]|gr[6-9]|trn[1-9]|inf[1-9]|dl[1-9]|vt[1-9]|f[1-9])[a-z0-9-]*\\.' },
    { class: 'large', pattern: '\\.(8|9|1[0-9]|2[0-9]|3[0-9]|4[0-9]|[5-9][0-9]|1[0-9][0-9])xlarge$|\\.metal' },
  ],
  machines: machineNames,
});
