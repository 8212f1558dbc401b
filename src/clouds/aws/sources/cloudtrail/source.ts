import { at, constant, defineSource, filled, first, instant } from '../../../../model/source.ts';
import { resultSignature, trailDigest } from './digests.ts';
import { identityColumns } from './identity-columns.ts';
import { lakeTable } from './lake-table.ts';
import { valueForms } from './value-forms.ts';

/**
 * AWS CloudTrail: management, data, network-activity and Insights records, in every form in which
 * they are delivered. Fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const source = defineSource({
  id: 'aws.cloudtrail',
  title: 'AWS CloudTrail',
  recognise: [
    // Another provider's log had these three keys as well.
    ['eventSource', 'eventName', { key: 'eventType', matches: '^Aws' }],
    ['eventSource', 'eventName', 'userIdentity', 'sourceIPAddress'],
    ['eventSource', 'eventName', 'eventTime', 'eventID'],
    ['insightDetails', 'eventType'],
  ],
  envelopes: [
    { wrap: 'array', key: 'Records' },
    { wrap: 'array', key: 'Events' },
    { wrap: 'object', key: 'detail', time: 'time', foreign: 'eventID' },
    { wrap: 'text', key: 'CloudTrailEvent' },
  ],
  digests: [trailDigest, resultSignature],
  table: lakeTable,
  uid: at('eventID'),
  documents: [['requestParameters'], ['responseElements'], ['additionalEventData'], ['insightDetails']],
  brief: [
    'requestParameters',
    'responseElements.instancesSet',
    'responseElements.ConsoleLogin',
    'additionalEventData.MFAUsed',
    'additionalEventData.SSEApplied',
    'userIdentity.sessionContext.webIdFederationData.federatedProvider',
    'vpcEndpointAccountId',
  ].map((path) => path.split('.')),
  otherKeys: [
    'eventVersion',
    'apiVersion',
    'managementEvent',
    'resources',
    'serviceEventDetails',
    'eventContext',
    'vpcEndpointId',
    'vpcEndpointAccountId',
    'addendum',
    'annotation',
    'sessionCredentialFromConsole',
    'edgeDeviceDetails',
    'tlsDetails',
  ],
  columns: {
    time: first(instant('eventTime'), instant('@timestamp')),
    cloud: constant('aws'),
    account: first(filled(at('recipientAccountId')), filled(at('userIdentity.accountId'))),
    region: at('awsRegion'),
    service: at('eventSource'),
    operation: at('eventName'),
    kind: at('eventType'),
    category: at('eventCategory'),
    read_only: at('readOnly'),
    error: at('errorCode'),
    error_message: at('errorMessage'),
    caller_uid: at('userIdentity.arn'),
    ...identityColumns,
    source_ip: at('sourceIPAddress'),
    user_agent: at('userAgent'),
    request_uid: at('requestID'),
    shared_uid: at('sharedEventID'),
  },
  facets: ['service', 'operation', 'kind', 'category', 'read_only', 'error', 'actor_type', 'session_issuer_type'],
  sigma: [{ product: 'aws', service: 'cloudtrail' }],
  valueForms,
});
