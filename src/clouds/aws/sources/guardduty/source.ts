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

const calls = ['awsApiCallAction', 'networkConnectionAction', 'kubernetesApiCallAction', 'rdsLoginAttemptAction'];
const connection = (key: string): Expression => at(`service.action.networkConnectionAction.${key}`);
/** What a connection says where it goes out. */
const outward = (of: Expression): Expression =>
  by('service.action.networkConnectionAction.connectionDirection', { OUTBOUND: of });
const inward = (of: Expression): Expression =>
  by('service.action.networkConnectionAction.connectionDirection', { OUTBOUND: absent }, of);
/** The address that a list of probes, attempts or other details begins with. */
const firstAddress = (path: string): Expression => capture(at(path), '"[iI]pAddressV4" ?: ?"([^"]+)"');

const key = 'resource.accessKeyDetails';
/** ARN of who is spoken of, which the finding does not tell: of a user or role below a path it is another. */
const arn = (service: string, kind: string, name: Expression): Expression =>
  join(constant('arn:'), at('partition'), constant(`:${service}::`), at('accountId'), constant(`:${kind}`), name);

/**
 * Amazon GuardDuty findings, as they are exported, sent as events or answered by the API.
 * Fields: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
export const source = defineSource({
  id: 'aws.guardduty',
  title: 'Amazon GuardDuty',
  recognise: [['schemaVersion', 'accountId', 'severity', 'resource', 'service']],
  envelopes: [
    { wrap: 'array', key: 'findings' },
    { wrap: 'array', key: 'Findings' },
    { wrap: 'object', key: 'detail', time: 'time' },
  ],
  capitals: true,
  uid: join(at('id'), constant('@'), first(at('updatedAt'), at('createdAt'))),
  documents: [],
  columns: {
    time: first(instant('updatedAt'), instant('createdAt')),
    cloud: constant('aws'),
    account: at('accountId'),
    region: at('region'),
    service: constant('guardduty'),
    operation: at('type'),
    kind: at('resource.resourceType'),
    category: first(given(capture(at('type'), '^(Policy):'), constant('weakness')), constant('detection')),
    actor_type: at(`${key}.userType`),
    actor_uid: by(`${key}.userType`, {
      IAMUser: arn('iam', 'user/', filled(at(`${key}.userName`))),
      AssumedRole: arn('iam', 'role/', filled(at(`${key}.userName`))),
      FederatedUser: arn('sts', 'federated-user/', filled(at(`${key}.userName`))),
      Root: arn('iam', 'root', constant('')),
    }),
    actor_name: filled(at(`${key}.userName`)),
    credential: filled(at(`${key}.accessKeyId`)),
    source_ip: first(
      ...calls
        .filter((call) => call !== 'networkConnectionAction')
        .map((call) => filled(at(`service.action.${call}.remoteIpDetails.ipAddressV4`))),
      inward(connection('remoteIpDetails.ipAddressV4')),
      firstAddress('service.action.portProbeAction.portProbeDetails'),
    ),
    host_uid: first(
      ...[
        'instanceDetails.instanceId',
        'eksClusterDetails.arn',
        'ecsClusterDetails.arn',
        'lambdaDetails.functionArn',
        'rdsDbInstanceDetails.dbInstanceArn',
      ].map((path) => filled(at(`resource.${path}`))),
      capture(at('resource.s3BucketDetails'), '"[aA]rn" ?: ?"([^"]+)"'),
    ),
    process: first(
      filled(at('service.runtimeDetails.process.executablePath')),
      filled(at('service.runtimeDetails.process.name')),
    ),
    domain: at('service.action.dnsRequestAction.domain'),
    destination_ip: outward(connection('remoteIpDetails.ipAddressV4')),
    destination_port: outward(connection('remotePortDetails.port')),
    protocol: first(connection('protocol'), at('service.action.dnsRequestAction.protocol')),
    alert: first(filled(at('title')), at('type')),
    alert_uid: at('id'),
    alert_severity: at('severity'),
    alert_status: by('service.archived', { true: constant('archived'), false: constant('current') }),
  },
  facets: ['operation', 'kind', 'category', 'alert_severity', 'alert_status'],
  sigma: [{ product: 'aws', service: 'guardduty' }],
});
