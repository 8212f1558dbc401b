import type { Remedy, Subject } from '../../../model/howto.ts';
import { each, inner, json, keep, keepMore, oci, answered } from './command.ts';
import { cleared, forced, kept } from './workload.ts';

const machine = (one: Subject, key: string) =>
  inner(oci('compute instance get', one, { 'instance-id': one.uid, ...answered(`data."${key}"`) }));
const pool = (one: Subject, key: string) =>
  inner(
    oci('compute-management instance-pool get', one, { 'instance-pool-id': one.uid, ...answered(`data."${key}"`) }),
  );
const vnics = (one: Subject): string => oci('compute instance list-vnics', one, { 'instance-id': one.uid });
const tagged = (incidentUid: string): string => json({ 'beewolf-incident': incidentUid });

const bootVolume = (one: Subject): string =>
  oci('compute boot-volume-attachment list', one, {
    'compartment-id': machine(one, 'compartment-id'),
    'availability-domain': machine(one, 'availability-domain'),
    'instance-id': one.uid,
    ...answered('data[0]."boot-volume-id"'),
  });

const freezing: readonly Remedy[] = [
  {
    id: 'oci.disable-autoscaling',
    phase: 'freeze',
    on: ['autoscaling:configuration'],
    does: 'Disable, with the size as it is, autoscaling configuration',
    permissions: ['manage auto-scaling-configurations'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) =>
      oci('autoscaling configuration update', one, {
        'auto-scaling-configuration-id': one.uid,
        'is-enabled': 'false',
        force: true,
      }),
    ),
    undo: {
      text: 'Enable it again',
      cli: each((one) =>
        oci('autoscaling configuration update', one, {
          'auto-scaling-configuration-id': one.uid,
          'is-enabled': 'true',
          force: true,
        }),
      ),
    },
    verify: { text: 'isEnabled is false, and the size of its pool stays' },
  },
  {
    id: 'oci.detach-pool-instances',
    phase: 'freeze',
    on: ['compute:instance-pool'],
    does: 'Detach the machines, which run on and are not replaced, from instance pool',
    permissions: ['manage instance-pools', 'manage instances'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) => {
      const found = oci('compute-management instance-pool list-instances', one, {
        'compartment-id': pool(one, 'compartment-id'),
        'instance-pool-id': one.uid,
        all: true,
        ...answered("join(' ', data[].id)"),
      });
      const detach = oci('compute-management instance-pool-instance detach', one, {
        'instance-pool-id': one.uid,
        'instance-id': { verbatim: '"$id"' },
        'is-decrement-size': 'true',
        'is-auto-terminate': 'false',
      });
      return `for id in $(${found}); do ${detach}; done`;
    }),
    undo: { text: 'Attach the machines again that stand in what was kept of the pool' },
    verify: {
      text: 'The pool has the size 0 and no launch follows; a pool whose machines are ended while they belong to it launches others',
    },
  },
];

const preserving: readonly Remedy[] = [
  {
    id: 'oci.backup-boot-volume',
    phase: 'preserve',
    on: ['compute:instance'],
    does: 'Back up the boot volume and keep console history and metadata of',
    permissions: [
      'manage boot-volume-backups',
      'use boot-volumes',
      'read instances',
      'manage instance-console-history',
    ],
    isReversible: true,
    keeps: 'disk',
    breaks: 'nothing',
    doneBy: ['preserve'],
    cli: ({ subjects, incidentUid }) =>
      subjects.flatMap((one) => [
        oci('bv boot-volume-backup create', one, {
          'boot-volume-id': inner(bootVolume(one)),
          type: 'FULL',
          'freeform-tags': tagged(incidentUid),
        }),
        keep(oci('compute instance get', one, { 'instance-id': one.uid }), one),
        keepMore(vnics(one), one),
        oci('compute console-history capture', one, { 'instance-id': one.uid, 'freeform-tags': tagged(incidentUid) }),
      ]),
    undo: { text: 'Delete the backups once the case is closed' },
    verify: {
      text: 'A full backup of the boot volume is AVAILABLE; further block volumes and local NVMe disks are not in it',
    },
  },
  kept({
    on: 'autoscaling:configuration',
    noun: 'autoscaling configuration',
    id: 'auto-scaling-configuration-id',
    permission: 'read auto-scaling-configurations',
  }),
  kept({
    on: 'compute:instance-pool',
    noun: 'compute-management instance-pool',
    id: 'instance-pool-id',
    permission: 'read instance-pools',
  }),
  kept({
    on: 'compute:instance-configuration',
    noun: 'compute-management instance-configuration',
    id: 'instance-configuration-id',
    permission: 'read instance-configurations',
  }),
  kept({
    on: 'compute:cluster-network',
    noun: 'compute-management cluster-network',
    id: 'cluster-network-id',
    permission: 'read cluster-networks',
  }),
  {
    id: 'oci.backup-volume',
    phase: 'preserve',
    on: ['blockvolumes:volume'],
    does: 'Back up volume',
    permissions: ['manage volume-backups', 'use volumes'],
    isReversible: true,
    keeps: 'disk',
    breaks: 'nothing',
    doneBy: ['preserve'],
    cli: each((one, { incidentUid }) =>
      oci('bv backup create', one, { 'volume-id': one.uid, type: 'FULL', 'freeform-tags': tagged(incidentUid) }),
    ),
    undo: { text: 'Delete the backup once the case is closed' },
    verify: { text: 'The backup is AVAILABLE' },
  },
];

