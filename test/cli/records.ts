/** A CloudTrail record of a plain call; `n` tells records apart. Override any field, or drop it with undefined. */
export function record(n: number, fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const minute = String(n % 60).padStart(2, '0');
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE000000001',
      arn: 'arn:aws:iam::123456789012:user/casey',
      accountId: '123456789012',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'casey',
    },
    eventTime: `2026-03-04T10:${minute}:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: null,
    responseElements: null,
    requestID: `request-${n}`,
    eventID: idOf(n),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    ...fields,
  };
}

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const uidOf = (n: number): string => `aws.cloudtrail:${idOf(n)}`;

const records = (...numbers: readonly number[]): readonly unknown[] => numbers.map((n) => record(n));

/** As the provider delivers records to a bucket. */
export const delivered = (...numbers: readonly number[]): string => JSON.stringify({ Records: records(...numbers) });

/** A Sigma rule that every record matches. */
export const ruleOfEverything = `title: Anything at all
id: 11111111-2222-4333-8444-555555555555
status: test
author: Tests
level: high
description: Every record there is.
falsepositives: [All of them]
tags: [attack.t1078.004]
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource|exists: true
  condition: selection
`;
