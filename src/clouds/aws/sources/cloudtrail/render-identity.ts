import type { Actor, JsonObject, Session } from '../../../../model/simulation.ts';

/** The name by which a role session appears in records. */
export function sessionArn(actor: Extract<Actor, { is: 'role' }>): string {
  return `arn:aws:sts::${actor.role.account}:assumed-role/${actor.role.name}/${actor.name}`;
}

export function roleArn(role: { readonly account: string; readonly name: string; readonly path?: string }): string {
  return `arn:aws:iam::${role.account}:role${role.path ?? '/'}${role.name}`;
}

/**
 * An actor as CloudTrail's `userIdentity`, fields in the order in which it delivers them.
 * Source: CloudTrail user guide, "CloudTrail userIdentity element"; IAM user guide, "Example events".
 */
export function renderIdentity(actor: Actor): JsonObject {
  switch (actor.is) {
    case 'root':
      return {
        type: 'Root',
        principalId: actor.account,
        arn: `arn:aws:iam::${actor.account}:root`,
        accountId: actor.account,
        accessKeyId: actor.credential ?? '',
        ...plainSession(actor.session),
      };
    case 'user':
      return {
        type: 'IAMUser',
        principalId: actor.uid,
        arn: `arn:aws:iam::${actor.account}:user/${actor.name}`,
        accountId: actor.account,
        ...(actor.credential !== undefined && { accessKeyId: actor.credential }),
        userName: actor.name,
        ...plainSession(actor.session),
        ...invoker(actor.invokedBy),
      };
    case 'role':
      return renderRole(actor);
    case 'federated':
      return renderFederated(actor);
    case 'saml':
      return {
        type: 'SAMLUser',
        principalId: `${actor.provider}:${actor.subject}`,
        userName: actor.subject,
        identityProvider: actor.provider,
      };
    case 'web':
      return {
        type: 'WebIdentityUser',
        principalId: `${actor.provider}:${actor.audience}:${actor.subject}`,
        userName: actor.subject,
        identityProvider: actor.provider,
      };
    case 'directory-user':
      return {
        type: 'IdentityCenterUser',
        accountId: actor.account,
        onBehalfOf: { userId: actor.user, identityStoreArn: actor.directory },
        credentialId: actor.credential,
      };
    case 'service':
      return { type: 'AWSService', invokedBy: actor.name };
    case 'foreign':
      return { type: 'AWSAccount', principalId: actor.uid, accountId: actor.account };
    case 'unknown':
      return { type: 'IAMUser', accountId: actor.account, accessKeyId: '', userName: actor.name };
  }
}

function renderFederated({ user, name, credential, session }: Extract<Actor, { is: 'federated' }>): JsonObject {
  return {
    type: 'FederatedUser',
    principalId: `${user.account}:${name}`,
    arn: `arn:aws:sts::${user.account}:federated-user/${name}`,
    accountId: user.account,
    accessKeyId: credential,
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: user.uid,
        arn: `arn:aws:iam::${user.account}:user/${user.name}`,
        accountId: user.account,
        userName: user.name,
      },
      attributes: attributes(session),
    },
  };
}

function renderRole(actor: Extract<Actor, { is: 'role' }>): JsonObject {
  const { role, session } = actor;
  return {
    type: 'AssumedRole',
    principalId: `${role.uid}:${actor.name}`,
    arn: sessionArn(actor),
    accountId: role.account,
    // Calls that a service makes with a forwarded session carry no key of their own.
    ...(actor.credential && { accessKeyId: actor.credential }),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.uid,
        arn: roleArn(role),
        accountId: role.account,
        userName: role.name,
      },
      ...(session.web && { webIdFederationData: { federatedProvider: session.web.provider, attributes: {} } }),
      attributes: attributes(session),
      ...(session.sourceIdentity !== undefined && { sourceIdentity: session.sourceIdentity }),
      ...(session.carrier && { ec2RoleDelivery: session.carrier.delivery }),
    },
    ...invoker(actor.invokedBy),
    ...(session.onBehalfOf && {
      onBehalfOf: { userId: session.onBehalfOf.user, identityStoreArn: session.onBehalfOf.directory },
    }),
    ...(session.carrier && {
      inScopeOf: { issuerType: session.carrier.kind, credentialsIssuedTo: session.carrier.uid },
    }),
  };
}

function plainSession(session: Session | undefined): JsonObject {
  return session ? { sessionContext: { attributes: attributes(session) } } : {};
}

function attributes(session: Session): JsonObject {
  return {
    creationDate: new Date(session.opened).toISOString().slice(0, 19) + 'Z',
    mfaAuthenticated: String(session.hasMfa),
  };
}

function invoker(name: string | undefined): JsonObject {
  return name === undefined ? {} : { invokedBy: name };
}
