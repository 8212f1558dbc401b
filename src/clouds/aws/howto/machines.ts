import type { Remedy, Subject } from '../../../model/howto.ts';
import { aws, each, inner, json, keep, keptAs, tail, together } from './command.ts';
import { cleared, kept } from './workload.ts';

const group = (one: Subject) => ({ 'auto-scaling-group-name': one.name });
const tagged = (incidentUid: string): string =>
  json([{ ResourceType: 'snapshot', Tags: [{ Key: 'beewolf-incident', Value: incidentUid }] }]);

const freezing: readonly Remedy[] = [
  {
    id: 'aws.suspend-scaling-group',
    phase: 'freeze',
    on: ['autoscaling:group'],
    does: 'Suspend all processes, with the capacity as it is, of scaling group',
    permissions: ['autoscaling:SuspendProcesses'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) => aws('autoscaling suspend-processes', one, group(one))),
    undo: {
      text: 'Resume the processes',
      cli: each((one) => aws('autoscaling resume-processes', one, group(one))),
    },
    verify: {
      text: 'All processes are listed as suspended, and no instance of the group is launched',
      cli: each((one) =>
        aws('autoscaling describe-auto-scaling-groups', one, {
          'auto-scaling-group-names': [one.name],
          query: 'AutoScalingGroups[].SuspendedProcesses[].ProcessName',
        }),
      ),
    },
  },
  {
    id: 'aws.cancel-spot-requests',
    phase: 'freeze',
    on: ['ec2:spot-request'],
    does: 'Cancel, which leaves running instances alone, Spot request',
    permissions: ['ec2:CancelSpotInstanceRequests'],
    isReversible: false,
    breaks: 'nothing',
    doneBy: ['delete'],
    cli: together('ec2 cancel-spot-instance-requests', 'spot-instance-request-ids'),
    undo: null,
    verify: {
      text: 'The requests are cancelled; their InstanceId names machines that still run',
      cli: together('ec2 describe-spot-instance-requests', 'spot-instance-request-ids'),
    },
  },
  {
    id: 'aws.cancel-spot-fleet',
    phase: 'freeze',
    on: ['ec2:spot-fleet'],
    does: 'Cancel, without terminating instances, Spot fleet',
    permissions: ['ec2:CancelSpotFleetRequests'],
    isReversible: false,
    breaks: 'nothing',
    doneBy: ['delete'],
    cli: each((one) =>
      aws('ec2 cancel-spot-fleet-requests', one, {
        'spot-fleet-request-ids': [one.uid],
        'no-terminate-instances': true,
      }),
    ),
    undo: null,
    verify: {
      text: 'The fleet is cancelled_running; its instances are contained one by one',
      cli: each((one) => aws('ec2 describe-spot-fleet-instances', one, { 'spot-fleet-request-id': one.uid })),
    },
  },
  {
    id: 'aws.delete-fleet-only',
    phase: 'freeze',
    on: ['ec2:fleet'],
    does: 'Delete, without terminating instances, fleet',
    permissions: ['ec2:DeleteFleets'],
    isReversible: false,
    breaks: 'nothing',
    doneBy: ['delete'],
    cli: each((one) => aws('ec2 delete-fleets', one, { 'fleet-ids': [one.uid], 'no-terminate-instances': true })),
    undo: null,
    verify: {
      text: 'The fleet is deleted_running; its instances are contained one by one',
      cli: each((one) => aws('ec2 describe-fleet-instances', one, { 'fleet-id': one.uid })),
    },
  },
];

