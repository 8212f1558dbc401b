import { defineLinks } from '../../model/links.ts';
import { req, res } from './semantics/record.ts';

const sts = 'sts.amazonaws.com';
const iam = 'iam.amazonaws.com';
const signIn = 'signin.amazonaws.com';
const assumed = { credential: res('credentials.accessKeyId'), session: res('assumedRoleUser.assumedRoleId') };

/** How CloudTrail's records hang together. */
export const links = defineLinks({
  cloud: 'aws',
  issues: [
    { service: sts, operation: 'AssumeRole', ...assumed },
    { service: sts, operation: 'AssumeRoleWithSAML', ...assumed },
    { service: sts, operation: 'AssumeRoleWithWebIdentity', ...assumed },
    { service: sts, operation: 'AssumeRoot', credential: res('credentials.accessKeyId') },
    { service: sts, operation: 'GetSessionToken', credential: res('credentials.accessKeyId'), keepsCaller: true },
    {
      service: sts,
      operation: 'GetFederationToken',
      credential: res('credentials.accessKeyId'),
      session: res('federatedUser.federatedUserId'),
    },
    { service: signIn, operation: 'ConsoleLogin', keepsCaller: true },
    { service: signIn, operation: 'GetSigninToken', keepsCaller: true },
    { service: signIn, operation: 'CreateOAuth2Token', keepsCaller: true },
    // It works under a session of its own of whoever called it.
    ...['CreateStack', 'UpdateStack', 'ExecuteChangeSet'].map(
      (operation) => ({ service: 'cloudformation.amazonaws.com', operation, keepsCaller: true }) as const,
    ),
    {
      service: 'rolesanywhere.amazonaws.com',
      operation: 'CreateSession',
      credential: res('credentialSet[*].credentials.accessKeyId'),
      session: res('credentialSet[*].assumedRoleUser.assumedRoleId'),
    },
  ],
  makings: [
    { service: iam, operation: 'CreateUser', actor: [res('user.arn'), res('user.userId')] },
    {
      service: iam,
      operation: 'CreateRole',
      actor: [res('role.arn'), res('role.roleId')],
      admits: 'requestParameters.assumeRolePolicyDocument',
    },
    { service: iam, operation: 'UpdateAssumeRolePolicy', admits: 'requestParameters.policyDocument' },
    { service: iam, operation: 'CreateAccessKey', credential: res('accessKey.accessKeyId') },
    { service: iam, operation: 'CreateLoginProfile', signsInAs: 'requestParameters.userName' },
    { service: iam, operation: 'UpdateLoginProfile', signsInAs: 'requestParameters.userName' },
  ],
  // A principal is an account's number or an ARN that holds it.
  accountPattern: '(?:"|::)([0-9]{12})[":]',
  // AWS documents no bound; one or two seconds are what is seen between the answer and creationDate.
  issueSlackSeconds: 2,
  sessionNamedAfter: ['ec2:instance', 'lambda:function'],
  launchers: [
    'autoscaling:group',
    'ec2:spot-request',
    'ec2:spot-fleet',
    'ec2:fleet',
    'batch:compute-environment',
    'eks:nodegroup',
    'emr:cluster',
  ],
  spreads: [
    // A stack in each account and region, and a role in each account: both bear the name, and then letters of their own.
    {
      of: 'cloudformation:stack-set',
      service: 'cloudformation.amazonaws.com',
      operation: 'CreateStack',
      named: req('stackName'),
      begins: 'StackSet-{name}-',
      ends: '[0-9A-Za-z]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    },
    {
      of: 'sso:permission-set',
      service: iam,
      operation: 'CreateRole',
      named: req('roleName'),
      begins: 'AWSReservedSSO_{name}_',
      ends: '[0-9A-Za-z]+',
    },
  ],
  groupsOfLaunchers: { 'batch:compute-environment': 'AWSBatch-{name}-asg-' },
  ownActorTypes: ['IAMUser', 'Root'],
  provider: {
    actorTypes: ['AWSService'],
    actorPattern: '(^|[/:])AWSServiceRoleFor',
    keepers: ['backup.amazonaws.com', 'controltower.amazonaws.com', 'dlm.amazonaws.com'],
    networks: [14618, 16509, 8987],
  },
  dataEvents: [
    { service: 's3.amazonaws.com', what: 'objects read from S3' },
    { service: 'lambda.amazonaws.com', what: 'Lambda functions invoked' },
    { service: 'dynamodb.amazonaws.com', what: 'items read from DynamoDB' },
  ],
  howToLook: {
    'ec2:instance':
      'aws ec2 describe-instance-attribute --profile {account} --region {region} --attribute userData --instance-id {resource}; the flow and DNS logs of its network',
    'ecs:service':
      'aws ecs describe-services --profile {account} --region {region} --cluster … --services {resource}, then its task definition and the log group that it names',
    'ecs:task': 'aws ecs describe-tasks --profile {account} --region {region} --cluster … --tasks {resource}',
    'lambda:function': 'aws lambda get-function --profile {account} --region {region} --function-name {resource}',
    'autoscaling:group':
      'aws autoscaling describe-auto-scaling-groups --profile {account} --region {region} --auto-scaling-group-names {resource}, then its launch template',
    'sagemaker:notebook-instance':
      'aws sagemaker describe-notebook-instance --profile {account} --region {region} --notebook-instance-name {resource}',
    'codebuild:build': 'aws codebuild batch-get-builds --profile {account} --region {region} --ids {resource}',
  },
  howToStop: {
    'ec2:instance': 'aws ec2 stop-instances --region {region} --instance-ids {resource}',
    'ec2:spot-request':
      'aws ec2 cancel-spot-instance-requests --region {region} --spot-instance-request-ids {resource}',
    'autoscaling:group': 'aws autoscaling suspend-processes --region {region} --auto-scaling-group-name {resource}',
    'ecs:service': 'aws ecs update-service --region {region} --cluster … --service {resource} --desired-count 0',
    'ecs:task': 'aws ecs stop-task --region {region} --cluster … --task {resource}',
    'lambda:function':
      'aws lambda put-function-concurrency --region {region} --function-name {resource} --reserved-concurrent-executions 0',
    'sagemaker:notebook-instance':
      'aws sagemaker stop-notebook-instance --region {region} --notebook-instance-name {resource}',
    'sagemaker:training-job': 'aws sagemaker stop-training-job --region {region} --training-job-name {resource}',
    'codebuild:build': 'aws codebuild stop-build --region {region} --id {resource}',
    'apprunner:service': 'aws apprunner pause-service --region {region} --service-arn {resource}',
    'lightsail:instance': 'aws lightsail stop-instance --region {region} --instance-name {resource}',
  },
  howTo: {
    'disable-credential':
      'aws iam update-access-key --access-key-id {credential} --status Inactive --user-name {identity}',
    'deny-identity': `aws iam put-user-policy --user-name {identity} --policy-name BeewolfDenyAll --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'`,
    'find-issuer':
      'aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={credential}',
    'find-key-creation':
      'aws iam list-access-keys --profile {account} --user-name {identity}; its CreateDate says which older records to read',
    'find-key-use': 'aws iam get-access-key-last-used --profile {account} --access-key-id {credential}',
    'find-launched':
      'aws ec2 describe-instances --profile {account} --region {region} --filters Name=instance-state-name,Values=pending,running,stopped',
    'read-more-logs':
      'the organisation trail of account {account}, its bucket, or the 90 days that each region keeps: aws cloudtrail lookup-events --profile {account} --region {region}; aws cloudtrail describe-trails --include-shadow-trails',
    'switch-on-data-events':
      'aws cloudtrail get-event-selectors --trail-name …; data events stand under advanced event selectors',
    'restore-defence': 'aws cloudtrail start-logging --name … --region {region}',
    'remove-persistence':
      '{identity} in account {account}: the IAM console for a user, group or role, else the console of its service',
    'ask-owner': 'ask the owner of {identity} which of these calls are his',
  },
});
