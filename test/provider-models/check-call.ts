import type { Call } from '../../src/model/simulation.ts';
import type { Member, Models, ServiceModel } from './botocore.ts';
import { type Style, checkShape, isMap } from './check-shape.ts';

/** Services whose folder of models is not called as their event source. */
const folders: Readonly<Record<string, readonly string[]>> = {
  'access-analyzer': ['accessanalyzer'],
  elasticloadbalancing: ['elbv2', 'elb'],
  monitoring: ['cloudwatch'],
  s3: ['s3', 's3control'],
  servicequotas: ['service-quotas'],
  ses: ['ses', 'sesv2'],
  tagging: ['resourcegroupstaggingapi'],
};

/** Of these no model is published: consoles, sign-in, agents, and what services note by themselves. */
const unpublished = new Set([
  'billingconsole.GetBillingPreferences',
  'codewhisperer.GenerateCompletions',
  'codewhisperer.SendTelemetryEvent',
  'kms.RotateKey',
  'payments.ListPaymentInstruments',
  'signin.ConsoleLogin',
  'ssm.ListInstanceAssociations',
  'ssm.UpdateInstanceAssociationStatus',
  'ssm.UpdateInstanceInformation',
]);

/** Operations that S3 records under a name of its own. */
const otherNames: Readonly<Record<string, string>> = {
  's3.GetAccountPublicAccessBlock': 'GetPublicAccessBlock',
  's3.GetBucketPublicAccessBlock': 'GetPublicAccessBlock',
};

/** What CloudTrail notes of a request beside its members, by its own documentation. */
const noted: Readonly<Record<string, readonly string[]>> = {
  'sts.AssumeRoleWithSAML': ['roleSessionName', 'sAMLAssertionID'],
};

export const foldersOf = (service: string): readonly string[] => {
  const name = service.replace('.amazonaws.com', '');
  return folders[name] ?? [name];
};

/** Everything in which request and response of a call differ from the provider's published model. */
export function problemsOf(call: Call, models: Models): readonly string[] {
  const operation = call.operation.replace(/\d{8}(?:v\d)?$/, '');
  const name = `${call.service.replace('.amazonaws.com', '')}.${operation}`;
  if (unpublished.has(name)) return [];
  const wanted = otherNames[name] ?? operation;
  const model = foldersOf(call.service)
    .map((folder) => models.get(folder))
    .find((one) => one?.operations[wanted] !== undefined);
  const described = model?.operations[wanted];
  if (!model || !described) return [`${name} is in no published model`];
  const isMachineApi = model.metadata.protocol === 'ec2';
  const request = isMachineApi
    ? unwrapRequest(operation, call.request)
    : withoutQuery(call.service, without(call.request, noted[name] ?? []));
  const response = isMachineApi ? unwrapResponse(operation, call.response) : call.response;
  return [
    ...checked(model, described.input?.shape, {
      value: request,
      style: isMachineApi ? ec2Request : plain,
      path: `${name} request`,
    }),
    ...checked(model, described.output?.shape, {
      value: response,
      style: isMachineApi ? ec2Response : plain,
      path: `${name} response`,
    }),
  ];
}

function checked(
  model: ServiceModel,
  shape: string | undefined,
  { value, style, path }: { readonly value: unknown; readonly style: Style; readonly path: string },
): readonly string[] {
  if (value === null) return [];
  if (shape === undefined) return isMap(value) && Object.keys(value).length === 0 ? [] : [`${path} should be empty`];
  return checkShape(model, style, { name: shape, value, path });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const namesOf = (name: string, { locationName }: Member): readonly string[] => [
  lowerFirst(name),
  name,
  ...(locationName === undefined ? [] : [locationName, lowerFirst(locationName)]),
];

const plain: Style = { keys: namesOf, items: (value) => (Array.isArray(value) ? (value as unknown[]) : null) };

/** Lists of the EC2 API: `{"items":[…]}`, `{}` where empty, and `{"tag":1,"content":…}` for each in newer calls. */
function ec2Items(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return (value as unknown[]).flatMap((one) => ec2Items(one) ?? [one]);
  if (!isMap(value)) return null;
  if ('content' in value) return [value['content']];
  const items = value['items'] ?? value['item'];
  if (items === undefined) return Object.keys(value).length === 0 ? [] : null;
  return Array.isArray(items) ? (items as unknown[]) : null;
}

/** What CloudTrail calls members of EC2's requests, where not as the model does. */
const ec2Keys: Readonly<Record<string, readonly string[]>> = {
  AttributeNames: ['accountAttributeNameSet'],
  Filters: ['filterSet'],
  GroupIds: ['securityGroupIdSet'],
  GroupNames: ['securityGroupSet'],
  InstanceIds: ['instancesSet'],
  NetworkInterfaceIds: ['networkInterfaceIdSet'],
  OwnerIds: ['ownersSet'],
  PrivateIpAddresses: ['privateIpAddressesSet'],
  RegionNames: ['regionSet'],
  Resources: ['resourcesSet'],
  RestorableByUserIds: ['sharedUsersSet'],
  RouteTableIds: ['routeTableIdSet'],
  SecurityGroupIds: ['groupSet'],
  SnapshotIds: ['snapshotSet'],
  SpotInstanceRequestIds: ['spotInstanceRequestIdSet'],
  SubnetIds: ['subnetSet'],
  TagSpecifications: ['tagSpecificationSet'],
  Tags: ['tagSet'],
  Values: ['valueSet'],
  VolumeIds: ['volumeSet'],
  ZoneIds: ['availabilityZoneIdSet'],
  ZoneNames: ['availabilityZoneSet'],
};

const ec2Request: Style = {
  keys: (name, member) => [...namesOf(name, member), ...(ec2Keys[name] ?? [])],
  items: ec2Items,
};
const ec2Response: Style = { keys: namesOf, items: ec2Items };

/** Newer calls stand in a wrapper of their own; a launch keeps image, key and counts with its instances, and its zone beside them. */
function unwrapRequest(operation: string, request: unknown): unknown {
  if (!isMap(request)) return request;
  const inner = request[`${operation}Request`];
  if (inner !== undefined) return inner;
  if (operation !== 'RunInstances') return request;
  const { instancesSet, availabilityZone, ...rest } = request;
  const [first] = ec2Items(instancesSet) ?? [];
  const placement = availabilityZone === undefined ? {} : { placement: { availabilityZone } };
  return { ...rest, ...placement, ...(isMap(first) && first) };
}

function unwrapResponse(operation: string, response: unknown): unknown {
  if (!isMap(response)) return response;
  const inner = response[`${operation}Response`];
  const { requestId: _, _return, xmlns, ...rest } = isMap(inner) ? inner : response;
  return rest;
}

function without(request: unknown, keys: readonly string[]): unknown {
  if (!isMap(request)) return request;
  return Object.fromEntries(Object.entries(request).filter(([key]) => !keys.includes(key)));
}

/** S3 notes host and query beside the members of the model. */
function withoutQuery(service: string, request: unknown): unknown {
  if (service !== 's3.amazonaws.com' || !isMap(request)) return request;
  const { Host: _, bucketName, ...rest } = request;
  const members = Object.entries(rest).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(members), ...(bucketName !== undefined && { bucket: bucketName }) };
}
