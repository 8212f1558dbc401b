import {
  absent,
  at,
  by,
  capture,
  constant,
  defineSource,
  epoch,
  filled,
  first,
  given,
  join,
  type Expression,
  type ServedLogsource,
} from '../../model/source.ts';

const field = (...paths: readonly string[]): Expression => first(...paths.map((path) => filled(at(path))));

/** The connection that a record tells of: opened by the host, or taken by it from outside. */
const opened = ['NetworkConnectIP4', 'NetworkConnectIP6'];
const taken = ['NetworkReceiveAcceptIP4', 'NetworkReceiveAcceptIP6'];
const byName = (names: readonly string[], then: Expression): Readonly<Record<string, Expression>> =>
  Object.fromEntries(names.map((name) => [name, then]));

const ownAddress = field('LocalAddressIP4', 'LocalAddressIP6');
const otherAddress = field('RemoteAddressIP4', 'RemoteAddressIP6');

/** Only of these is the name that of an alert. */
const detected = (then: Expression): Expression =>
  given(capture(at('metadata.eventType'), '(DetectionSummaryEvent)$'), then);

const user = field('UserName', 'event.UserName');
const host = field('ComputerName', 'event.ComputerName', 'event.Hostname');
const agent = field('aid', 'event.AgentId', 'event.SensorId');

const platforms = { linux: 'Lin', windows: 'Win', macos: 'Mac' } as const;
const categories = ['process_creation', 'file_event', 'network_connection', 'dns_query'] as const;
const served = Object.entries(platforms).flatMap(([product, platform]) =>
  categories.map((category): ServedLogsource => ({
    product,
    category,
    when: [
      { of: 'category', oneOf: [category] },
      { of: ['event_platform'], oneOf: [platform] },
    ],
  })),
);

/**
 * CrowdStrike Falcon: detection summaries of the event stream, and raw events as the Falcon Data Replicator
 * hands them out. Fields of the former: https://www.elastic.co/docs/reference/beats/filebeat/exported-fields-crowdstrike
 * and of the latter: https://docs.panther.com/data-onboarding/supported-logs/crowdstrike
 */
export const source = defineSource({
  id: 'crowdstrike',
  title: 'CrowdStrike Falcon',
  recognise: [
    [{ within: ['metadata', 'customerIDString'] }, { within: ['metadata', 'eventType'] }],
    ['event_simpleName', 'aid'],
    ['event_simpleName', 'cid'],
  ],
  envelopes: [],
  uid: first(
    field('id'),
    join(
      at('metadata.customerIDString'),
      constant('/'),
      at('metadata.eventType'),
      constant('/'),
      at('metadata.offset'),
    ),
  ),
  documents: [['event']],
  otherKeys: ['name'],
  columns: {
    time: first(
      epoch('ContextTimeStamp', 'seconds'),
      epoch('ProcessStartTime', 'seconds'),
      epoch('timestamp', 'milliseconds'),
      epoch('metadata.eventCreationTime', 'milliseconds'),
    ),
    kind: first(at('metadata.eventType'), at('event_simpleName')),
    service: constant('crowdstrike'),
    operation: first(field('event.OperationName'), at('event_simpleName')),
    category: by(
      'event_simpleName',
      {
        ProcessRollup2: constant('process_creation'),
        SyntheticProcessRollup2: constant('process_creation'),
        ...byName([...opened, ...taken], constant('network_connection')),
        DnsRequest: constant('dns_query'),
      },
      given(capture(at('event_simpleName'), '(Written|NewExecutableRenamed)'), constant('file_event')),
    ),
    actor_uid: first(join(first(host, agent), constant('/'), user), field('event.UserId'), host, agent),
    actor_name: first(user, field('event.UserId')),
    source_ip: by(
      'event_simpleName',
      { ...byName(opened, ownAddress), ...byName(taken, otherAddress) },
      first(field('event.UserIp', 'event.SourceEndpointIpAddress'), otherAddress),
    ),
    host,
    host_uid: agent,
    process: field('ImageFileName', 'ContextImageFileName', 'ContextBaseFileName', 'event.FilePath', 'event.FileName'),
    process_uid: field('TargetProcessId', 'ContextProcessId', 'event.ProcessId'),
    command: field('CommandLine', 'event.CommandLine'),
    file: field('TargetFileName'),
    domain: field('DomainName'),
    destination_ip: by('event_simpleName', { ...byName(opened, otherAddress), ...byName(taken, ownAddress) }),
    destination_port: by('event_simpleName', {
      ...byName(opened, field('RemotePort')),
      ...byName(taken, field('LocalPort')),
    }),
    protocol: by(
      'Protocol',
      { '1': constant('icmp'), '6': constant('tcp'), '17': constant('udp'), '': absent },
      at('Protocol'),
    ),
    alert: detected(field('event.DetectName', 'event.Name')),
    alert_uid: detected(field('event.CompositeId', 'event.DetectId')),
    alert_severity: detected(field('event.SeverityName', 'event.Severity')),
    alert_status: detected(field('event.PatternDispositionDescription')),
  },
  facets: ['kind', 'operation', 'category'],
  sigma: [...served, { product: 'crowdstrike' }],
  sigmaFields: {
    Image: 'process',
    CommandLine: 'command',
    ProcessId: ['RawProcessId'],
    ParentImage: { nameAt: ['ParentBaseFileName'] },
    ParentProcessId: ['ParentProcessId'],
    User: 'actor_name',
    TargetFilename: 'file',
    SourceIp: 'source_ip',
    DestinationIp: 'destination_ip',
    DestinationPort: 'destination_port',
    DestinationHostname: 'domain',
    Protocol: 'protocol',
    QueryName: 'domain',
    QueryResults: ['IP4Records'],
    Computer: 'host',
    IntegrityLevel: ['IntegrityLevel'],
    Initiated: { trueWhen: [{ of: 'operation', oneOf: opened }] },
  },
});
