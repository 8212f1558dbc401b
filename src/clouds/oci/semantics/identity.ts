import type { Act, Semantics } from '../../../model/semantics.ts';
import { act, makes, more, names, now, on, res, spelled, thing } from './record.ts';

const owner = [now('userId'), res('userId'), more('userId'), 'data.resourceId'];
const fingerprint = [now('fingerprint'), res('fingerprint'), more('fingerprint'), 'responsePayload.fingerprint'];

/** A credential of a user: its id, and whose it is. */
const credential = (kind: string, made: readonly string[] = [now('id'), res('id')]): Act =>
  act('create-credential', kind, { made, target: owner });
const without = (kind: string): Act => on('delete', kind);

const policy = 'iam:policy';
const statements = now('statements[*]');

/** What lets another tenancy in, lets our own into another, or forbids, stands in the statements. */
const rules: readonly Act[] = [
  on('grant', policy, { when: [{ at: statements, starts: 'admit ' }] }),
  on('share', policy, { when: [{ at: statements, starts: 'endorse ' }] }),
  on('restrict', policy, { when: [{ at: statements, starts: 'deny ' }] }),
  on('grant', policy),
];
const newPolicy: readonly Act[] = rules.map((rule) => ({
  ...rule,
  made: [now('id'), res('id')],
  names,
  target: [now('id'), res('id'), ...thing],
}));

const capability = ['ConsolePassword', 'ApiKeys', 'AuthTokens', 'SmtpCredentials', 'CustomerSecretKeys'].map((name) =>
  now(`capabilities.canUse${name}`),
);

/** Who may use no credential any longer is held back. */
const capabilities: readonly Act[] = [
  ...capability.map((at) => on('change-credential', 'iam:user', { when: [{ at, is: 'true' }] })),
  on('restrict', 'iam:user', { when: [{ at: now('capabilities'), exists: true }] }),
  on('change-credential', 'iam:user'),
];

const state: readonly Act[] = [
  on('restrict', 'iam:user', { when: [{ at: now('lifecycleState'), is: 'INACTIVE' }] }),
  on('modify', 'iam:user'),
];

