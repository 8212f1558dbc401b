import {
  at,
  by,
  capture,
  constant,
  defineSource,
  filled,
  first,
  instant,
  join,
  lookup,
  lower,
  part,
} from '../../../../model/source.ts';
import { machineOf, tokenOf } from '../principals.ts';
import { operationNames } from './operation-names.ts';

const credentials = filled(at('data.credentials'));
const principal = filled(at('data.principalId'));
const machine = machineOf(principal);
const token = tokenOf(principal, credentials);

const reads = { GET: constant('true'), HEAD: constant('true'), LIST: constant('true') };

/**
 * Access logs of OCI Object Storage, as Logging keeps them and Connector Hub delivers them: who read or
 * wrote which object. Fields: https://docs.oracle.com/en-us/iaas/Content/Logging/Reference/details_for_object_storage.htm
 */
export const source = defineSource({
  id: 'oci.objectstorage',
  title: 'OCI Object Storage access logs',
  recognise: [
    [{ key: 'type', matches: '^com\\.oraclecloud\\.objectstorage\\.' }, { within: ['data', 'requestAction'] }],
  ],
  envelopes: [
    { wrap: 'array', key: 'results' },
    { wrap: 'array', key: 'data.results' },
    { wrap: 'object', key: 'logContent' },
    { wrap: 'object', key: 'data.logContent' },
  ],
  uid: at('id'),
  documents: [['data', 'additionalDetails']],
  columns: {
    time: first(instant('data.startTime'), instant('time')),
    cloud: constant('oci'),
    account: first(filled(at('data.tenantId')), filled(at('oracle.tenantid'))),
    region: filled(at('data.region')),
    service: constant('objectstorage'),
    operation: first(lookup(lower(part(at('type'), '.', 4)), operationNames), part(at('type'), '.', 4)),
    kind: filled(at('data.apiType')),
    category: constant('data'),
    read_only: by('data.requestAction', reads),
    error: first(filled(at('data.errorCode')), capture(at('data.statusCode'), '^([45][0-9]{2})$')),
    error_message: capture(
      join(at('data.statusCode'), constant(' '), filled(at('data.message'))),
      '^[45][0-9]{2} (.+)$',
    ),
    actor_type: first(
      by('data.isPar', { true: constant('pre-authenticated') }),
      lookup(filled(at('data.authenticationType')), {
        user: 'user',
        instance: 'instance',
        resource: 'resource',
        service: 'service',
      }),
    ),
    actor_uid: principal,
    actor_name: first(capture(at('data.principalName'), '^(?:UnknownPrincipal|(.+))$'), principal),
    actor_account: filled(at('data.tenantId')),
    credential: first(
      capture(credentials, '/((?:[0-9a-fA-F]{2}:){15}[0-9a-fA-F]{2})$'),
      token,
      capture(
        join(principal, constant('/'), credentials),
        '^ocid1\\.(?:user|saml2idp)\\.[^/]*/([^S].*|S[^T].*|ST[^$].*)$',
      ),
    ),
    // The same session as in Audit.
    session_uid: first(machine, token),
    session_name: machine,
    source_ip: filled(at('data.clientIpAddress')),
    user_agent: filled(at('data.userAgent')),
    file: join(filled(at('data.bucketName')), constant('/'), filled(at('data.objectName'))),
    request_uid: filled(at('data.opcRequestId')),
  },
  facets: ['operation', 'kind', 'read_only', 'error', 'actor_type'],
  sigma: [{ product: 'oci', service: 'objectstorage' }],
});
