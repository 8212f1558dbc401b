import type { Order, Remedy, Subject } from '../../../model/howto.ts';
import { each, global, json, verbatim } from './command.ts';
import { expression, resource } from './hcl.ts';
import { homeRegionOf, partitionOf } from './partition.ts';

const denyAll = (subject: Subject): string => `arn:${partitionOf(subject)}:iam::aws:policy/AWSDenyAll`;
const cutOff = 'BeewolfRevokeOlderSessions';

/** Everything is denied to sessions that were issued before the moment at which the line runs. */
const older = (moment: string): string =>
  json({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '@' } } },
    ],
  }).replace('"@"', () => moment);
// The moment is set by the shell: quotes end, the date stands, quotes go on.
const olderThanNow = verbatim(`'${older(`"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"`)}'`);

const used = (subject: Subject): string =>
  global('cloudtrail lookup-events', subject, {
    region: homeRegionOf(subject),
    'lookup-attributes': json([{ AttributeKey: 'Username', AttributeValue: subject.name }]),
  });
const lastUsed = (subject: Subject): string =>
  global('iam get-role', subject, { 'role-name': subject.name, query: 'Role.RoleLastUsed' });

const only = ({ subjects }: Order, write: (subject: Subject) => string): string => subjects.map(write).join('\n\n');

const attach = (kind: 'user' | 'role') => ({
  permissions: [`iam:Attach${kind === 'user' ? 'User' : 'Role'}Policy`],
  cli: each((one) =>
    global(`iam attach-${kind}-policy`, one, { [`${kind}-name`]: one.name, 'policy-arn': denyAll(one) }),
  ),
  undo: {
    text: 'Take the denying policy off again',
    cli: each((one) =>
      global(`iam detach-${kind}-policy`, one, { [`${kind}-name`]: one.name, 'policy-arn': denyAll(one) }),
    ),
  },
  terraform: (order: Order) =>
    only(order, (one) =>
      resource(one, {
        type: `aws_iam_${kind}_policy_attachment`,
        attributes: { [kind]: one.name, policy_arn: denyAll(one) },
      }),
    ),
  verify: {
    text: 'No accepted call of this identity in any region from one minute after the step on, watched for 30 minutes; the answer of IAM alone proves nothing',
    cli: each(kind === 'user' ? used : lastUsed),
  },
});

/** Switches a credential of a user off by its id, and on again. */
const switchable = (call: string, id: string) => {
  const set = (status: 'Inactive' | 'Active') =>
    each((one) =>
      global(`iam ${call}`, one, { ...(one.owner !== null && { 'user-name': one.owner }), [id]: one.uid, status }),
    );
  return {
    cli: set('Inactive'),
    undo: { text: 'Set it active again', cli: set('Active') },
    isReversible: true,
    phase: 'disable',
    breaks: 'every-use',
    doneBy: ['disable-credential'],
  } as const;
};

/** What lets the intruder act: users and roles, keys, and sessions that outlive their key. */
export const identityRemedies: readonly Remedy[] = [
  {
    id: 'aws.quarantine-user',
    phase: 'deny',
    on: ['iam:user'],
    does: 'Quarantine by the provider, which binds this user only and leaves roles, scaling groups and trails open to him:',
    permissions: [],
    isReversible: true,
    isProviders: true,
    breaks: 'every-use',
    doneBy: ['contain'],
    cli: () => [],
    undo: null,
    verify: { text: 'Quarantined is not contained: the further steps are needed all the same' },
  },
  {
    id: 'aws.deny-user',
    phase: 'deny',
    on: ['iam:user'],
    does: 'Deny everything to user',
    isReversible: true,
    breaks: 'every-use',
    doneBy: ['restrict'],
    ...attach('user'),
  },
  {
    id: 'aws.deny-role',
    phase: 'deny',
    on: ['iam:role'],
    does: 'Deny everything to role',
    isReversible: true,
    breaks: 'every-use',
    doneBy: [],
    ...attach('role'),
  },
  {
    id: 'aws.disable-access-key',
    on: ['iam:access-key'],
    does: 'Deactivate access key',
    permissions: ['iam:UpdateAccessKey'],
    ...switchable('update-access-key', 'access-key-id'),
    terraform: (order) =>
      only(order, (one) =>
        resource(one, {
          type: 'aws_iam_access_key',
          attributes: { user: one.owner ?? '', status: 'Inactive' },
          importId: one.uid,
        }),
      ),
    verify: {
      text: 'The key is listed as Inactive, and its last use lies before the step',
      cli: each((one) => global('iam get-access-key-last-used', one, { 'access-key-id': one.uid })),
    },
  },
  {
    id: 'aws.disable-service-credential',
    on: ['iam:service-credential'],
    does: 'Deactivate service credential',
    permissions: ['iam:UpdateServiceSpecificCredential'],
    ...switchable('update-service-specific-credential', 'service-specific-credential-id'),
    verify: { text: 'The credential is listed as Inactive' },
  },
  {
    id: 'aws.disable-ssh-key',
    on: ['iam:ssh-key'],
    does: 'Deactivate SSH key',
    permissions: ['iam:UpdateSSHPublicKey'],
    ...switchable('update-ssh-public-key', 'ssh-public-key-id'),
    verify: { text: 'The key is listed as Inactive' },
  },
  {
    id: 'aws.disable-signing-certificate',
    on: ['iam:signing-certificate'],
    does: 'Deactivate signing certificate',
    permissions: ['iam:UpdateSigningCertificate'],
    ...switchable('update-signing-certificate', 'certificate-id'),
    verify: { text: 'The certificate is listed as Inactive' },
  },
  {
    id: 'aws.revoke-role-sessions',
    phase: 'revoke',
    on: ['iam:role'],
    does: 'Deny all sessions opened until now to role',
    permissions: ['iam:PutRolePolicy'],
    isReversible: true,
    breaks: 'open-sessions',
    doneBy: ['restrict'],
    cli: each((one) =>
      global('iam put-role-policy', one, {
        'role-name': one.name,
        'policy-name': cutOff,
        'policy-document': olderThanNow,
      }),
    ),
    undo: {
      text: 'Take the policy away once every older session has ended, after 12 hours at most',
      cli: each((one) => global('iam delete-role-policy', one, { 'role-name': one.name, 'policy-name': cutOff })),
    },
    terraform: (order) =>
      only(order, (one) =>
        resource(one, {
          type: 'aws_iam_role_policy',
          attributes: {
            role: one.name,
            name: cutOff,
            policy: expression(`jsonencode(${older('timestamp()')})`),
          },
          ignored: ['policy'],
        }),
      ),
    verify: {
      text: 'No accepted call of a session that was opened before the step, watched for 30 minutes',
      cli: each(lastUsed),
    },
  },
];