/** Users, keys, groups, policies and providers; the sign-in; identity domains. */
export const identity: Semantics['acts'] = {
  identitycontrolplane: {
    CreateUser: makes('create-identity', 'iam:user'),
    UpdateUser: on('modify', 'iam:user'),
    DeleteUser: on('delete', 'iam:user'),
    UpdateUserState: state,
    UpdateUserCapabilities: capabilities,
    CreateOrResetUIPassword: on('change-credential', 'iam:ui-password'),
    UpdateUserPassword: on('change-credential', 'iam:ui-password'),
    UploadApiKey: credential('iam:api-key', fingerprint),
    DeleteApiKey: act('delete', 'iam:api-key', {
      target: [now('fingerprint'), more('fingerprint'), 'data.request.path#/apiKeys/', ...thing],
    }),
    CreateAuthToken: credential('iam:auth-token'),
    UpdateAuthToken: on('change-credential', 'iam:auth-token'),
    DeleteAuthToken: without('iam:auth-token'),
    CreateCustomerSecretKey: credential('iam:customer-secret-key', [now('id'), res('id')]),
    UpdateCustomerSecretKey: on('change-credential', 'iam:customer-secret-key'),
    DeleteCustomerSecretKey: without('iam:customer-secret-key'),
    CreateSmtpCredential: credential('iam:smtp-credential'),
    DeleteSmtpCredential: without('iam:smtp-credential'),
    CreateDbCredential: credential('iam:db-credential'),
    DeleteDbCredential: without('iam:db-credential'),
    CreateSwiftPassword: credential('iam:swift-password'),
    DeleteSwiftPassword: without('iam:swift-password'),
    CreateOAuthClientCredential: credential('iam:oauth-client-credential'),
    UpdateOAuthClientCredential: on('change-credential', 'iam:oauth-client-credential'),
    DeleteOAuthClientCredential: without('iam:oauth-client-credential'),
    CreateMfaTotpDevice: credential('iam:mfa-device'),
    ActivateMfaTotpDevice: on('change-credential', 'iam:mfa-device'),
    DeleteMfaTotpDevice: on('impair', 'iam:mfa-device'),
    UpdateAuthenticationPolicy: on('impair', 'iam:authentication-policy'),
    CreateNetworkSource: makes('create', 'iam:network-source'),
    UpdateNetworkSource: on('modify', 'iam:network-source'),
    DeleteNetworkSource: on('impair', 'iam:network-source'),
    CreateGroup: makes('create', 'iam:group'),
    DeleteGroup: on('delete', 'iam:group'),
    AddUserToGroup: on('grant', 'iam:user', { target: [now('userId'), res('userId'), more('userId'), ...thing] }),
    RemoveUserFromGroup: on('revoke', 'iam:user', { target: [now('userId'), more('userId'), ...thing] }),
    CreateDynamicGroup: makes('create-identity', 'iam:dynamic-group'),
    UpdateDynamicGroup: on('grant', 'iam:dynamic-group'),
    DeleteDynamicGroup: on('delete', 'iam:dynamic-group'),
    CreatePolicy: newPolicy,
    UpdatePolicy: rules,
    DeletePolicy: on('delete', policy),
    CreateIdentityProvider: makes('create-identity', 'iam:identity-provider'),
    UpdateIdentityProvider: on('modify', 'iam:identity-provider'),
    DeleteIdentityProvider: on('delete', 'iam:identity-provider'),
    CreateIdpGroupMapping: on('grant', 'iam:identity-provider'),
    AddIdpGroupMapping: on('grant', 'iam:identity-provider'),
    UpdateIdpGroupMapping: on('grant', 'iam:identity-provider'),
    DeleteIdpGroupMapping: on('revoke', 'iam:identity-provider'),
    RemoveIdpGroupMapping: on('revoke', 'iam:identity-provider'),
    CreateDomain: makes('create-identity', 'iam:domain'),
    DeactivateDomain: on('restrict', 'iam:domain'),
    DeleteDomain: on('delete', 'iam:domain'),
    CreateCompartment: makes('create', 'iam:compartment'),
    DeleteCompartment: on('delete', 'iam:compartment'),
    CreateRegionSubscription: act('raise-quota', 'iam:region', {
      target: [
        res('regionName'),
        now('regionName'),
        more('regionName'),
        'data.request.parameters.regionKey[*]',
        ...thing,
      ],
    }),
    GenerateScopedAccessToken: act('assume', 'iam:session'),
  },
  ...spelled(['identitysignon', 'consolesignon'], {
    InteractiveLogin: act('login', 'iam:console'),
    Login: act('login', 'iam:console'),
    FederatedInteractiveLogin: act('login', 'iam:console'),
  }),
  ...spelled(['identitydomains', 'identitydomain', 'idcs'], {
    CreateUser: makes('create-identity', 'iam:user'),
    PatchUser: on('modify', 'iam:user'),
    DeleteUser: on('delete', 'iam:user'),
    PutUserStatusChanger: on('modify', 'iam:user'),
    PutUserCapabilitiesChanger: on('change-credential', 'iam:user'),
    PutUserPasswordChanger: on('change-credential', 'iam:ui-password'),
    PutUserPasswordResetter: on('change-credential', 'iam:ui-password'),
    CreateApiKey: credential('iam:api-key', fingerprint),
    CreateMyApiKey: credential('iam:api-key', fingerprint),
    DeleteApiKey: without('iam:api-key'),
    CreateAuthToken: credential('iam:auth-token'),
    CreateMyAuthToken: credential('iam:auth-token'),
    CreateCustomerSecretKey: credential('iam:customer-secret-key'),
    CreateMyCustomerSecretKey: credential('iam:customer-secret-key'),
    CreateSmtpCredential: credential('iam:smtp-credential'),
    CreateOAuth2ClientCredential: credential('iam:oauth-client-credential'),
    CreateApp: makes('create-identity', 'iam:application'),
    PatchGroup: on('grant', 'iam:group'),
    CreateGrant: on('grant', 'iam:application'),
    CreateIdentityProvider: makes('create-identity', 'iam:identity-provider'),
  }),
  ...spelled(['tenantmanager', 'tenant-manager-api-cp-external'], {
    CreateChildTenancy: makes('create-identity', 'iam:tenancy'),
    CreateSenderInvitation: act('share', 'iam:tenancy'),
    AcceptRecipientInvitation: act('share', 'iam:tenancy'),
    DeleteLink: on('impair', 'iam:tenancy'),
  }),
};
