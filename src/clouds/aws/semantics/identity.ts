import type { Semantics } from '../../../model/semantics.ts';
import { act, on, req, res } from './record.ts';

const denies = { at: req('policyDocument'), contains: '"deny"' };
const deniesAll = { at: req('policyArn'), contains: ':policy/AWSDenyAll' };
const quarantines = { at: req('policyArn'), contains: ':iam::aws:policy/AWSCompromisedKeyQuarantine' };

const attach = (kind: string, target: string) => [
  act('contain', kind, { when: [quarantines], target: req(target) }),
  act('restrict', kind, { when: [deniesAll], target: req(target) }),
  on('grant', kind, target),
];
/** Taking a quarantine off is no ordinary clean-up. */
const detach = (kind: string, target: string) => [
  act('impair', kind, { when: [quarantines], target: req(target) }),
  on('revoke', kind, target),
];
const put = (kind: string, target: string) => [
  act('restrict', kind, { when: [denies], target: req(target) }),
  on('grant', kind, target),
];

const assumed = { made: res('credentials.accessKeyId'), target: req('roleArn') };

/** Identities, credentials and rights: IAM, STS, sign-in, Identity Center, Organizations, Roles Anywhere. */
export const identity: Semantics['acts'] = {
  'iam.amazonaws.com': {
    CreateUser: act('create-identity', 'iam:user', {
      made: [res('user.arn'), req('userName')],
      names: req('userName'),
    }),
    DeleteUser: on('delete', 'iam:user', 'userName'),
    CreateRole: act('create-identity', 'iam:role', {
      made: [res('role.arn'), req('roleName')],
      names: req('roleName'),
    }),
    DeleteRole: on('delete', 'iam:role', 'roleName'),
    CreateServiceLinkedRole: act('create', 'iam:service-linked-role', {
      made: [res('role.arn'), req('aWSServiceName')],
      names: res('role.roleName'),
    }),
    CreateGroup: act('create', 'iam:group', { made: [res('group.arn'), req('groupName')], names: req('groupName') }),
    CreateInstanceProfile: act('create', 'iam:instance-profile', {
      made: [res('instanceProfile.arn'), req('instanceProfileName')],
      names: req('instanceProfileName'),
    }),
    CreateAccessKey: act('create-credential', 'iam:access-key', {
      made: res('accessKey.accessKeyId'),
      names: [res('accessKey.userName'), req('userName')],
      target: [res('accessKey.userName'), req('userName')],
    }),
    UpdateAccessKey: [
      act('disable-credential', 'iam:access-key', {
        when: [{ at: req('status'), is: 'Inactive' }],
        target: req('accessKeyId'),
      }),
      on('change-credential', 'iam:access-key', 'accessKeyId'),
    ],
    DeleteAccessKey: on('delete', 'iam:access-key', 'accessKeyId'),
    CreateLoginProfile: on('create-credential', 'iam:login-profile', 'userName'),
    UpdateLoginProfile: on('change-credential', 'iam:login-profile', 'userName'),
    DeleteLoginProfile: on('delete', 'iam:login-profile', 'userName'),
    CreateServiceSpecificCredential: act('create-credential', 'iam:service-credential', {
      made: res('serviceSpecificCredential.serviceSpecificCredentialId'),
      target: req('userName'),
    }),
    UploadSSHPublicKey: act('create-credential', 'iam:ssh-key', {
      made: res('sSHPublicKey.sSHPublicKeyId'),
      target: req('userName'),
    }),
    UploadSigningCertificate: act('create-credential', 'iam:signing-certificate', {
      made: res('certificate.certificateId'),
      target: req('userName'),
    }),
    CreateVirtualMFADevice: act('create-credential', 'iam:mfa-device', { made: res('virtualMFADevice.serialNumber') }),
    EnableMFADevice: on('change-credential', 'iam:mfa-device', 'userName'),
    DeactivateMFADevice: on('impair', 'iam:mfa-device', 'userName'),
    AttachUserPolicy: attach('iam:user', 'userName'),
    AttachRolePolicy: attach('iam:role', 'roleName'),
    AttachGroupPolicy: attach('iam:group', 'groupName'),
    DetachUserPolicy: detach('iam:user', 'userName'),
    DetachRolePolicy: detach('iam:role', 'roleName'),
    DetachGroupPolicy: detach('iam:group', 'groupName'),
    PutUserPolicy: put('iam:user', 'userName'),
    PutRolePolicy: put('iam:role', 'roleName'),
    PutGroupPolicy: put('iam:group', 'groupName'),
    DeleteUserPolicy: on('revoke', 'iam:user', 'userName'),
    DeleteRolePolicy: on('revoke', 'iam:role', 'roleName'),
    PutUserPermissionsBoundary: on('restrict', 'iam:user', 'userName'),
    DeleteUserPermissionsBoundary: on('grant', 'iam:user', 'userName'),
    DeleteRolePermissionsBoundary: on('grant', 'iam:role', 'roleName'),
    AddUserToGroup: on('grant', 'iam:user', 'userName'),
    RemoveUserFromGroup: on('revoke', 'iam:user', 'userName'),
    AddRoleToInstanceProfile: on('grant', 'iam:role', 'roleName'),
    UpdateAssumeRolePolicy: put('iam:role', 'roleName'),
    CreatePolicy: act('create', 'iam:policy', {
      made: [res('policy.arn'), req('policyName')],
      names: req('policyName'),
    }),
    CreatePolicyVersion: on('grant', 'iam:policy', 'policyArn'),
    SetDefaultPolicyVersion: on('grant', 'iam:policy', 'policyArn'),
    CreateSAMLProvider: act('create-identity', 'iam:identity-provider', {
      made: [res('sAMLProviderArn'), req('name')],
      names: req('name'),
    }),
    CreateOpenIDConnectProvider: act('create-identity', 'iam:identity-provider', {
      made: [res('openIDConnectProviderArn'), req('url')],
    }),
    DeleteSAMLProvider: on('delete', 'iam:identity-provider', 'sAMLProviderArn'),
    DeleteOpenIDConnectProvider: on('delete', 'iam:identity-provider', 'openIDConnectProviderArn'),
  },
  'sts.amazonaws.com': {
    AssumeRole: act('assume', 'sts:session', assumed),
    AssumeRoleWithSAML: act('assume', 'sts:session', assumed),
    AssumeRoleWithWebIdentity: act('assume', 'sts:session', assumed),
    AssumeRoot: act('assume', 'sts:session', { made: res('credentials.accessKeyId'), target: req('targetPrincipal') }),
    GetSessionToken: act('assume', 'sts:session', { made: res('credentials.accessKeyId') }),
    GetFederationToken: act('assume', 'sts:session', { made: res('credentials.accessKeyId'), target: req('name') }),
  },
  'signin.amazonaws.com': {
    ConsoleLogin: act('login', 'signin:console'),
    SwitchRole: act('login', 'signin:console', { target: [res('SwitchRole'), 'additionalEventData.SwitchTo'] }),
    GetSigninToken: act('assume', 'signin:console'),
    CreateOAuth2Token: act('assume', 'signin:session'),
  },
  'sso.amazonaws.com': {
    Federate: act('login', 'sso:session'),
    Authenticate: act('login', 'sso:session'),
    GetRoleCredentials: act('assume', 'sso:session', { target: 'serviceEventDetails.role_name' }),
    CreatePermissionSet: act('create', 'sso:permission-set', {
      made: res('permissionSet.permissionSetArn'),
      names: [res('permissionSet.name'), req('name')],
    }),
    DeletePermissionSet: on('delete', 'sso:permission-set', 'permissionSetArn'),
    CreateAccountAssignment: on('grant', 'identitystore:user', 'principalId'),
    DeleteAccountAssignment: on('revoke', 'identitystore:user', 'principalId'),
  },
  'sso-directory.amazonaws.com': {
    CreateUser: act('create-identity', 'identitystore:user', { made: res('user.userId') }),
    DisableUser: on('restrict', 'identitystore:user', 'userId'),
    EnableUser: on('grant', 'identitystore:user', 'userId'),
    DeleteUser: on('delete', 'identitystore:user', 'userId'),
    UpdatePassword: on('change-credential', 'identitystore:user', 'userId'),
  },
  'identitystore.amazonaws.com': {
    CreateUser: act('create-identity', 'identitystore:user', { made: res('userId') }),
    DeleteUser: on('delete', 'identitystore:user', 'userId'),
  },
  'organizations.amazonaws.com': {
    CreateAccount: act('create-identity', 'organizations:account', {
      made: [res('createAccountStatus.accountId'), res('createAccountStatus.id')],
      names: req('accountName'),
    }),
    LeaveOrganization: act('impair', 'organizations:account'),
    DetachPolicy: on('impair', 'organizations:policy', 'targetId'),
    AttachPolicy: on('restrict', 'organizations:policy', 'targetId'),
  },
  'rolesanywhere.amazonaws.com': {
    CreateTrustAnchor: act('create-identity', 'rolesanywhere:trust-anchor', {
      made: [res('trustAnchor.trustAnchorArn'), req('name')],
      names: req('name'),
    }),
    CreateProfile: act('create', 'rolesanywhere:profile', {
      made: [res('profile.profileArn'), req('name')],
      names: req('name'),
    }),
    DisableTrustAnchor: on('disable-credential', 'rolesanywhere:trust-anchor', 'trustAnchorId'),
  },
};
