import {
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

/** Where a finding stands: under its key in notifications and lists, or by itself. */
const finding = (path: string): Expression => first(at(`finding.${path}`), at(path));
/** What a detector tells beside the finding's own fields: the same in a finding and in a log entry. */
const property = (path: string): Expression =>
  first(filled(finding(`sourceProperties.properties.${path}`)), filled(at(`jsonPayload.properties.${path}`)));
/** The project or organisation that a full resource name stands for. */
const inName = (of: Expression): Expression =>
  first(capture(of, '/?projects/([^/]+)'), capture(of, '(organizations/[^/]+)'));

const threats = Object.fromEntries(['THREAT', 'SUSPICIOUS_ACTIVITY'].map((name) => [name, constant('detection')]));
const address = '"(?:sourceIp|callerIp|srcIp)" ?: ?"([^"]+)"';

/**
 * Google Security Command Center: findings by themselves, in notifications and in lists, and the entries
 * that Event Threat Detection writes to Cloud Logging.
 * Fields: https://cloud.google.com/security-command-center/docs/reference/rest/v1/organizations.sources.findings
 */
export const source = defineSource({
  id: 'gcp.scc',
  title: 'Google Security Command Center',
  recognise: [
    [{ within: ['finding', 'category'] }],
    ['parent', 'category', 'state', 'resourceName', 'eventTime'],
    ['jsonPayload', { key: 'logName', matches: '/logs/threatdetection\\.googleapis\\.com' }],
  ],
  envelopes: [{ wrap: 'array', key: 'listFindingsResults' }],
  uid: first(join(finding('name'), constant('@'), finding('eventTime')), at('insertId')),
  documents: [],
  columns: {
    time: first(
      instant(finding('eventTime')),
      instant(finding('createTime')),
      instant('jsonPayload.eventTime'),
      instant('timestamp'),
      instant('receiveTimestamp'),
    ),
    cloud: constant('gcp'),
    account: first(
      property('project_id'),
      property('projectId'),
      property('network.project'),
      filled(finding('sourceProperties.ProjectId')),
      filled(at('resource.projectDisplayName')),
      filled(at('finding.resource.project_display_name')),
      inName(finding('resourceName')),
      inName(at('resource.name')),
      inName(at('finding.resource.name')),
      inName(at('logName')),
      inName(finding('name')),
    ),
    region: first(
      filled(at('resource.location')),
      capture(
        first(property('zone'), capture(property('instanceDetails'), '/zones/([^/]+)')),
        '^([a-z]+-[a-z]+[0-9]+)',
      ),
      capture(finding('resourceName'), '/(?:zones|regions|locations)/([a-z]+-[a-z]+[0-9]+)'),
    ),
    service: constant('securitycenter'),
    operation: first(filled(finding('category')), at('jsonPayload.detectionCategory.ruleName')),
    kind: first(
      filled(finding('sourceProperties.detectionCategory.ruleName')),
      at('jsonPayload.detectionCategory.ruleName'),
      filled(finding('sourceProperties.ScannerName')),
    ),
    category: first(
      by('finding.findingClass', threats),
      by('findingClass', threats),
      given(finding('findingClass'), constant('weakness')),
      given(finding('sourceProperties.ScannerName'), constant('weakness')),
      constant('detection'),
    ),
    actor_name: first(
      filled(finding('access.principalEmail')),
      property('principalEmail'),
      property('sensitiveRoleGrant.principalEmail'),
    ),
    actor_uid: first(
      filled(finding('access.principalEmail')),
      property('principalEmail'),
      property('sensitiveRoleGrant.principalEmail'),
    ),
    source_ip: first(filled(finding('access.callerIp')), capture(property('attempts'), address)),
    host: capture(property('attempts'), '"vmName" ?: ?"([^"]+)"'),
    host_uid: first(
      property('instanceDetails'),
      property('instanceId'),
      filled(finding('resourceName')),
      filled(at('resource.name')),
      filled(at('finding.resource.name')),
    ),
    alert: first(filled(finding('category')), at('jsonPayload.detectionCategory.ruleName')),
    alert_uid: first(finding('name'), at('insertId')),
    alert_severity: first(
      at('jsonPayload.detectionPriority'),
      filled(finding('severity')),
      filled(finding('sourceProperties.SeverityLevel')),
      filled(finding('sourceProperties.detectionPriority')),
      // An enum of Protocol Buffers that is left out has its first value.
      constant('SEVERITY_UNSPECIFIED'),
    ),
    alert_status: finding('state'),
  },
  facets: ['operation', 'kind', 'category', 'alert_severity', 'alert_status'],
  sigma: [{ product: 'gcp', service: 'scc' }],
});
