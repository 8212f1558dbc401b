import type { Semantics } from '../../../model/semantics.ts';
import { act, on, req, res } from './record.ts';

/** What is copied with a key that AWS does not keep is lost to whoever has not got that key. */
const underCallersKey = act('destroy-data', 's3:bucket', {
  when: [{ at: req('x-amz-server-side-encryption-customer-algorithm'), exists: true }],
  target: req('bucketName'),
});

/** A copy of a database that other accounts may restore, or may no longer. */
const handedOn = (name: string) => [
  act('share', 'rds:snapshot', {
    when: [{ at: req('valuesToAdd'), exists: true }],
    target: req(name),
    recipients: req('valuesToAdd[*]'),
  }),
  act('revoke', 'rds:snapshot', { when: [{ at: req('valuesToRemove'), exists: true }], target: req(name) }),
  on('share', 'rds:snapshot', name),
];

/** Logging and detection, limits, and reads of secrets and data. */
export const watch: Semantics['acts'] = {
  'cloudtrail.amazonaws.com': {
    StopLogging: act('impair', 'cloudtrail:trail', { target: req('name'), blinds: true }),
    DeleteTrail: act('impair', 'cloudtrail:trail', { target: req('name'), blinds: true }),
    UpdateTrail: on('impair', 'cloudtrail:trail', 'name'),
    PutEventSelectors: on('impair', 'cloudtrail:trail', 'trailName'),
    PutInsightSelectors: on('impair', 'cloudtrail:trail', 'trailName'),
    DeleteEventDataStore: on('impair', 'cloudtrail:event-data-store', 'eventDataStore'),
    StopEventDataStoreIngestion: on('impair', 'cloudtrail:event-data-store', 'eventDataStore'),
    StartLogging: on('restore', 'cloudtrail:trail', 'name'),
  },
  'guardduty.amazonaws.com': {
    DeleteDetector: on('impair', 'guardduty:detector', 'detectorId'),
    UpdateDetector: [
      act('impair', 'guardduty:detector', { when: [{ at: req('enable'), is: 'false' }], target: req('detectorId') }),
      on('modify', 'guardduty:detector', 'detectorId'),
    ],
    DisassociateFromMasterAccount: on('impair', 'guardduty:detector', 'detectorId'),
    DisassociateFromAdministratorAccount: on('impair', 'guardduty:detector', 'detectorId'),
    StopMonitoringMembers: on('impair', 'guardduty:detector', 'detectorId'),
    DeleteMembers: on('impair', 'guardduty:detector', 'detectorId'),
    CreateIPSet: on('impair', 'guardduty:detector', 'detectorId'),
    CreateFilter: on('impair', 'guardduty:detector', 'detectorId'),
  },
  'config.amazonaws.com': {
    StopConfigurationRecorder: on('impair', 'config:recorder', 'configurationRecorderName'),
    DeleteConfigurationRecorder: on('impair', 'config:recorder', 'configurationRecorderName'),
    DeleteDeliveryChannel: on('impair', 'config:delivery-channel', 'deliveryChannelName'),
  },
  'securityhub.amazonaws.com': { DisableSecurityHub: act('impair', 'securityhub:hub') },
  'monitoring.amazonaws.com': {
    DeleteAlarms: act('impair', 'cloudwatch:alarm', { target: req('alarmNames[*]') }),
    DisableAlarmActions: act('impair', 'cloudwatch:alarm', { target: req('alarmNames[*]') }),
    EnableAlarmActions: act('restore', 'cloudwatch:alarm', { target: req('alarmNames[*]') }),
  },
  'logs.amazonaws.com': {
    DeleteLogGroup: on('impair', 'logs:log-group', 'logGroupName'),
    DeleteLogStream: act('impair', 'logs:log-stream', { target: req('logStreamName'), within: [req('logGroupName')] }),
  },
  'events.amazonaws.com': {
    // By the clock it starts what its targets name, again and again.
    PutRule: [
      act('create', 'events:rule', {
        when: [{ at: req('scheduleExpression'), exists: true }],
        made: [res('ruleArn'), req('name')],
        names: req('name'),
      }),
      on('modify', 'events:rule', 'name'),
    ],
    PutTargets: on('modify', 'events:rule', 'rule'),
    DisableRule: on('impair', 'events:rule', 'name'),
    EnableRule: on('restore', 'events:rule', 'name'),
    DeleteRule: on('impair', 'events:rule', 'name'),
  },
  'servicequotas.amazonaws.com': { RequestServiceQuotaIncrease: on('raise-quota', 'servicequotas:quota', 'quotaCode') },
  'account.amazonaws.com': {
    EnableRegion: on('raise-quota', 'account:region', 'RegionName', 'regionName'),
    DisableRegion: on('modify', 'account:region', 'RegionName', 'regionName'),
  },
  'secretsmanager.amazonaws.com': {
    GetSecretValue: on('read-secret', 'secretsmanager:secret', 'secretId'),
    BatchGetSecretValue: act('read-secret', 'secretsmanager:secret', {
      target: [req('secretIdList[*]'), req('filters[*].values[*]')],
    }),
  },
  's3.amazonaws.com': {
    GetObject: act('read-data', 's3:bucket', {
      target: req('bucketName'),
      bytes: 'additionalEventData.bytesTransferredOut',
    }),
    CopyObject: [
      underCallersKey,
      act('read-data', 's3:bucket', {
        target: req('bucketName'),
        bytes: 'additionalEventData.bytesTransferredOut',
      }),
    ],
    UploadPartCopy: [underCallersKey, on('read-data', 's3:bucket', 'bucketName')],
    DeleteObject: on('destroy-data', 's3:bucket', 'bucketName'),
    DeleteObjects: on('destroy-data', 's3:bucket', 'bucketName'),
    ListObjects: on('list', 's3:bucket', 'bucketName'),
    CreateBucket: act('create', 's3:bucket', { made: req('bucketName') }),
    DeleteBucket: on('delete', 's3:bucket', 'bucketName'),
    PutBucketPolicy: on('share', 's3:bucket', 'bucketName'),
    PutBucketAcl: on('share', 's3:bucket', 'bucketName'),
    ...Object.fromEntries(
      ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'PutBucketVersioning', 'PutBucketEncryption'].map(
        (operation) => [operation, on('modify', 's3:bucket', 'bucketName')],
      ),
    ),
  },
  'rds.amazonaws.com': {
    ...Object.fromEntries(
      ['CreateDBInstance', 'RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceToPointInTime'].map((operation) => [
        operation,
        act('create', 'rds:instance', { made: [req('dBInstanceIdentifier'), req('targetDBInstanceIdentifier')] }),
      ]),
    ),
    ...Object.fromEntries(
      ['CreateDBCluster', 'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime'].map((operation) => [
        operation,
        act('create', 'rds:cluster', { made: req('dBClusterIdentifier') }),
      ]),
    ),
    CreateDBSnapshot: act('create', 'rds:snapshot', {
      made: [res('dBSnapshotArn'), req('dBSnapshotIdentifier')],
      names: req('dBSnapshotIdentifier'),
    }),
    DeleteDBSnapshot: on('delete', 'rds:snapshot', 'dBSnapshotIdentifier'),
    DeleteDBInstance: on('delete', 'rds:instance', 'dBInstanceIdentifier'),
    DeleteDBCluster: on('delete', 'rds:cluster', 'dBClusterIdentifier'),
    ModifyDBSnapshotAttribute: handedOn('dBSnapshotIdentifier'),
    ModifyDBClusterSnapshotAttribute: handedOn('dBClusterSnapshotIdentifier'),
    DownloadDBLogFilePortion: on('read-data', 'rds:instance', 'dBInstanceIdentifier'),
  },
  'dynamodb.amazonaws.com': {
    GetItem: on('read-data', 'dynamodb:table', 'tableName'),
    Scan: on('read-data', 'dynamodb:table', 'tableName'),
    Query: on('read-data', 'dynamodb:table', 'tableName'),
  },
};