const preserving: readonly Remedy[] = [
  {
    id: 'aws.snapshot-instance',
    phase: 'preserve',
    on: ['ec2:instance'],
    does: 'Snapshot all disks and keep console output and metadata of',
    permissions: ['ec2:CreateSnapshots', 'ec2:CreateTags', 'ec2:DescribeInstances', 'ec2:GetConsoleOutput'],
    isReversible: true,
    keeps: 'disk',
    breaks: 'nothing',
    doneBy: ['preserve'],
    cli: ({ subjects, incidentUid }) =>
      subjects.flatMap((one) => [
        aws('ec2 create-snapshots', one, {
          'instance-specification': json({ InstanceId: one.uid }),
          'tag-specifications': tagged(incidentUid),
        }),
        keep(aws('ec2 describe-instances', one, { 'instance-ids': [one.uid] }), one),
        `${aws('ec2 get-console-output', one, { 'instance-id': one.uid, latest: true })} >> ${keptAs(one)}`,
      ]),
    undo: { text: 'Delete the snapshots once the case is closed' },
    verify: { text: 'A snapshot for each volume is listed; one made with the default KMS key cannot be shared' },
  },
  {
    id: 'aws.snapshot-lightsail',
    phase: 'preserve',
    on: ['lightsail:instance'],
    does: 'Snapshot',
    permissions: ['lightsail:CreateInstanceSnapshot'],
    isReversible: true,
    keeps: 'disk',
    breaks: 'nothing',
    doneBy: ['preserve'],
    cli: ({ subjects, incidentUid }) =>
      subjects.map((one, index) =>
        aws('lightsail create-instance-snapshot', one, {
          'instance-name': one.name,
          'instance-snapshot-name': `beewolf-${incidentUid}-${index + 1}`,
        }),
      ),
    undo: { text: 'Delete the snapshots once the case is closed' },
    verify: { text: 'The snapshot is available' },
  },
  kept({
    on: 'autoscaling:group',
    call: 'autoscaling describe-auto-scaling-groups',
    by: (one) => ({ 'auto-scaling-group-names': [one.name] }),
  }),
  kept({
    on: 'ec2:launch-template',
    call: 'ec2 describe-launch-template-versions',
    by: (one) => ({ 'launch-template-id': one.uid }),
  }),
  kept({
    on: 'autoscaling:launch-configuration',
    call: 'autoscaling describe-launch-configurations',
    by: (one) => ({ 'launch-configuration-names': [one.name] }),
  }),
  kept({
    on: 'ec2:key-pair',
    call: 'ec2 describe-key-pairs',
    by: (one) => ({ 'key-names': [one.name], 'include-public-key': true }),
  }),
  kept({ on: 'ec2:security-group', call: 'ec2 describe-security-groups', by: (one) => ({ 'group-ids': [one.uid] }) }),
];

