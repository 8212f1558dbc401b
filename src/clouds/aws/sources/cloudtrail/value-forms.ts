import type { Source } from '../../../../model/source.ts';

const words = (text: string): readonly string[] => text.split(' ');
const truth = { oneOf: ['true', 'false'] } as const;
const account = { form: /^(?:\d{12}|anonymous)$/, example: '123456789012' } as const;

/**
 * What CloudTrail documents of the values of its fields.
 * Sources: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * and …/cloudtrail-event-reference-user-identity.html
 */
export const valueForms: NonNullable<Source['valueForms']> = {
  eventSource: { form: /^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(?:\.cn)?$/, example: 'ec2.amazonaws.com' },
  // As IAM writes an action, service first, no record does.
  eventName: { form: /^[^:]+$/, example: 'RunInstances' },
  eventType: {
    oneOf: words(
      'AwsApiCall AwsServiceEvent AwsConsoleAction AwsConsoleSignIn AwsCloudTrailInsight AwsVpceEvent AwsVpceEvents',
    ),
  },
  eventCategory: { oneOf: ['Management', 'Data', 'NetworkActivity', 'Insight'] },
  awsRegion: { form: /^[a-z]{2,5}(?:-[a-z]+)+-\d+$/, example: 'us-east-1' },
  readOnly: truth,
  managementEvent: truth,
  recipientAccountId: account,
  'userIdentity.accountId': account,
  'userIdentity.type': {
    oneOf: words(
      'Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService IdentityCenterUser SAMLUser WebIdentityUser Unknown',
    ),
  },
  'userIdentity.sessionContext.attributes.mfaAuthenticated': truth,
};
