import type { Remedy, Subject } from '../../../model/howto.ts';
import { aws, detail, each, global, tail } from './command.ts';

type Kind = 'user' | 'role' | 'group';
const kinds: readonly Kind[] = ['user', 'role', 'group'];
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const common = { phase: 'remove', isReversible: true, breaks: 'nothing' } as const;
const gone = { text: 'It no longer stands in the list, and no further call of this kind is seen' };

const attached = (kind: Kind): Remedy => {
  const write = (call: string) => (one: Subject) =>
    global(`iam ${call}-${kind}-policy`, one, { [`${kind}-name`]: one.name, 'policy-arn': detail(one, 'policy') });
  return {
    ...common,
    id: `aws.detach-${kind}-policy`,
    takesBack: [`iam.amazonaws.com Attach${capital(kind)}Policy`],
    does: `Detach the policy that the intruder gave to ${kind}`,
    permissions: [`iam:Detach${capital(kind)}Policy`],
    doneBy: ['revoke'],
    sameDetails: ['policy'],
    cli: each(write('detach')),
    undo: { text: 'Attach it again', cli: each(write('attach')) },
    verify: gone,
  };
};

const written = (kind: Kind): Remedy => ({
  ...common,
  id: `aws.delete-${kind}-policy`,
  takesBack: [`iam.amazonaws.com Put${capital(kind)}Policy`],
  does: `Delete the inline policy that the intruder wrote for ${kind}`,
  permissions: [`iam:Delete${capital(kind)}Policy`],
  doneBy: ['revoke'],
  sameDetails: ['policyName'],
  cli: each((one) =>
    global(`iam delete-${kind}-policy`, one, {
      [`${kind}-name`]: one.name,
      'policy-name': detail(one, 'policyName'),
    }),
  ),
  undo: { text: 'Put the document again that stands in the record cited' },
  verify: gone,
});

const identities: readonly Remedy[] = [
  {
    ...common,
    id: 'aws.delete-login-profile',
    takesBack: ['iam.amazonaws.com CreateLoginProfile'],
    does: 'Delete the password that the intruder gave to user',
    permissions: ['iam:DeleteLoginProfile'],
    isReversible: false,
    doneBy: ['delete'],
    cli: each((one) => global('iam delete-login-profile', one, { 'user-name': one.name })),
    undo: null,
    verify: { text: 'No sign-in of this user succeeds; a password cannot be switched off, only deleted' },
  },
  {
    ...common,
    id: 'aws.leave-group',
    takesBack: ['iam.amazonaws.com AddUserToGroup'],
    does: 'Take out of the group into which the intruder put user',
    permissions: ['iam:RemoveUserFromGroup'],
    doneBy: ['revoke'],
    cli: each((one) =>
      global('iam remove-user-from-group', one, { 'user-name': one.name, 'group-name': detail(one, 'group') }),
    ),
    undo: {
      text: 'Put the user back',
      cli: each((one) =>
        global('iam add-user-to-group', one, { 'user-name': one.name, 'group-name': detail(one, 'group') }),
      ),
    },
    verify: gone,
  },
  {
    ...common,
    id: 'aws.empty-instance-profile',
    takesBack: ['iam.amazonaws.com AddRoleToInstanceProfile'],
    does: 'Take out of the instance profile into which the intruder put role',
    permissions: ['iam:RemoveRoleFromInstanceProfile'],
    doneBy: ['revoke'],
    cli: each((one) =>
      global('iam remove-role-from-instance-profile', one, {
        'role-name': one.name,
        'instance-profile-name': detail(one, 'profile'),
      }),
    ),
    undo: { text: 'Put the role back into the profile' },
    verify: {
      text: 'Machines with this profile get no further tokens; those that they hold are cut by the time of issue',
    },
  },
  {
    ...common,
    id: 'aws.detach-instance-profile',
    takesBack: ['ec2.amazonaws.com AssociateIamInstanceProfile'],
    does: 'Detach the role that the intruder gave to',
    permissions: ['ec2:DescribeIamInstanceProfileAssociations', 'ec2:DisassociateIamInstanceProfile'],
    doneBy: ['revoke'],
    cli: each((one) => {
      const found = aws('ec2 describe-iam-instance-profile-associations', one, {
        filters: JSON.stringify([{ Name: 'instance-id', Values: [one.uid] }]),
        query: 'IamInstanceProfileAssociations[0].AssociationId',
        output: 'text',
      });
      return aws('ec2 disassociate-iam-instance-profile', one, { 'association-id': { verbatim: `"$(${found})"` } });
    }),
    undo: { text: 'Associate the profile again that stands in the record cited' },
    verify: { text: 'The machine gets no further tokens; those that it holds are cut by the time of issue' },
  },
  {
    ...common,
    id: 'aws.delete-saml-provider',
    takesBack: ['iam.amazonaws.com CreateSAMLProvider'],
    does: 'Delete identity provider',
    permissions: ['iam:DeleteSAMLProvider'],
    isReversible: false,
    doneBy: ['delete'],
    cli: each((one) => global('iam delete-saml-provider', one, { 'saml-provider-arn': one.uid })),
    undo: null,
    verify: gone,
  },
  {
    ...common,
    id: 'aws.delete-oidc-provider',
    takesBack: ['iam.amazonaws.com CreateOpenIDConnectProvider'],
    does: 'Delete identity provider',
    permissions: ['iam:DeleteOpenIDConnectProvider'],
    isReversible: false,
    doneBy: ['delete'],
    cli: each((one) => global('iam delete-open-id-connect-provider', one, { 'open-id-connect-provider-arn': one.uid })),
    undo: null,
    verify: gone,
  },
  {
    ...common,
    id: 'aws.disable-trust-anchor',
    phase: 'disable',
    takesBack: ['rolesanywhere.amazonaws.com CreateTrustAnchor'],
    does: 'Disable trust anchor',
    permissions: ['rolesanywhere:DisableTrustAnchor'],
    doneBy: ['disable-credential'],
    cli: each((one) => aws('rolesanywhere disable-trust-anchor', one, { 'trust-anchor-id': tail(one.uid) })),
    undo: {
      text: 'Enable it again',
      cli: each((one) => aws('rolesanywhere enable-trust-anchor', one, { 'trust-anchor-id': tail(one.uid) })),
    },
    verify: { text: 'The anchor is disabled, and no session is created through it' },
  },
];

