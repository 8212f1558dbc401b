import type { Remedy, Subject } from '../../../model/howto.ts';
import { regionNames } from '../regions.ts';
import { detail, each, global, json, keep, oci } from './command.ts';
import type { Options } from './command.ts';
import { blocks } from './hcl.ts';
import { setCapabilities, tenancy } from './identity.ts';
import { forced, kept, cleared } from './workload.ts';

const iam = 'identitycontrolplane';
const common = { phase: 'revoke', isReversible: true, breaks: 'open-sessions', doneBy: ['revoke'] } as const;

/** A rule of a dynamic group that no machine fits. */
const nothing = "instance.id = 'none'";

const group = (one: Subject, rule: string): string =>
  global('iam dynamic-group update', one, { 'dynamic-group-id': one.uid, 'matching-rule': rule, force: true });
const keptGroup = (one: Subject): string =>
  keep(global('iam dynamic-group get', one, { 'dynamic-group-id': one.uid }), one);

const groups: readonly Remedy[] = [
  {
    ...common,
    id: 'oci.empty-dynamic-group',
    takesBack: [`${iam} CreateDynamicGroup`],
    does: 'Let nothing match dynamic group',
    permissions: ['manage dynamic-groups'],
    cli: each((one) => [keptGroup(one), group(one, nothing)]),
    undo: { text: 'Set the rule again that stands in what was kept of it' },
    verify: {
      text: 'The rule matches nothing; machines that matched hold tokens for up to an hour',
      cli: each((one) => global('iam dynamic-group get', one, { 'dynamic-group-id': one.uid })),
    },
  },
  {
    ...common,
    id: 'oci.restore-dynamic-group',
    takesBack: [`${iam} UpdateDynamicGroup`],
    does: 'Set the rule as it was before the intruder changed it, or one that nothing matches where no record tells it, of dynamic group',
    permissions: ['manage dynamic-groups'],
    cli: each((one) => [keptGroup(one), group(one, detail(one, 'rule') || nothing)]),
    undo: { text: 'Set the rule again that stands in what was kept of it' },
    verify: {
      text: 'The rule is the former one; machines that matched hold tokens for up to an hour',
      cli: each((one) => global('iam dynamic-group get', one, { 'dynamic-group-id': one.uid })),
    },
  },
  {
    ...common,
    id: 'oci.leave-group',
    takesBack: [`${iam} AddUserToGroup`],
    does: 'Take out of the group into which the intruder put user',
    permissions: ['use groups', 'use users'],
    sameDetails: ['group'],
    cli: each((one) => global('iam group remove-user', one, { ...tenancy(one), ...member(one), force: true })),
    undo: { text: 'Put the user back', cli: each((one) => global('iam group add-user', one, member(one))) },
    verify: {
      text: 'The group is not among those of the user',
      cli: each((one) =>
        global('iam user list-groups', one, {
          ...tenancy(one),
          'user-id': one.uid,
        }),
      ),
    },
  },
];

const member = (one: Subject): Options => ({ 'user-id': one.uid, 'group-id': detail(one, 'group') });

const keptPolicy = (one: Subject): string => keep(global('iam policy get', one, { 'policy-id': one.uid }), one);

const policies: readonly Remedy[] = [
  {
    ...common,
    id: 'oci.revoke-policy',
    takesBack: [`${iam} CreatePolicy`],
    does: 'Delete, with its statements kept, policy',
    permissions: ['manage policies'],
    doneBy: ['revoke', 'delete'],
    cli: each((one) => [keptPolicy(one), global('iam policy delete', one, forced('policy-id')(one))]),
    undo: { text: 'Create it again with the statements that stand in what was kept of it' },
    verify: { text: 'The policy is gone, and no call that it allowed is accepted' },
  },
  {
    ...common,
    id: 'oci.restore-policy',
    takesBack: [`${iam} UpdatePolicy`],
    does: 'Set the statements as they were before the intruder changed them, of policy',
    permissions: ['manage policies'],
    cli: each((one) => {
      const { statements = [] } = one.details;
      if (statements.length === 0) return keptPolicy(one);
      return [
        keptPolicy(one),
        global('iam policy update', one, {
          'policy-id': one.uid,
          statements: json(statements),
          'version-date': '',
          force: true,
        }),
      ];
    }),
    undo: { text: 'Set the statements again that stand in what was kept of it' },
    verify: {
      text: 'The statements are the former ones; where no record tells them, they are told by whoever owns the policy',
      cli: each((one) => global('iam policy get', one, { 'policy-id': one.uid })),
    },
  },
  kept({ on: 'iam:policy', noun: 'iam policy', id: 'policy-id', permission: 'read policies' }),
  cleared({
    phase: 'remove',
    on: 'iam:policy',
    permission: 'manage policies',
    call: 'iam policy delete',
    by: forced('policy-id'),
    doneBy: ['revoke', 'delete'],
  }),
];

const password = (value: 'true' | 'false') =>
  each((one) => setCapabilities(one, one.uid, { 'can-use-console-password': value }));

