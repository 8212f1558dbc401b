import {
  at,
  by,
  capture,
  constant,
  filled,
  first,
  instant,
  join,
  part,
  type Source,
} from '../../../../model/source.ts';

const arn = filled(at('userIdentity.arn'));
const principal = filled(at('userIdentity.principalId'));
const accountId = at('userIdentity.accountId');
const userName = filled(at('userIdentity.userName'));
const invoker = at('userIdentity.invokedBy');
const person = at('userIdentity.onBehalfOf.userId');
const issuer = 'userIdentity.sessionContext.sessionIssuer';
const created = at('userIdentity.sessionContext.attributes.creationDate');

/** Of arn:aws:sts::<account>:assumed-role/<role>/<session>; session names hold neither colon nor slash. */
const roleOfSession = part(arn, '/', 2);
const roleArn = join(
  constant('arn:'),
  part(arn, ':', 2),
  constant(':iam::'),
  accountId,
  constant(':role/'),
  roleOfSession,
);

/** A sign-in that failed carries no ARN: this is the one of the user's other records. */
const partition = first(join(constant('arn:aws-'), capture(at('awsRegion'), '^(cn|us-gov)-')), constant('arn:aws'));
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const userArn = by(
  'userIdentity.userName',
  { [hidden]: constant(hidden) },
  join(partition, constant(':iam::'), accountId, constant(':user/'), userName),
);

/** Where no more than the account's number stands as principal, the name says more. */
const outsider = first(arn, capture(principal, '^(.*[^0-9].*)$'), userName, principal, accountId);

const sessionUid = first(join(principal, constant('@'), created), join(arn, constant('@'), created), principal);

/**
 * Who acted, from `userIdentity` in all its shapes.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const identityColumns = {
  actor_type: at('userIdentity.type'),
  actor_uid: by(
    'userIdentity.type',
    {
      AssumedRole: first(at(`${issuer}.arn`), roleArn, arn, principal),
      IAMUser: first(arn, userArn, principal),
      AWSService: first(invoker, principal),
      // Another account's principal, as the account that it acted on sees it: an id, for a role with its session.
      AWSAccount: first(part(principal, ':', 1), accountId),
      IdentityCenterUser: first(person, principal, arn),
      Directory: outsider,
      Unknown: outsider,
    },
    first(arn, principal, userName, invoker, accountId),
  ),
  actor_name: by(
    'userIdentity.type',
    {
      Root: constant('root'),
      AssumedRole: first(at(`${issuer}.userName`), roleOfSession, principal),
      IAMUser: first(userName, capture(arn, '([^/:]+)$'), principal),
      FederatedUser: first(part(arn, '/', 2), userName, principal),
      AWSService: first(invoker, principal),
      AWSAccount: first(accountId, principal),
      IdentityCenterUser: first(userName, person, principal),
    },
    first(userName, capture(arn, '([^/:]+)$'), principal, invoker, accountId),
  ),
  actor_account: accountId,
  // Just as it stands, so that rules on it need not read the record; some records hold an empty text.
  credential: at('userIdentity.accessKeyId'),
  session_uid: by(
    'userIdentity.type',
    { AssumedRole: sessionUid, FederatedUser: sessionUid, IdentityCenterUser: at('userIdentity.credentialId') },
    join(principal, constant('@'), created),
  ),
  session_name: by('userIdentity.type', {
    AssumedRole: first(part(principal, ':', 2), part(arn, '/', 3)),
    FederatedUser: part(arn, '/', 2),
    AWSAccount: part(principal, ':', 2),
  }),
  session_created: instant(created),
  session_issuer_type: at(`${issuer}.type`),
  session_mfa: at('userIdentity.sessionContext.attributes.mfaAuthenticated'),
  source_identity: at('userIdentity.sessionContext.sourceIdentity'),
  invoked_by: invoker,
} satisfies Source['columns'];
