import { at, capture, constant, defineSource, filled, first, instant, join } from '../../../../model/source.ts';
import type { Expression } from '../../../../model/source.ts';

/** A property of an alert as the API has it, under its present name or an earlier one. */
const property = (...names: readonly string[]): Expression =>
  first(...names.map((name) => filled(at(`properties.${name}`))));
/** A column of the table or a field of the stream. */
const column = (...names: readonly string[]): Expression => first(...names.map((name) => filled(at(name))));
/** In lists of entities and identifiers, which are text in the table. */
const listed = (key: string, of: Expression): Expression => capture(of, `"${key}\\\\?" ?: ?\\\\?"([^"\\\\]+)`);
const entities = (key: string): Expression =>
  first(listed(key, at('properties.entities')), listed(key, at('Entities')));
const address = '^([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$';
const inId = (of: Expression): Expression => capture(of, '(?i:/subscriptions/)([^/]+)');

const id = first(property('systemAlertId', 'instanceId'), column('SystemAlertId'), at('name'));
const resource = first(
  property('associatedResource'),
  listed('azureResourceId', at('properties.resourceIdentifiers')),
  column('ResourceId', 'AzureResourceId'),
);

/**
 * Microsoft Defender for Cloud: alerts as the API answers them, and as continuous export writes them to
 * Log Analytics and Event Hubs.
 * Fields: https://learn.microsoft.com/en-us/rest/api/defenderforcloud/alerts/get
 */
export const source = defineSource({
  id: 'azure.defender',
  title: 'Microsoft Defender for Cloud',
  recognise: [
    [{ key: 'type', matches: '^[Mm]icrosoft\\.[Ss]ecurity/(?:[Ll]ocations/)?[Aa]lerts$' }, 'properties'],
    ['SystemAlertId', 'CompromisedEntity', 'Entities'],
    ['SystemAlertId', 'AlertType', 'VendorName'],
  ],
  envelopes: [{ wrap: 'array', key: 'value' }],
  uid: join(
    id,
    constant('@'),
    first(
      property('processingEndTimeUtc', 'timeGeneratedUtc', 'reportedTimeUtc'),
      column('TimeGenerated', 'ProcessingEndTime', 'TimeGeneratedUtc'),
    ),
    constant('/'),
    first(property('status', 'state'), column('Status'), constant('?')),
  ),
  documents: [],
  columns: {
    time: first(
      instant(property('timeGeneratedUtc', 'detectedTimeUtc', 'reportedTimeUtc', 'startTimeUtc')),
      instant(column('TimeGenerated', 'TimeGeneratedUtc', 'ProcessingEndTime')),
    ),
    cloud: constant('azure'),
    account: first(
      property('subscriptionId'),
      inId(at('id')),
      inId(resource),
      column('AzureResourceSubscriptionId', 'WorkspaceSubscriptionId'),
    ),
    region: capture(at('id'), '(?i:/locations/)([^/]+)'),
    service: constant('defender'),
    operation: first(property('alertType', 'alertName'), column('AlertType', 'AlertName')),
    kind: first(property('productComponentName', 'vendorName'), column('ProductComponentName', 'ProductName')),
    category: constant('detection'),
    source_ip: first(
      capture(property('extendedProperties.client IP address'), address),
      capture(entities('[aA]ddress'), address),
    ),
    host: entities('[hH]ostName'),
    host_uid: first(resource, entities('[aA]zureI[dD]')),
    alert: first(property('alertDisplayName'), column('DisplayName', 'AlertDisplayName', 'AlertName')),
    alert_uid: id,
    alert_severity: first(property('severity', 'reportedSeverity'), column('AlertSeverity', 'Severity')),
    alert_status: first(property('status', 'state'), column('Status')),
  },
  facets: ['operation', 'kind', 'category', 'alert_severity', 'alert_status'],
  sigma: [{ product: 'azure', service: 'defender' }],
});
