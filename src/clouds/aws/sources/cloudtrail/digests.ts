import type { Digest } from '../../../../model/source.ts';

/**
 * The hourly file by which a trail's log files are validated. Its own signature lies in the metadata of
 * the S3 object, out of reach of a copy on disk.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export const trailDigest: Digest = {
  recognise: ['digestS3Bucket', 'digestS3Object', 'digestStartTime', 'digestEndTime', 'logFiles'],
  entries: 'logFiles',
  name: 's3Object',
  hash: 'hashValue',
  hashOf: 'text',
  names: 'unique',
  span: { first: 'oldestEventTime', last: 'newestEventTime' },
  account: 'awsAccountId',
  region: '/CloudTrail[^/]*/([a-z0-9-]+)/',
  before: { name: 'previousDigestS3Object', hash: 'previousDigestHashValue' },
};

/**
 * The sign file beside saved query results of CloudTrail Lake: it hashes the compressed files.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-results-file-validation-sign-file-structure.html
 */
export const resultSignature: Digest = {
  recognise: ['files', 'hashSignature', 'queryCompleteTime', 'publicKeyFingerprint'],
  entries: 'files',
  name: 'fileName',
  hash: 'fileHashValue',
  hashOf: 'object',
  names: 'beside',
};
