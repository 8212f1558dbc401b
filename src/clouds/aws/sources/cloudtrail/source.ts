import { at, by, capture, constant, defineSource, first, instant, join, part } from '../../../../model/source.ts';

const arn = at('userIdentity.arn');
const principal = at('userIdentity.principalId');
const accountId = at('userIdentity.accountId');
const userName = at('userIdentity.userName');
const issuer = 'userIdentity.sessionContext.sessionIssuer';
const created = at('userIdentity.sessionContext.attributes.creationDate');

/** Of arn:aws:sts::<account>:assumed-role/<role>/<session>; session names hold neither colon nor slash. */
const roleOfSession = part(arn, '/', 2);
const sessionUid = first(join(principal, constant('@'), created), join(arn, constant('@'), created), principal);

/**
 * AWS CloudTrail: management, data, network-activity and Insights records, in every form in which
 * they are delivered. Fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const source = defineSource({
  id: 'aws.cloudtrail',
  title: 'AWS CloudTrail',
  recognise: [
    ['eventSource', 'eventName', 'eventType'],
    ['eventSource', 'eventName', 'userIdentity', 'awsRegion'],
    ['insightDetails', 'eventType'],
  ],
  envelopes: [
    { wrap: 'array', key: 'Records' },
    { wrap: 'array', key: 'Events' },
    { wrap: 'object', key: 'detail', time: 'time' },
    { wrap: 'text', key: 'CloudTrailEvent' },
  ],
  uid: at('eventID'),
  documents: [['requestParameters'], ['responseElements'], ['additionalEventData'], ['insightDetails']],
  columns: {
    time: first(instant('eventTime'), instant('@timestamp')),
    cloud: constant('aws'),
    account: first(at('recipientAccountId'), accountId),
    region: at('awsRegion'),
    service: at('eventSource'),
    operation: at('eventName'),
    kind: at('eventType'),
    category: at('eventCategory'),
    read_only: at('readOnly'),
    error: at('errorCode'),
    error_message: at('errorMessage'),
    actor_type: at('userIdentity.type'),
    actor_uid: by(
      'userIdentity.type',
      {
        AssumedRole: first(
          at(`${issuer}.arn`),
          join(constant('arn:aws:iam::'), accountId, constant(':role/'), roleOfSession),
          arn,
          principal,
        ),
        AWSService: first(at('userIdentity.invokedBy'), principal),
        IdentityCenterUser: first(at('userIdentity.onBehalfOf.userId'), principal, arn),
        IAMUser: first(arn, join(constant('arn:aws:iam::'), accountId, constant(':user/'), userName), principal, userName),
      },
      first(arn, principal, userName, accountId, at('userIdentity.invokedBy')),
    ),
    actor_name: by(
      'userIdentity.type',
      {
        Root: constant('root'),
        AssumedRole: first(at(`${issuer}.userName`), roleOfSession, principal),
        FederatedUser: first(capture(arn, ':federated-user/(.+)$'), userName, principal),
        AWSService: first(at('userIdentity.invokedBy'), principal),
        AWSAccount: first(accountId, principal),
        IdentityCenterUser: first(userName, at('userIdentity.onBehalfOf.userId'), principal),
        IAMUser: first(userName, capture(arn, '([^/:]+)$'), principal),
      },
      first(userName, capture(arn, '([^/:]+)$'), principal, accountId),
    ),
    actor_account: accountId,
    credential: at('userIdentity.accessKeyId'),
    session_uid: by('userIdentity.type', { AssumedRole: sessionUid, FederatedUser: sessionUid }, join(principal, constant('@'), created)),
    session_name: by('userIdentity.type', {
      AssumedRole: first(part(principal, ':', 2), part(arn, '/', 3)),
      FederatedUser: capture(arn, ':federated-user/(.+)$'),
    }),
    session_created: instant(created),
    session_issuer_type: at(`${issuer}.type`),
    session_mfa: at('userIdentity.sessionContext.attributes.mfaAuthenticated'),
    source_identity: at('userIdentity.sessionContext.sourceIdentity'),
    invoked_by: at('userIdentity.invokedBy'),
    source_ip: at('sourceIPAddress'),
    user_agent: at('userAgent'),
    request_uid: at('requestID'),
    shared_uid: at('sharedEventID'),
  },
  facets: ['service', 'operation', 'kind', 'category', 'read_only', 'error', 'actor_type', 'session_issuer_type'],
  sigma: [{ product: 'aws', service: 'cloudtrail' }],
});
