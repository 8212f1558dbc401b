import type { Table, TableValue } from '../../../../model/source.ts';

const texts = (...keys: readonly string[]): Readonly<Record<string, TableValue>> =>
  Object.fromEntries(keys.map((key) => [key, 'text']));
const principal = texts('type', 'principalId', 'arn', 'accountId', 'userName');

const userIdentity: TableValue = {
  keys: {
    ...principal,
    ...texts('accessKeyId', 'invokedBy', 'identityProvider', 'credentialId'),
    sessionContext: {
      keys: {
        attributes: { keys: { creationDate: 'instant', mfaAuthenticated: 'text' } },
        sessionIssuer: { keys: principal },
        webIdFederationData: { keys: { federatedProvider: 'text', attributes: 'map' } },
        ...texts('sourceIdentity', 'ec2RoleDelivery', 'ec2IssuedInVpc', 'assumedRoot'),
      },
    },
    onBehalfOf: { keys: texts('userId', 'identityStoreArn') },
    inScopeOf: { keys: texts('sourceArn', 'sourceAccount', 'issuerType', 'credentialsIssuedTo') },
  },
};

/**
 * Rows of CloudTrail Lake, as GetQueryResults answers them and as they are saved in CSV.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html
 */
export const lakeTable: Table = {
  rows: 'QueryResultRows',
  whole: 'eventJson',
  columns: {
    eventVersion: 'text',
    userIdentity,
    eventTime: 'instant',
    ...texts('eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage'),
    requestParameters: 'map',
    responseElements: 'map',
    additionalEventData: 'map',
    ...texts('requestID', 'eventID'),
    readOnly: 'boolean',
    resources: { list: { keys: texts('accountId', 'type', 'ARN', 'ARNPrefix') } },
    ...texts('eventType', 'apiVersion'),
    managementEvent: 'boolean',
    ...texts('recipientAccountId', 'sharedEventID', 'annotation', 'vpcEndpointId', 'vpcEndpointAccountId'),
    serviceEventDetails: 'map',
    addendum: 'map',
    edgeDeviceDetails: 'map',
    insightDetails: 'map',
    eventCategory: 'text',
    tlsDetails: { keys: texts('tlsVersion', 'cipherSuite', 'clientProvidedHostHeader') },
    sessionCredentialFromConsole: 'text',
  },
};
