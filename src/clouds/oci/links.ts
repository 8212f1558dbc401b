import { defineLinks } from '../../model/links.ts';
import { made, now, res } from './semantics/record.ts';

const control = 'identitycontrolplane';
const domains = ['identitydomains', 'identitydomain', 'idcs'];

const user = { actor: made };
const apiKey = { credential: [now('fingerprint'), res('fingerprint'), 'responsePayload.fingerprint'] };
const secretKey = { credential: [now('id'), res('id')] };
const password = { signsInAs: ['data.resourceName', now('name'), now('userName')] };
const policy = { admits: now('statements') };

/** How audit records of Oracle Cloud hang together. */
export const links = defineLinks({
  cloud: 'oci',
  // A sign-in carries the id of the console session that it opens, so that both are one; what tokens are issued is not recorded.
  issues: [],
  makings: [
    { service: control, operation: 'CreateUser', ...user },
    { service: control, operation: 'UploadApiKey', ...apiKey },
    { service: control, operation: 'CreateCustomerSecretKey', ...secretKey },
    { service: control, operation: 'CreateOrResetUIPassword', ...password },
    { service: control, operation: 'CreatePolicy', ...policy },
    { service: control, operation: 'UpdatePolicy', ...policy },
    ...domains.flatMap((service) => [
      { service, operation: 'CreateUser', ...user },
      { service, operation: 'CreateApiKey', ...apiKey },
      { service, operation: 'CreateMyApiKey', ...apiKey },
      { service, operation: 'CreateCustomerSecretKey', ...secretKey },
      { service, operation: 'CreateMyCustomerSecretKey', ...secretKey },
      { service, operation: 'PutUserPasswordChanger', ...password },
    ]),
  ],
  // A statement that admits another tenancy defines it by its OCID.
  accountPattern: '(ocid1\\.tenancy\\.[a-z0-9]+\\.[a-z0-9-]*\\.[a-z0-9]+)',
  issueSlackSeconds: 2,
  sessionNamedAfter: [
    'compute:instance',
    'containerinstances:container-instance',
    'functions:function',
    'functions:application',
    'datascience:notebook-session',
    'datascience:job-run',
    'datascience:model-deployment',
    'oke:cluster',
    'resourcemanager:stack',
  ],
  launchers: [
    'compute:instance-pool',
    'compute:instance-configuration',
    'compute:cluster-network',
    'autoscaling:configuration',
    'oke:node-pool',
    'oke:virtual-node-pool',
  ],
  ownActorTypes: ['user', 'federated'],
  // AS31898 is Oracle's public cloud, AS7160 its own offices and services.
  provider: { actorTypes: ['service'], actorPattern: '^oci-[a-z-]+(/|$)', networks: [31898, 7160] },
  dataEvents: [
    {
      service: 'objectstorage',
      what: 'objects read from Object Storage: these stand in its own service logs, not in Audit',
    },
    { service: 'functions', what: 'functions invoked' },
  ],
  howToLook: {
    'compute:instance':
      'oci compute instance get --region {region} --instance-id {resource}, its metadata and extended metadata; the flow logs of its subnet',
    'compute:instance-pool':
      'oci compute-management instance-pool get --region {region} --instance-pool-id {resource}, then its instance configuration',
    'compute:instance-configuration':
      'oci compute-management instance-configuration get --region {region} --instance-configuration-id {resource}',
    'oke:node-pool':
      'oci ce node-pool get --region {region} --node-pool-id {resource}, and the workloads of its cluster',
    'containerinstances:container-instance':
      'oci container-instances container-instance get --region {region} --container-instance-id {resource}, and its containers',
    'functions:function': 'oci fn function get --region {region} --function-id {resource}',
    'datascience:notebook-session':
      'oci data-science notebook-session get --region {region} --notebook-session-id {resource}',
    'datascience:job-run': 'oci data-science job-run get --region {region} --job-run-id {resource}',
  },
  howToStop: {
    'compute:instance': 'oci compute instance action --region {region} --action STOP --instance-id {resource}',
    'compute:instance-pool':
      'oci compute-management instance-pool stop --region {region} --instance-pool-id {resource}',
    'oke:node-pool': 'oci ce node-pool update --region {region} --node-pool-id {resource} --size 0',
    'containerinstances:container-instance':
      'oci container-instances container-instance stop --region {region} --container-instance-id {resource}',
    'functions:function': 'oci fn function delete --region {region} --function-id {resource}',
    'datascience:notebook-session':
      'oci data-science notebook-session deactivate --region {region} --notebook-session-id {resource}',
    'datascience:job-run': 'oci data-science job-run cancel --region {region} --job-run-id {resource}',
  },
  howTo: {
    'disable-credential':
      'oci iam user api-key list --user-id {identity} (keep the public key), then oci iam user api-key delete --user-id {identity} --fingerprint {credential}',
    'deny-identity':
      'oci iam user update-user-capabilities --user-id {identity} --can-use-api-keys false --can-use-console-password false --can-use-auth-tokens false --can-use-customer-secret-keys false --can-use-smtp-credentials false, or deactivate the user in the identity domain',
    'find-issuer':
      'oci logging-search search-logs --search-query \'search "{account}/_Audit_Include_Subcompartment" | where data.identity.consoleSessionId = …\' --time-start … --time-end …',
    'find-key-creation':
      'oci iam user api-key list --user-id {identity}; its time-created says which older records to read',
    'find-key-use':
      'oci logging-search search-logs --search-query \'search "{account}/_Audit_Include_Subcompartment" | where data.identity.credentials = …/{credential}\' --time-start … --time-end …',
    'find-launched':
      'oci search resource structured-search --region {region} --query-text "query instance resources where lifecycleState != \'TERMINATED\'"',
    'read-more-logs':
      'each region keeps 365 days: oci audit event list --region {region} --compartment-id … --start-time … --end-time …, compartment by compartment; or the buckets of its service connectors',
    'switch-on-data-events':
      'service logs of Object Storage, read and write, bucket by bucket: oci logging log create --log-type SERVICE …',
    'restore-defence':
      'oci cloud-guard configuration update --status ENABLED …; oci sch service-connector activate --region {region} --service-connector-id …',
    'remove-persistence':
      '{identity} in tenancy {account}: identity and security in the console, users, groups, dynamic groups and policies of its domain and compartment',
    'ask-owner': 'ask the owner of {identity} which of these calls are his',
  },
});
