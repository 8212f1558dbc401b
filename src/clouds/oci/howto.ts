import { defineHowto } from '../../model/howto.ts';
import { defenceRemedies } from './howto/defences.ts';
import { identityRemedies } from './howto/identity.ts';
import { machineRemedies } from './howto/machines.ts';
import { platformRemedies } from './howto/platforms.ts';
import { wayBackRemedies } from './howto/ways-back.ts';
import { more, now, parameter, res } from './semantics/record.ts';

const iam = 'identitycontrolplane';
const previous = (path: string): string => `data.stateChange.previous.${path}`;

const bucket = ['data.bucketName', more('bucketName'), parameter('bucketName'), 'data.resourceName'];
const logGroup = [now('logGroupId'), res('logGroupId'), parameter('logGroupId')];
const reporting = [now('reportingRegion'), res('reportingRegion')];

/** How to contain in Oracle Cloud: the calls, what they need, and how each is undone. Nothing here calls anything. */
export const howto = defineHowto({
  cloud: 'oci',
  details: {
    [`${iam} AddUserToGroup`]: { group: [now('groupId'), res('groupId'), more('groupId')] },
    [`${iam} RemoveUserFromGroup`]: { group: [now('groupId'), res('groupId'), more('groupId')] },
    [`${iam} UpdatePolicy`]: { statements: previous('statements[*]') },
    [`${iam} UpdateDynamicGroup`]: { rule: previous('matchingRule') },
    'objectstorage CreatePreauthenticatedRequest': { bucket },
    'objectstorage UpdateBucket': { bucket },
    'logging UpdateLog': { logGroup },
    'loggingmanagement UpdateLog': { logGroup },
    'cloudguard UpdateConfiguration': { region: reporting },
    'cloudguardcp UpdateConfiguration': { region: reporting },
  },
  // A machine cannot be denied by itself, a person of another directory not here: both are left to people.
  typeOf: ({ type }) => {
    if (type === 'user') return 'iam:user';
    if (type === 'key') return 'iam:api-key';
    return type.startsWith('iam:') ? type : null;
  },
  // The sessions of a machine bear its OCID.
  hostOf: (sessionName) =>
    /^ocid1\.instance\.[a-z0-9-]+\.[a-z0-9-]*\.[a-z0-9]+$/.test(sessionName) ? sessionName : null,
  remedies: [...identityRemedies, ...machineRemedies, ...platformRemedies, ...wayBackRemedies, ...defenceRemedies],
  byHand: {
    'provider-case':
      'Oracle Cloud Console, Help, Create support request, with the Customer Support Identifier of the tenancy; the sales representative or partner who sold the subscription is told as well',
    'capture-memory':
      'through the console connection or Run Command, with a tool that is trusted, into a bucket of the forensic compartment, before the machine is stopped',
    'deny-by-hand':
      'a federated person: disable the account and revoke its sessions at the identity provider; a machine or function: take it out of the rule of each dynamic group that matches it (oci iam dynamic-group list), its tokens live for up to an hour; a tenancy administrator: another administrator of the domain deactivates the user',
    'detach-role':
      'oci iam dynamic-group list --all, then oci iam dynamic-group update --dynamic-group-id … --matching-rule … for each whose rule matches the machine, its compartment or its tags',
    'take-back':
      'the console of the service, with the values that stand in the record cited. Rules that were opened: oci network nsg rules list --nsg-id … and oci network nsg rules remove --nsg-id … --security-rule-ids …; oci network security-list update --security-list-id … with the former rules, for an update replaces them all. What was deleted of logs, connectors or Cloud Guard is made anew',
    'lower-quota':
      'Governance, Limits, Quotas and Usage; ask Support to lower the limit that was granted, or hold it by a quota policy; a region subscription cannot be undone',
    'other-copies':
      'oci bv boot-volume-backup list --compartment-id …, boot volumes that outlived their machine: oci bv boot-volume list --compartment-id …, and replicas in other regions',
    'short-lived':
      'instance and resource principals for what runs in Oracle Cloud, session tokens (oci session authenticate) for people, workload identity federation for CI',
  },
});
