import type { Semantics } from '../../../model/semantics.ts';
import { act, makes, more, now, on, parameter, res, spelled, thing } from './record.ts';

const bucket = 'objectstorage:bucket';
const bucketName = [
  'data.bucketName',
  'data.resourceName',
  more('bucketName'),
  parameter('bucketName'),
  'data.resourceId',
];
/** There is one configuration of Cloud Guard in a tenancy, at its root. */
const tenancy = ['data.compartmentId', 'data.resourceId', 'oracle.tenantid'];
const upon = (verb: 'read-data' | 'list' | 'delete' | 'other') => act(verb, bucket, { target: bucketName });

/** Logging and detection, limits, secrets and data, tags. */
export const watch: Semantics['acts'] = {
  audit: { UpdateConfiguration: act('impair', 'audit:configuration') },
  ...spelled(['logging', 'loggingmanagement'], {
    CreateLog: makes('create', 'logging:log'),
    UpdateLog: [
      on('impair', 'logging:log', { when: [{ at: now('isEnabled'), is: 'false' }] }),
      on('modify', 'logging:log'),
    ],
    DeleteLog: on('impair', 'logging:log'),
    DeleteLogGroup: on('impair', 'logging:log-group'),
    DeleteUnifiedAgentConfiguration: on('impair', 'logging:agent-configuration'),
  }),
  ...spelled(['sch', 'serviceconnector', 'serviceconnectors', 'serviceconnectorhub'], {
    DeactivateServiceConnector: on('impair', 'sch:connector'),
    UpdateServiceConnector: on('impair', 'sch:connector'),
    DeleteServiceConnector: on('impair', 'sch:connector'),
    ActivateServiceConnector: on('restore', 'sch:connector'),
    CreateServiceConnector: makes('create', 'sch:connector'),
  }),
  ...spelled(['cloudguard', 'cloudguardcp'], {
    UpdateConfiguration: [
      act('restore', 'cloudguard:configuration', { when: [{ at: now('status'), is: 'ENABLED' }], target: tenancy }),
      act('impair', 'cloudguard:configuration', { target: tenancy }),
    ],
    UpdateTarget: on('impair', 'cloudguard:target'),
    DeleteTarget: on('impair', 'cloudguard:target'),
    UpdateDetectorRecipe: on('impair', 'cloudguard:detector-recipe'),
    UpdateDetectorRecipeDetectorRule: on('impair', 'cloudguard:detector-recipe'),
    UpdateTargetDetectorRecipe: on('impair', 'cloudguard:target'),
    DeleteTargetDetectorRecipe: on('impair', 'cloudguard:target'),
    DeleteDetectorRecipe: on('impair', 'cloudguard:detector-recipe'),
    CreateManagedList: makes('create', 'cloudguard:managed-list'),
    UpdateManagedList: on('impair', 'cloudguard:managed-list'),
    // What is resolved is opened again when it is seen again; what is dismissed is not.
    UpdateProblemStatus: [
      on('other', 'cloudguard:problem', { when: [{ at: now('status'), is: 'RESOLVED' }] }),
      on('other', 'cloudguard:problem', { when: [{ at: now('lifecycleDetail'), is: 'RESOLVED' }] }),
      on('impair', 'cloudguard:problem'),
    ],
    UpdateBulkProblemStatus: on('impair', 'cloudguard:problem'),
    DeleteSecurityZone: on('impair', 'cloudguard:security-zone'),
  }),
  ...spelled(['eventsservice', 'events', 'cloudevents'], {
    UpdateRule: [
      on('impair', 'events:rule', { when: [{ at: now('Rule.isEnabled'), is: 'false' }] }),
      on('impair', 'events:rule', { when: [{ at: now('isEnabled'), is: 'false' }] }),
      on('modify', 'events:rule'),
    ],
    DeleteRule: on('impair', 'events:rule'),
  }),
  ...spelled(['notification', 'ons'], {
    DeleteTopic: on('impair', 'notification:topic'),
    DeleteSubscription: on('impair', 'notification:subscription'),
    UpdateSubscription: on('modify', 'notification:subscription'),
  }),
  ...spelled(['monitoring', 'telemetry'], {
    DeleteAlarm: on('impair', 'monitoring:alarm'),
    UpdateAlarm: [
      on('impair', 'monitoring:alarm', { when: [{ at: now('isEnabled'), is: 'false' }] }),
      on('modify', 'monitoring:alarm'),
    ],
    CreateAlarmSuppression: on('impair', 'monitoring:alarm'),
  }),
  limits: {
    CreateQuota: on('restrict', 'limits:quota'),
    UpdateQuota: on('raise-quota', 'limits:quota'),
    DeleteQuota: on('raise-quota', 'limits:quota'),
    CreateLimitIncreaseRequest: act('raise-quota', 'limits:increase'),
    CreateLimitsIncreaseRequest: act('raise-quota', 'limits:increase'),
  },
  ...spelled(['limitsincrease', 'limitincrease'], {
    CreateLimitIncreaseRequest: act('raise-quota', 'limits:increase'),
    CreateLimitsIncreaseRequest: act('raise-quota', 'limits:increase'),
  }),
  ...spelled(['cims', 'incidentmanagement', 'support'], { CreateIncident: act('raise-quota', 'limits:increase') }),
  ...spelled(['secrets', 'secretretrieval', 'secretservice', 'vaults', 'vault', 'vaultsecret'], {
    GetSecretBundle: on('read-secret', 'vault:secret', {
      target: ['data.resourceId', now('secretId'), res('secretId'), ...thing],
    }),
    GetSecretBundleByName: on('read-secret', 'vault:secret', { target: [parameter('secretName'), ...thing] }),
    CreateSecret: makes('create', 'vault:secret'),
    ScheduleSecretDeletion: on('delete', 'vault:secret'),
  }),
  ...spelled(['kms', 'keymanagement', 'keymanagementservice'], {
    Decrypt: on('read-secret', 'kms:key'),
    ExportKey: on('read-secret', 'kms:key'),
    DisableKey: on('modify', 'kms:key'),
    ScheduleKeyDeletion: on('delete', 'kms:key'),
    ScheduleVaultDeletion: on('delete', 'kms:vault'),
  }),
  objectstorage: {
    CreateBucket: act('create', bucket, { made: bucketName }),
    UpdateBucket: [
      act('share', bucket, { when: [{ at: now('publicAccessType'), starts: 'ObjectRead' }], target: bucketName }),
      act('share', bucket, { when: [{ at: more('publicAccessType'), starts: 'ObjectRead' }], target: bucketName }),
      act('modify', bucket, { target: bucketName }),
    ],
    DeleteBucket: upon('delete'),
    CreatePreauthenticatedRequest: act('share', bucket, { made: [now('id'), res('id')], target: bucketName }),
    DeletePreauthenticatedRequest: act('revoke', bucket, { target: bucketName }),
    PutObjectLifecyclePolicy: act('modify', bucket, { target: bucketName }),
    CreateReplicationPolicy: act('share', bucket, { target: bucketName }),
    DeleteRetentionRule: act('impair', bucket, { target: bucketName }),
    GetObject: upon('read-data'),
    CopyObject: upon('read-data'),
    HeadObject: upon('list'),
    ListObjects: upon('list'),
    PutObject: upon('other'),
    // The bucket stays.
    DeleteObject: upon('other'),
  },
  taggingcontrolplane: {
    CreateTagNamespace: makes('create', 'tagging:namespace'),
    CreateTag: makes('create', 'tagging:tag'),
    CreateTagDefault: makes('create', 'tagging:default'),
    UpdateTagDefault: on('modify', 'tagging:default'),
    DeleteTagDefault: on('delete', 'tagging:default'),
    BulkEditTags: on('modify', 'tagging:tag'),
  },
};
