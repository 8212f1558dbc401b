import type { Remedy, Subject } from '../../../model/howto.ts';
import { aws, detail, each, global, tail } from './command.ts';
import { resource } from './hcl.ts';

const common = { phase: 'restore', isReversible: true, breaks: 'nothing', doneBy: ['restore'] } as const;

/** Trails are asked for in the region that they stand in: an ARN names it. */
function trailPlace(one: Subject): Pick<Subject, 'account' | 'region'> {
  const region = one.uid.startsWith('arn:') ? one.uid.split(':')[3] : null;
  return { account: one.account, region: region || one.region };
}

const watching: readonly Remedy[] = [
  {
    ...common,
    id: 'aws.start-logging',
    takesBack: ['cloudtrail.amazonaws.com StopLogging'],
    does: 'Start the logs again of trail',
    permissions: ['cloudtrail:StartLogging'],
    cli: each((one) => aws('cloudtrail start-logging', trailPlace(one), { name: one.uid })),
    undo: {
      text: 'Stop it again',
      cli: each((one) => aws('cloudtrail stop-logging', trailPlace(one), { name: one.uid })),
    },
    terraform: ({ subjects }) =>
      subjects
        .map((one) =>
          resource(one, {
            type: 'aws_cloudtrail',
            attributes: { name: tail(one.uid), enable_logging: true },
            importId: one.uid,
            ignored: ['s3_bucket_name', 's3_key_prefix', 'event_selector', 'advanced_event_selector'],
          }),
        )
        .join('\n\n'),
    verify: {
      text: 'IsLogging is true, and a call made after the step arrives as a record',
      cli: each((one) => aws('cloudtrail get-trail-status', trailPlace(one), { name: one.uid })),
    },
  },
  {
    ...common,
    id: 'aws.enable-detector',
    takesBack: ['guardduty.amazonaws.com UpdateDetector'],
    does: 'Enable detector',
    permissions: ['guardduty:UpdateDetector'],
    cli: each((one) => aws('guardduty update-detector', one, { 'detector-id': one.uid, enable: true })),
    undo: { text: 'Disable it again' },
    verify: {
      text: 'The status is ENABLED; what happened meanwhile is not judged later',
      cli: each((one) => aws('guardduty get-detector', one, { 'detector-id': one.uid })),
    },
  },
  {
    ...common,
    id: 'aws.create-detector',
    takesBack: ['guardduty.amazonaws.com DeleteDetector'],
    does: 'Create anew, since it was deleted with its findings, detector',
    permissions: ['guardduty:CreateDetector'],
    cli: each((one) => aws('guardduty create-detector', one, { enable: true })),
    undo: { text: 'Delete it' },
    verify: { text: 'A detector is listed and ENABLED', cli: each((one) => aws('guardduty list-detectors', one)) },
  },
  {
    ...common,
    id: 'aws.start-recorder',
    takesBack: ['config.amazonaws.com StopConfigurationRecorder'],
    does: 'Start configuration recorder',
    permissions: ['config:StartConfigurationRecorder'],
    cli: each((one) =>
      aws('configservice start-configuration-recorder', one, { 'configuration-recorder-name': one.name }),
    ),
    undo: { text: 'Stop it again' },
    verify: {
      text: 'It is recording',
      cli: each((one) => aws('configservice describe-configuration-recorder-status', one)),
    },
  },
  {
    ...common,
    id: 'aws.enable-security-hub',
    takesBack: ['securityhub.amazonaws.com DisableSecurityHub'],
    does: 'Enable Security Hub, which had',
    permissions: ['securityhub:EnableSecurityHub'],
    cli: each((one) => aws('securityhub enable-security-hub', one)),
    undo: { text: 'Disable it again' },
    verify: { text: 'The hub is described', cli: each((one) => aws('securityhub describe-hub', one)) },
  },
  {
    ...common,
    id: 'aws.enable-alarm-actions',
    takesBack: ['monitoring.amazonaws.com DisableAlarmActions'],
    does: 'Enable the actions of alarm',
    permissions: ['cloudwatch:EnableAlarmActions'],
    cli: each((one) => aws('cloudwatch enable-alarm-actions', one, { 'alarm-names': [one.name] })),
    undo: { text: 'Disable them again' },
    verify: { text: 'ActionsEnabled is true' },
  },
  {
    ...common,
    id: 'aws.enable-rule',
    takesBack: ['events.amazonaws.com DisableRule'],
    does: 'Enable rule',
    permissions: ['events:EnableRule'],
    cli: each((one) => aws('events enable-rule', one, { name: one.name })),
    undo: { text: 'Disable it again' },
    verify: { text: 'The state is ENABLED', cli: each((one) => aws('events describe-rule', one, { name: one.name })) },
  },
  {
    ...common,
    id: 'aws.start-ingestion',
    takesBack: ['cloudtrail.amazonaws.com StopEventDataStoreIngestion'],
    does: 'Start the ingestion again of event data store',
    permissions: ['cloudtrail:StartEventDataStoreIngestion'],
    cli: each((one) => aws('cloudtrail start-event-data-store-ingestion', one, { 'event-data-store': one.uid })),
    undo: { text: 'Stop it again' },
    verify: { text: 'The status is ENABLED' },
  },
  {
    ...common,
    id: 'aws.attach-control-policy',
    takesBack: ['organizations.amazonaws.com DetachPolicy'],
    does: 'Attach the control policy again to',
    permissions: ['organizations:AttachPolicy'],
    breaks: 'every-use',
    doneBy: ['restrict'],
    cli: each((one) =>
      global('organizations attach-policy', one, { 'policy-id': detail(one, 'policy'), 'target-id': one.uid }),
    ),
    undo: { text: 'Detach it' },
    verify: { text: 'The policy is listed for the target' },
  },
];

/** Defences that the intruder touched, put back; termination protection is taken off before machines end. */
export const defenceRemedies: readonly Remedy[] = [
  {
    id: 'aws.unprotect-instance',
    phase: 'unprotect',
    takesBack: ['ec2.amazonaws.com ModifyInstanceAttribute'],
    does: 'Take the protection against termination off',
    permissions: ['ec2:ModifyInstanceAttribute'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['restore'],
    cli: each((one) =>
      aws('ec2 modify-instance-attribute', one, { 'instance-id': one.uid, 'no-disable-api-termination': true }),
    ),
    undo: {
      text: 'Protect it again',
      cli: each((one) =>
        aws('ec2 modify-instance-attribute', one, { 'instance-id': one.uid, 'disable-api-termination': true }),
      ),
    },
    verify: {
      text: 'disableApiTermination is false',
      cli: each((one) =>
        aws('ec2 describe-instance-attribute', one, { 'instance-id': one.uid, attribute: 'disableApiTermination' }),
      ),
    },
  },
  ...watching,
];