const isolation = (one: Subject, incidentUid: string): readonly string[] => {
  const network = inner(
    aws('ec2 describe-instances', one, {
      'instance-ids': [one.uid],
      query: 'Reservations[0].Instances[0].VpcId',
      output: 'text',
    }),
  );
  const made = aws('ec2 create-security-group', one, {
    'group-name': `beewolf-${incidentUid}-${tail(one.uid)}`,
    description: 'isolation by incident response',
    'vpc-id': network,
    query: 'GroupId',
    output: 'text',
  });
  const everything = json([{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
  return [
    `group=$(${made})`,
    aws('ec2 revoke-security-group-egress', one, {
      'group-id': { verbatim: '"$group"' },
      'ip-permissions': everything,
    }),
    aws('ec2 modify-instance-attribute', one, { 'instance-id': one.uid, groups: { verbatim: '"$group"' } }),
  ];
};

const copies: Remedy = {
  id: 'aws.check-snapshots',
  phase: 'check-copies',
  on: ['ec2:instance'],
  does: 'Wait until the snapshots are whole, for',
  permissions: ['ec2:DescribeSnapshots'],
  isReversible: true,
  breaks: 'nothing',
  doneBy: [],
  cli: ({ subjects: [first], incidentUid }) =>
    first === undefined
      ? []
      : [
          aws('ec2 wait snapshot-completed', first, {
            filters: json([{ Name: 'tag:beewolf-incident', Values: [incidentUid] }]),
          }),
        ],
  undo: null,
  verify: { text: 'Every snapshot is completed, and one of them was attached and read' },
};

const handling: readonly Remedy[] = [
  {
    id: 'aws.isolate-instance',
    phase: 'isolate',
    on: ['ec2:instance'],
    does: 'Put into a group that allows nothing',
    permissions: ['ec2:CreateSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:ModifyInstanceAttribute'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: ({ subjects, incidentUid }) => subjects.flatMap((one) => isolation(one, incidentUid)),
    undo: { text: 'Give the instance the groups back that stand in what was kept of it' },
    verify: {
      text: 'No packet in the flow logs; connections that stand survive a group: only a network ACL on the subnet cuts them at once',
    },
  },
  copies,
  {
    id: 'aws.stop-instance',
    phase: 'stop',
    on: ['ec2:instance'],
    does: 'Stop',
    permissions: ['ec2:StopInstances'],
    isReversible: true,
    isDestructive: true,
    breaks: 'nothing',
    doneBy: ['stop'],
    cli: together('ec2 stop-instances', 'instance-ids'),
    undo: { text: 'Start it again', cli: together('ec2 start-instances', 'instance-ids') },
    verify: {
      text: 'The state is stopped; a one-time Spot instance cannot be stopped and goes straight to its end',
      cli: together('ec2 describe-instance-status', 'instance-ids'),
    },
  },
  cleared({
    id: 'aws.stop-lightsail',
    phase: 'stop',
    on: 'lightsail:instance',
    does: 'Stop',
    permission: 'lightsail:StopInstance',
    call: 'lightsail stop-instance',
    by: (one) => ({ 'instance-name': one.name }),
    doneBy: ['stop'],
    undo: {
      text: 'Start it again',
      cli: each((one) => aws('lightsail start-instance', one, { 'instance-name': one.name })),
    },
  }),
  cleared({
    id: 'aws.delete-scaling-group',
    phase: 'drain',
    on: 'autoscaling:group',
    does: 'Delete, with its instances, scaling group',
    permission: 'autoscaling:DeleteAutoScalingGroup',
    call: 'autoscaling delete-auto-scaling-group',
    by: (one) => ({ ...group(one), 'force-delete': true }),
  }),
  cleared({
    id: 'aws.terminate-instance',
    on: 'ec2:instance',
    does: 'Terminate',
    permission: 'ec2:TerminateInstances',
    call: 'ec2 terminate-instances',
    by: (one) => ({ 'instance-ids': [one.uid] }),
    all: 'instance-ids',
    doneBy: ['terminate', 'delete'],
  }),
  cleared({
    on: 'lightsail:instance',
    permission: 'lightsail:DeleteInstance',
    call: 'lightsail delete-instance',
    by: (one) => ({ 'instance-name': one.name }),
  }),
  cleared({
    phase: 'remove',
    on: 'ec2:launch-template',
    permission: 'ec2:DeleteLaunchTemplate',
    call: 'ec2 delete-launch-template',
    by: (one) => ({ 'launch-template-id': one.uid }),
  }),
  cleared({
    phase: 'remove',
    on: 'autoscaling:launch-configuration',
    permission: 'autoscaling:DeleteLaunchConfiguration',
    call: 'autoscaling delete-launch-configuration',
    by: (one) => ({ 'launch-configuration-name': one.name }),
  }),
  cleared({
    phase: 'remove',
    on: 'ec2:key-pair',
    permission: 'ec2:DeleteKeyPair',
    call: 'ec2 delete-key-pair',
    by: (one) => (one.uid.startsWith('key-') ? { 'key-pair-id': one.uid } : { 'key-name': one.name }),
  }),
  cleared({
    phase: 'remove',
    on: 'ec2:security-group',
    permission: 'ec2:DeleteSecurityGroup',
    call: 'ec2 delete-security-group',
    by: (one) => ({ 'group-id': one.uid }),
  }),
];

/** Virtual machines and what starts them. */
export const machineRemedies: readonly Remedy[] = [...freezing, ...preserving, ...handling];
