import { at, constant, defineSource, filled, first, instant } from '../../../../model/source.ts';
import { callColumns } from './call-columns.ts';
import { identityColumns } from './identity-columns.ts';

/**
 * Oracle Cloud Infrastructure Audit: the record of version 2 as the API gives it, as Logging keeps it, and
 * the older one. Fields: https://docs.oracle.com/en-us/iaas/Content/Audit/Reference/logeventreference.htm
 */
export const source = defineSource({
  id: 'oci.audit',
  title: 'Oracle Cloud Infrastructure Audit',
  recognise: [
    ['eventId', 'eventType', 'cloudEventsVersion'],
    ['dataschema', 'specversion', 'oracle'],
    // Service logs come in the same wrapping, but name no call.
    ['specversion', 'oracle', { within: ['data', 'eventName'] }],
    ['eventId', 'eventSource', 'tenantId', 'requestAction'],
  ],
  envelopes: [
    { wrap: 'array', key: 'data' },
    { wrap: 'array', key: 'results' },
    { wrap: 'array', key: 'data.results' },
    { wrap: 'object', key: 'logContent', region: 'regionId' },
    { wrap: 'object', key: 'data.logContent' },
  ],
  // The command line writes kebab-case, the Python SDK snake_case; what is inside of headers, tags, payloads and states keeps its spelling.
  respelled: [[], ['data'], ['data', 'identity'], ['data', 'request'], ['data', 'response'], ['data', 'stateChange']],
  uid: first(filled(at('eventId')), at('id')),
  documents: [
    ['data', 'request', 'parameters'],
    ['data', 'response', 'payload'],
    ['data', 'stateChange'],
    ['data', 'additionalDetails'],
    ['requestParameters'],
    ['responsePayload'],
  ],
  brief: [
    'data.request.parameters',
    'data.stateChange.current',
    'data.resourceName',
    'data.compartmentName',
    'data.additionalDetails.eventId',
    'data.additionalDetails.shape',
    'data.additionalDetails.imageId',
  ].map((path) => path.split('.')),
  otherKeys: ['eventTypeVersion', 'contentType', 'source', 'specversion', 'subject', 'dataschema'],
  columns: {
    time: first(instant('eventTime'), instant('time')),
    cloud: constant('oci'),
    ...callColumns,
    ...identityColumns,
  },
  facets: ['service', 'operation', 'kind', 'read_only', 'error', 'actor_type'],
  sigma: [{ product: 'oci', service: 'audit' }],
  // Rules ask for the name of the operation, which some records spell in lower case or hold in their type alone.
  sigmaFields: { 'data.eventName': 'operation' },
});
