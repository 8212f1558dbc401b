import {
  absent,
  at,
  by,
  capture,
  constant,
  defineSource,
  filled,
  first,
  given,
  instant,
  join,
} from '../../../../model/source.ts';
import type { Expression } from '../../../../model/source.ts';

const inEvent = 'data.additionalDetails.';
/** What an event tells of its problem. */
const detail = (key: string): Expression => filled(at(`${inEvent}${key}`));

/** Of a problem with a user the user has done it; of any other it is the resource that matters. */
const user = (of: (place: Place) => Expression): Expression =>
  first(...places.map((place) => by(place.type, { User: of(place) })));
const resource = (of: (place: Place) => Expression): Expression =>
  first(...places.map((place) => by(place.type, { User: absent }, of(place))));

interface Place {
  readonly type: string;
  readonly uid: string;
  readonly name: string;
}
const places: readonly Place[] = [
  { type: `${inEvent}resourceType`, uid: `${inEvent}resourceId`, name: `${inEvent}resourceName` },
  { type: 'resourceType', uid: 'resourceId', name: 'resourceName' },
];
/** The name of an instance. What else may have a name is no machine. */
const machine = ({ uid, name }: Place): Expression =>
  given(capture(at(uid), '^(ocid1\\.instance\\.)'), filled(at(name)));

const tenancy = '^(ocid1\\.tenancy\\..+)$';
const address = '^([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$';

/**
 * OCI Cloud Guard: problems as the API and the command line tell them, and events about them.
 * Fields: https://docs.oracle.com/en-us/iaas/tools/python/latest/api/cloud_guard/models/oci.cloud_guard.models.ProblemSummary.html
 */
export const source = defineSource({
  id: 'oci.cloud-guard',
  title: 'OCI Cloud Guard',
  recognise: [
    [{ key: 'eventType', matches: '^com\\.oraclecloud\\.cloudguard\\.problem' }, 'data'],
    ['detectorRuleId', 'riskLevel', 'timeLastDetected'],
  ],
  envelopes: [
    { wrap: 'array', key: 'items' },
    { wrap: 'array', key: 'data.items' },
    { wrap: 'object', key: 'data' },
  ],
  // As the command line answers; additional details keep their names.
  respelled: [[]],
  // A dismissed problem keeps the time when it was last detected.
  uid: first(
    filled(at('eventID')),
    join(at('data.resourceId'), constant('@'), at('eventTime')),
    join(at('id'), constant('@'), filled(at('timeLastDetected')), constant('/'), filled(at('lifecycleDetail'))),
  ),
  documents: [],
  columns: {
    time: first(instant('eventTime'), instant('timeLastDetected')),
    cloud: constant('oci'),
    account: first(
      detail('tenantId'),
      capture(at('data.compartmentId'), tenancy),
      capture(filled(at('compartmentId')), tenancy),
    ),
    region: first(detail('region'), capture(at('regions'), '"([^"]+)"'), filled(at('region'))),
    service: constant('cloudguard'),
    operation: at('eventType'),
    kind: first(detail('problemName'), filled(at('detectorRuleId'))),
    category: first(
      by(`${inEvent}problemType`, { CONFIG_CHANGE: constant('weakness') }),
      by('detectorId', { IAAS_CONFIGURATION_DETECTOR: constant('weakness') }),
      constant('detection'),
    ),
    actor_uid: user(({ uid }) => filled(at(uid))),
    actor_name: user(({ name }) => filled(at(name))),
    source_ip: capture(at(`${inEvent}impactedResourceId`), address),
    host: resource(machine),
    host_uid: first(
      resource(({ uid }) => filled(at(uid))),
      capture(at(`${inEvent}impactedResourceId`), '^(ocid1\\..+)$'),
    ),
    alert: first(filled(at('data.resourceName')), detail('problemName'), filled(at('detectorRuleId'))),
    alert_uid: first(filled(at('data.resourceId')), at('id')),
    alert_severity: first(detail('riskLevel'), filled(at('riskLevel'))),
    alert_status: first(detail('status'), filled(at('lifecycleDetail'))),
  },
  facets: ['operation', 'kind', 'category', 'alert_severity', 'alert_status'],
  sigma: [{ product: 'oci', service: 'cloudguard' }],
});
