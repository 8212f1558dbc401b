import {
  at,
  capture,
  constant,
  filled,
  first,
  given,
  lookup,
  lower,
  part,
  type Source,
} from '../../../../model/source.ts';
import { machineOf, tokenOf } from '../principals.ts';

const principal = first(filled(at('data.identity.principalId')), filled(at('principalId')));
const name = first(filled(at('data.identity.principalName')), filled(at('userName')));
const credentials = first(filled(at('data.identity.credentials')), filled(at('credentialId')));
const tenancy = first(filled(at('data.identity.tenantId')), filled(at('tenantId')));

/** What a sign-in record of an identity domain says of the person. */
const domainUser = filled(at('data.additionalDetails.actorId'));
const domainUserName = filled(at('data.additionalDetails.actorName'));

/** Of `ocid1.<kind>.<realm>.<region>.<unique>`. */
const principalKind = capture(principal, '^ocid1\\.([a-z0-9]+)\\.');

const machine = machineOf(principal);

/** What launches machines by itself acts for Oracle's services, at the wish of whoever made it. */
const principalTypes = {
  user: 'user',
  saml2idp: 'federated',
  instance: 'instance',
  instancepool: 'service',
  instanceconfiguration: 'service',
  autoscalingconfiguration: 'service',
  clusternetwork: 'service',
  nodepool: 'service',
};

const console = filled(at('data.identity.consoleSessionId'));

const token = tokenOf(principal, credentials);

/**
 * Who acted. Source: https://docs.oracle.com/en-us/iaas/Content/Audit/Reference/logeventreference.htm
 * (data.identity); of records of version 1 the same from their own keys.
 */
export const identityColumns = {
  actor_type: first(
    lookup(principalKind, principalTypes, constant('resource')),
    lookup(lower(filled(at('data.identity.authType'))), {
      natv: 'user',
      fed: 'federated',
      instance: 'instance',
      resource: 'resource',
      service: 'service',
    }),
    // A service of Oracle's own: `<name>/<id of its certificate>`.
    given(principal, constant('service')),
    given(domainUser, constant('user')),
  ),
  actor_uid: first(principal, domainUser, name, domainUserName),
  caller_uid: principal,
  actor_name: first(name, domainUserName, principal),
  actor_account: tenancy,
  // Of an API key, `<tenancy>/<user>/<fingerprint>`, the fingerprint, by which it is known everywhere else.
  credential: first(
    capture(part(credentials, '/', 3), '^([0-9a-fA-F:]{47})$'),
    console,
    token,
    capture(credentials, '^([^S].*|S[^T].*|ST[^$].*)$'),
  ),
  session_uid: first(console, machine, token),
  session_name: machine,
  invoked_by: first(filled(at('data.identity.callerName')), filled(at('data.identity.callerId'))),
} satisfies Source['columns'];