const doors: readonly Remedy[] = [
  {
    ...common,
    id: 'aws.remove-function-permission',
    takesBack: ['lambda.amazonaws.com AddPermission'],
    does: 'Take away the permission that the intruder added to function',
    permissions: ['lambda:RemovePermission'],
    doneBy: ['revoke'],
    sameDetails: ['statement'],
    cli: each((one) =>
      aws('lambda remove-permission', one, { 'function-name': one.name, 'statement-id': detail(one, 'statement') }),
    ),
    undo: { text: 'Add the statement again that stands in the record cited' },
    verify: gone,
  },
  {
    ...common,
    id: 'aws.delete-function-url',
    takesBack: ['lambda.amazonaws.com CreateFunctionUrlConfig'],
    does: 'Delete the public address of function',
    permissions: ['lambda:DeleteFunctionUrlConfig'],
    isReversible: false,
    doneBy: ['revoke'],
    cli: each((one) => aws('lambda delete-function-url-config', one, { 'function-name': one.name })),
    undo: null,
    verify: gone,
  },
  {
    ...common,
    id: 'aws.unshare-snapshot',
    takesBack: ['ec2.amazonaws.com ModifySnapshotAttribute'],
    does: 'Share with nobody snapshot',
    permissions: ['ec2:ResetSnapshotAttribute'],
    breaks: 'every-use',
    doneBy: [],
    cli: each((one) =>
      aws('ec2 reset-snapshot-attribute', one, { 'snapshot-id': one.uid, attribute: 'createVolumePermission' }),
    ),
    undo: { text: 'Share it again with those who had it before' },
    verify: { text: 'Its permissions name nobody; a copy that was made meanwhile stays out of reach' },
  },
  {
    ...common,
    id: 'aws.unshare-image',
    takesBack: ['ec2.amazonaws.com ModifyImageAttribute'],
    does: 'Share with nobody image',
    permissions: ['ec2:ResetImageAttribute'],
    breaks: 'every-use',
    doneBy: [],
    cli: each((one) => aws('ec2 reset-image-attribute', one, { 'image-id': one.uid, attribute: 'launchPermission' })),
    undo: { text: 'Share it again with those who had it before' },
    verify: { text: 'Its permissions name nobody; a copy that was made meanwhile stays out of reach' },
  },
  {
    ...common,
    id: 'aws.disable-region',
    // After all that is removed there: in a region that is off nothing can be called.
    phase: 'restore',
    takesBack: ['account.amazonaws.com EnableRegion'],
    does: 'Disable, once nothing runs there, region',
    permissions: ['account:DisableRegion'],
    breaks: 'every-use',
    doneBy: ['modify'],
    cli: each((one) => global('account disable-region', one, { 'region-name': one.name })),
    undo: {
      text: 'Enable it again',
      cli: each((one) => global('account enable-region', one, { 'region-name': one.name })),
    },
    verify: { text: 'The region is DISABLED; what still runs there would go on billing out of sight' },
  },
];

/** What the intruder laid to come back, taken away call by call. */
export const wayBackRemedies: readonly Remedy[] = [
  ...kinds.map(attached),
  ...kinds.map(written),
  ...identities,
  ...doors,
];
