import { defineHowto } from '../../model/howto.ts';
import { defenceRemedies } from './howto/defences.ts';
import { identityRemedies } from './howto/identity.ts';
import { machineRemedies } from './howto/machines.ts';
import { platformRemedies } from './howto/platforms.ts';
import { wayBackRemedies } from './howto/ways-back.ts';
import { secretRemedies } from './howto/secrets.ts';
import { req } from './semantics/record.ts';

const iam = 'iam.amazonaws.com';

/** Types of identity as CloudTrail writes them, and as semantics call what is made. */
const identityTypes: Readonly<Record<string, string>> = {
  IAMUser: 'iam:user',
  'iam:user': 'iam:user',
  AssumedRole: 'iam:role',
  Role: 'iam:role',
  'iam:role': 'iam:role',
};

/** How to contain in AWS: the calls, what they need, and how each is undone. Nothing here calls anything. */
export const howto = defineHowto({
  cloud: 'aws',
  details: {
    [`${iam} AttachUserPolicy`]: { policy: req('policyArn') },
    [`${iam} AttachRolePolicy`]: { policy: req('policyArn') },
    [`${iam} AttachGroupPolicy`]: { policy: req('policyArn') },
    [`${iam} DetachUserPolicy`]: { policy: req('policyArn') },
    [`${iam} DetachRolePolicy`]: { policy: req('policyArn') },
    [`${iam} DetachGroupPolicy`]: { policy: req('policyArn') },
    [`${iam} PutUserPolicy`]: { policyName: req('policyName') },
    [`${iam} PutRolePolicy`]: { policyName: req('policyName') },
    [`${iam} PutGroupPolicy`]: { policyName: req('policyName') },
    [`${iam} DeleteUserPolicy`]: { policyName: req('policyName') },
    [`${iam} DeleteRolePolicy`]: { policyName: req('policyName') },
    [`${iam} AddUserToGroup`]: { group: req('groupName') },
    [`${iam} AddRoleToInstanceProfile`]: { profile: req('instanceProfileName') },
    'lambda.amazonaws.com AddPermission': { statement: req('statementId') },
    'lambda.amazonaws.com RemovePermission': { statement: req('statementId') },
    'organizations.amazonaws.com DetachPolicy': { policy: req('policyId') },
    'ecs.amazonaws.com CreateService': { cluster: req('cluster') },
    'ecs.amazonaws.com RunTask': { cluster: req('cluster') },
    'eks.amazonaws.com CreateNodegroup': { cluster: [req('clusterName'), req('name')] },
  },
  typeOf: ({ type, name, ownerType }) => {
    // What Identity Center or AWS itself keeps cannot be changed through IAM.
    if (/^AWS(ReservedSSO_|ServiceRoleFor)/.test(name)) return null;
    if (type === 'key') return ownerType === 'Root' ? null : 'iam:access-key';
    return identityTypes[type] ?? (type.startsWith('iam:') ? type : null);
  },
  // EC2 names the sessions of an instance profile after the instance.
  hostOf: (sessionName) => (/^i-[0-9a-f]{8,17}$/.test(sessionName) ? sessionName : null),
  remedies: [
    ...identityRemedies,
    ...machineRemedies,
    ...platformRemedies,
    ...wayBackRemedies,
    ...secretRemedies,
    ...defenceRemedies,
  ],
  byHand: {
    'provider-case':
      'Support Center, Create case, Account and billing, or the case that AWS opened; for abuse from these machines: https://support.aws.amazon.com/#/contacts/report-abuse',
    'capture-memory':
      'through Systems Manager Run Command or the serial console, with a tool that is trusted, into a bucket of the forensic account, before the machine is stopped',
    'deny-by-hand':
      'root: sign in and delete its access keys under Security credentials, a control policy holds it meanwhile; Identity Center: disable the user, revoke its sessions, deny in the permission set',
    'detach-role':
      'find its region in its launch record or inventory; aws ec2 describe-iam-instance-profile-associations --filters Name=instance-id,Values=…, then aws ec2 disassociate-iam-instance-profile --association-id …; Systems Manager on the machine ends with it',
    'take-back': 'the console of the service, with the values that stand in the record cited',
    'lower-quota': 'Service Quotas console, Quota request history; ask Support to lower what was granted',
    'other-copies':
      'aws ec2 describe-snapshots --owner-ids self, AWS Backup, Data Lifecycle Manager, and volumes that outlived their machine: aws ec2 describe-volumes --filters Name=status,Values=available',
    'short-lived': 'a role with an OIDC provider for CI, IAM Identity Center for people, IAM Roles Anywhere elsewhere',
  },
});
