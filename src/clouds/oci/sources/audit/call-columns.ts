import {
  at,
  by,
  capture,
  constant,
  filled,
  first,
  given,
  join,
  lookup,
  lower,
  type Source,
} from '../../../../model/source.ts';
import { regionIn, regionNamed } from '../../region-in.ts';
import { operationNames } from './operation-names.ts';

/** `com.oraclecloud.ComputeApi.LaunchInstance.begin`: the service's own spelling, which differs from record to record. */
const type = first(at('eventType'), at('type'));
/** Addresses that nobody has on the internet. */
const withinOracle =
  '^((?:10|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01])|100\\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\\..+)$';
const phase = lower(capture(type, '(?i)\\.(begin|end)$'));

/** `LaunchInstance`; in some records with service and phase, or in lower case. */
const name = capture(
  first(filled(at('data.eventName')), filled(at('eventName')), type),
  '(?i)([^.]+?)(?:\\.(?:begin|end))?$',
);
const operation = first(
  capture(at('data.eventName'), '^([A-Z][0-9A-Za-z]*)$'),
  lookup(capture(name, '^([a-z0-9]+)$'), operationNames),
  name,
);

const inUrl = (path: string) => capture(at(path), '[a-z]\\.([a-z]{2}-[a-z-]+-[0-9])\\.');

/** The status of a call that was refused. */
const refused = capture(first(at('data.response.status'), at('responseStatus')), '^([45][0-9]{2})$');

const reads = { GET: constant('true'), HEAD: constant('true') };

/** What was called, where, and what came of it. */
export const callColumns = {
  account: first(
    filled(at('oracle.tenantid')),
    capture(at('data.compartmentId'), '^(ocid1\\.tenancy\\..*)$'),
    filled(at('data.identity.tenantId')),
    filled(at('tenantId')),
  ),
  region: first(
    regionIn(at('data.resourceId')),
    regionNamed(lower(capture(at('data.availabilityDomain'), '^[^:]*:(.+)-(?:AD|ad)-[0-9]+$'))),
    regionNamed(inUrl('data.request.headers.oci-original-url')),
    regionNamed(inUrl('data.request.headers.oci-original-host')),
    regionNamed(lower(capture(at('data.request.path'), '/ocid1\\.[a-z0-9]+\\.[^.]*\\.([^.]+)\\.'))),
    regionNamed(lower(capture(at('requestResource'), '/ocid1\\.[a-z0-9]+\\.[^.]*\\.([^.]+)\\.'))),
  ),
  service: lower(
    first(
      filled(at('eventSource')),
      capture(type, '^com\\.oraclecloud\\.([^.]+)\\.'),
      capture(type, '(?i)^(?:com\\.oraclecloud\\.)?([^.]+)\\.'),
    ),
  ),
  operation,
  kind: phase,
  read_only: first(by('data.request.action', reads), by('requestAction', reads)),
  error: given(refused, first(filled(at('data.response.payload.code')), refused)),
  error_message: given(
    refused,
    first(filled(at('data.response.message')), filled(at('data.response.payload.message'))),
  ),
  source_ip: first(
    // A service of Oracle's that calls for somebody does so from within: like CloudTrail, its name stands for its address.
    given(capture(filled(at('data.identity.ipAddress')), withinOracle), filled(at('data.identity.callerName'))),
    filled(at('data.identity.ipAddress')),
    filled(at('requestOrigin')),
    filled(at('data.additionalDetails.clientIp')),
  ),
  user_agent: first(filled(at('data.identity.userAgent')), filled(at('requestAgent'))),
  request_uid: first(filled(at('data.request.id')), filled(at('requestId'))),
  // One id groups all calls of a request, and those that other services make on the way: only beginning and end of one are one call.
  shared_uid: join(filled(at('data.eventGroupingId')), lookup(phase, { begin: ':', end: ':' }), lower(operation)),
} satisfies Source['columns'];