/** Security lists of the subnet allow beside the groups: rules of both add up. */
const isolation = (one: Subject, incidentUid: string): readonly string[] => {
  const vnic = inner(
    oci('compute instance list-vnics', one, { 'instance-id': one.uid, ...answered('data[?"is-primary"].id | [0]') }),
  );
  const subnet = inner(
    oci('network vnic get', one, { 'vnic-id': { verbatim: '"$vnic"' }, ...answered('data."subnet-id"') }),
  );
  const network = inner(
    oci('network subnet get', one, { 'subnet-id': { verbatim: '"$subnet"' }, ...answered('data."vcn-id"') }),
  );
  const made = oci('network nsg create', one, {
    'compartment-id': machine(one, 'compartment-id'),
    'vcn-id': network,
    'display-name': `beewolf-${incidentUid}`,
    'freeform-tags': tagged(incidentUid),
    ...answered('data.id'),
  });
  return [
    `vnic=${vnic.verbatim}`,
    `subnet=${subnet.verbatim}`,
    `group=$(${made})`,
    oci('network vnic update', one, {
      'vnic-id': { verbatim: '"$vnic"' },
      'nsg-ids': { verbatim: String.raw`"[\"$group\"]"` },
      force: true,
    }),
    keepMore(
      oci('network subnet get', one, { 'subnet-id': { verbatim: '"$subnet"' }, query: 'data."security-list-ids"' }),
      one,
    ),
  ];
};

const handling: readonly Remedy[] = [
  {
    id: 'oci.isolate-instance',
    phase: 'isolate',
    on: ['compute:instance'],
    does: 'Put into a network security group that allows nothing, which counts only where the lists of its subnet allow nothing either,',
    permissions: ['manage network-security-groups', 'use vnics', 'read subnets', 'read instances'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: ({ subjects, incidentUid }) => subjects.flatMap((one) => isolation(one, incidentUid)),
    undo: { text: 'Give the VNIC the groups back that stand in what was kept of the machine' },
    verify: {
      text: 'No packet in the flow logs of its subnet. An empty group does not isolate while a security list of the subnet allows: read each of those kept with the machine by oci network security-list get, and narrow it, or move the VNIC to a subnet whose lists are empty; a second VNIC needs the same; connections that stand survive a rule that tracks state',
    },
  },
  {
    id: 'oci.check-backups',
    phase: 'check-copies',
    on: ['compute:instance'],
    does: 'Wait until the backup of the boot volume is whole, of',
    permissions: ['read boot-volume-backups'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: [],
    cli: each((one) =>
      oci('bv boot-volume-backup list', one, {
        'compartment-id': machine(one, 'compartment-id'),
        'boot-volume-id': inner(bootVolume(one)),
        query: 'data[]."lifecycle-state"',
      }),
    ),
    undo: null,
    verify: { text: 'Every backup is AVAILABLE, and one of them was restored and read' },
  },
  {
    id: 'oci.stop-instance',
    phase: 'stop',
    on: ['compute:instance'],
    does: 'Stop',
    permissions: ['use instances'],
    isReversible: true,
    isDestructive: true,
    breaks: 'nothing',
    doneBy: ['stop'],
    cli: each((one) => oci('compute instance action', one, { 'instance-id': one.uid, action: 'STOP' })),
    undo: {
      text: 'Start it again',
      cli: each((one) => oci('compute instance action', one, { 'instance-id': one.uid, action: 'START' })),
    },
    verify: {
      text: 'The state is STOPPED; machines with GPUs or local disks are billed on until they are terminated',
      cli: each((one) =>
        oci('compute instance get', one, { 'instance-id': one.uid, ...answered('data."lifecycle-state"') }),
      ),
    },
  },
  cleared({
    action: 'terminate-instance-pool',
    phase: 'drain',
    on: 'compute:instance-pool',
    does: 'Terminate, with the machines that are still in it, instance pool',
    permission: 'manage instance-pools',
    call: 'compute-management instance-pool terminate',
    by: forced('instance-pool-id'),
  }),
  cleared({
    action: 'terminate-cluster-network',
    phase: 'drain',
    on: 'compute:cluster-network',
    does: 'Terminate, with its machines, cluster network',
    permission: 'manage cluster-networks',
    call: 'compute-management cluster-network terminate',
    by: forced('cluster-network-id'),
  }),
  cleared({
    action: 'terminate-instance',
    on: 'compute:instance',
    does: 'Terminate, with the boot volume kept,',
    permission: 'manage instances',
    call: 'compute instance terminate',
    by: forced('instance-id', { 'preserve-boot-volume': 'true' }),
    verify: 'The state is TERMINATED; its boot volume stays, and costs, until it is deleted once the case is closed',
  }),
  cleared({
    on: 'blockvolumes:volume',
    permission: 'manage volumes',
    call: 'bv volume delete',
    by: forced('volume-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'autoscaling:configuration',
    permission: 'manage auto-scaling-configurations',
    call: 'autoscaling configuration delete',
    by: forced('auto-scaling-configuration-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'compute:instance-configuration',
    permission: 'manage instance-configurations',
    call: 'compute-management instance-configuration delete',
    by: forced('instance-configuration-id'),
  }),
];

/** Virtual machines and what starts them. */
export const machineRemedies: readonly Remedy[] = [...freezing, ...preserving, ...handling];