const credentials: readonly Remedy[] = [
  {
    ...common,
    id: 'oci.switch-off-password',
    phase: 'disable',
    takesBack: [`${iam} CreateOrResetUIPassword`, `${iam} UpdateUserPassword`],
    does: 'Switch the console password off that the intruder gave to user',
    permissions: ['manage users'],
    breaks: 'every-use',
    cli: password('false'),
    undo: { text: 'Switch it on again, after the password was reset', cli: password('true') },
    verify: { text: 'No sign-in of this user succeeds with the password; sessions that stand live for up to an hour' },
  },
  {
    ...common,
    id: 'oci.delete-identity-provider',
    takesBack: [`${iam} CreateIdentityProvider`],
    does: 'Delete, with its definition kept, identity provider',
    permissions: ['manage identity-providers'],
    isReversible: false,
    doneBy: ['delete'],
    cli: each((one) => [
      keep(global('iam identity-provider get', one, { 'identity-provider-id': one.uid }), one),
      global('iam identity-provider delete', one, forced('identity-provider-id')(one)),
    ]),
    undo: null,
    verify: { text: 'Nobody signs in through it; sessions that stand live for up to an hour' },
  },
];

const bucket = (one: Subject): Options => ({ 'bucket-name': detail(one, 'bucket') || one.name });
const access = (type: 'NoPublicAccess' | 'ObjectRead') =>
  each((one) => oci('os bucket update', one, { ...bucket(one), 'public-access-type': type }));

const doors: readonly Remedy[] = [
  {
    ...common,
    id: 'oci.delete-preauthenticated-request',
    takesBack: ['objectstorage CreatePreauthenticatedRequest'],
    does: 'Delete, since it opens a bucket to whoever has its address, pre-authenticated request',
    permissions: ['manage buckets'],
    isReversible: false,
    breaks: 'every-use',
    cli: each((one) => {
      const request: Options = { ...bucket(one), 'par-id': one.uid };
      return [
        keep(oci('os preauth-request get', one, request), one),
        oci('os preauth-request delete', one, { ...request, force: true }),
      ];
    }),
    undo: null,
    verify: {
      text: 'The bucket lists no request that nobody owns; what was read through it stands in the service logs of the bucket, where these are on',
      cli: each((one) => oci('os preauth-request list', one, { ...bucket(one), all: true })),
    },
  },
  {
    ...common,
    id: 'oci.close-bucket',
    takesBack: ['objectstorage UpdateBucket'],
    does: 'Close to the public bucket',
    permissions: ['manage buckets'],
    breaks: 'every-use',
    cli: access('NoPublicAccess'),
    undo: { text: 'Open it again', cli: access('ObjectRead') },
    verify: {
      text: 'publicAccessType is NoPublicAccess',
      cli: each((one) => oci('os bucket get', one, bucket(one))),
    },
  },
  {
    ...common,
    id: 'oci.forbid-region',
    // After all that is removed there: a quota of zero ends nothing that runs.
    phase: 'restore',
    takesBack: [`${iam} CreateRegionSubscription`],
    does: 'Allow no compute, since its subscription cannot be undone, in region',
    permissions: ['manage quotas'],
    breaks: 'nothing',
    doneBy: ['restrict'],
    cli: each((one, { incidentUid }) =>
      global('limits quota create', one, {
        ...tenancy(one),
        name: quotaName(one, incidentUid),
        description: 'region that was subscribed to by an intruder',
        statements: json(quotaOf(one)),
      }),
    ),
    undo: { text: 'Delete the quota policy' },
    terraform: blocks((one) => ({
      type: 'oci_limits_quota',
      attributes: {
        ...(one.account !== null && { compartment_id: one.account }),
        name: `beewolf-${regionOf(one)}`,
        description: 'region that was subscribed to by an intruder',
        statements: quotaOf(one),
      },
    })),
    verify: {
      text: 'A launch there is refused. A region stays subscribed for good: it is watched and searched from now on like the others',
      cli: each((one) => global('iam region-subscription list', one)),
    },
  },
];

/** Records name a region by its key, `PHX`, or by its name; anything else is no region, and no part of a statement. */
function regionOf({ name }: Subject): string {
  const text = name.toLowerCase();
  const known = Object.hasOwn(regionNames, text) ? regionNames[text] : undefined;
  return known ?? (/^[a-z]{2}-[a-z]+(-[a-z]+)?-\d$/.test(text) ? text : 'unknown');
}

const quotaName = (one: Subject, incidentUid: string): string => `beewolf-${incidentUid}-${regionOf(one)}`;
const quotaOf = (one: Subject): readonly string[] =>
  ['compute', 'compute-core', 'compute-memory'].map(
    (family) => `zero ${family} quotas in tenancy where request.region = ${regionOf(one)}`,
  );

const networks: readonly Remedy[] = [
  kept({
    on: 'network:security-group',
    noun: 'network nsg',
    id: 'nsg-id',
    permission: 'read network-security-groups',
  }),
  kept({
    on: 'network:security-list',
    noun: 'network security-list',
    id: 'security-list-id',
    permission: 'read security-lists',
  }),
  cleared({
    phase: 'remove',
    on: 'network:security-group',
    permission: 'manage network-security-groups',
    call: 'network nsg delete',
    by: forced('nsg-id'),
  }),
  cleared({
    phase: 'remove',
    on: 'network:security-list',
    permission: 'manage security-lists',
    call: 'network security-list delete',
    by: forced('security-list-id'),
  }),
];

/** What the intruder laid to come back, taken away call by call. */
export const wayBackRemedies: readonly Remedy[] = [...groups, ...policies, ...credentials, ...doors, ...networks];
