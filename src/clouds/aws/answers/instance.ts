import type { JsonObject, Random } from '../../../model/simulation.ts';
import { resourceUid } from '../ids.ts';

export interface InstanceTerms {
  readonly shape: string;
  readonly image: string;
  readonly region: string;
  readonly zone: string;
  readonly subnet: string;
  readonly vpc: string;
  readonly account: string;
  readonly group: { readonly groupId: string; readonly groupName: string };
  readonly time: number;
  readonly index: number;
  readonly token: string;
  readonly keyName?: string;
  readonly tags?: JsonObject;
  readonly profile?: JsonObject;
  readonly spotRequest?: string;
}

/** What a machine gets when nothing is asked for. */
const defaults: JsonObject = {
  cpuOptions: { coreCount: 2, threadsPerCore: 1 },
  capacityReservationSpecification: { capacityReservationPreference: 'open' },
  enclaveOptions: { enabled: false },
  metadataOptions: {
    state: 'pending',
    httpTokens: 'required',
    httpPutResponseHopLimit: 2,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags: 'disabled',
  },
  maintenanceOptions: { autoRecovery: 'default', rebootMigration: 'default' },
  privateDnsNameOptions: {
    hostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    enableResourceNameDnsAAAARecord: false,
  },
};

/** One machine as the answer to RunInstances describes it. Source: EC2 API reference, Instance. */
export function instanceItem(random: Random, terms: InstanceTerms): JsonObject {
  const { shape, region, subnet, vpc, account, time } = terms;
  const address = `10.20.${random.between(0, 63)}.${random.between(4, 250)}`;
  const dns =
    region === 'us-east-1'
      ? `ip-${address.replaceAll('.', '-')}.ec2.internal`
      : `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
  const groups = { items: [terms.group] };
  return {
    instanceId: resourceUid(random, 'i'),
    imageId: terms.image,
    currentInstanceBootMode: 'uefi',
    instanceState: { code: 0, name: 'pending' },
    privateDnsName: dns,
    ...(terms.keyName !== undefined && { keyName: terms.keyName }),
    amiLaunchIndex: terms.index,
    productCodes: {},
    instanceType: shape,
    launchTime: time,
    placement: { availabilityZone: terms.zone, tenancy: 'default' },
    monitoring: { state: 'disabled' },
    subnetId: subnet,
    vpcId: vpc,
    privateIpAddress: address,
    stateReason: { code: 'pending', message: 'pending' },
    architecture: /^[a-z]+\d+g/.test(shape) ? 'arm64' : 'x86_64',
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    blockDeviceMapping: {},
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    ...(terms.tags && { tagSet: terms.tags }),
    clientToken: terms.token,
    groupSet: groups,
    sourceDestCheck: true,
    networkInterfaceSet: { items: [networkInterface(random, { address, dns, groups, subnet, vpc, account, time })] },
    ...(terms.profile && { iamInstanceProfile: terms.profile }),
    ...(terms.spotRequest !== undefined && { spotInstanceRequestId: terms.spotRequest, instanceLifecycle: 'spot' }),
    ebsOptimized: false,
    enaSupport: true,
    ...defaults,
    operator: { managed: false },
  };
}

export function instanceUid(item: JsonObject): string {
  const { instanceId } = item;
  return typeof instanceId === 'string' ? instanceId : '';
}

interface InterfaceTerms {
  readonly address: string;
  readonly dns: string;
  readonly groups: JsonObject;
  readonly subnet: string;
  readonly vpc: string;
  readonly account: string;
  readonly time: number;
}

function networkInterface(random: Random, terms: InterfaceTerms): JsonObject {
  const { address, dns, groups, subnet, vpc, account, time } = terms;
  return {
    networkInterfaceId: resourceUid(random, 'eni'),
    subnetId: subnet,
    vpcId: vpc,
    ownerId: account,
    status: 'in-use',
    macAddress: `0a:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`,
    privateIpAddress: address,
    privateDnsName: dns,
    sourceDestCheck: true,
    interfaceType: 'interface',
    groupSet: groups,
    attachment: {
      attachmentId: `eni-attach-0${random.hex(16)}`,
      deviceIndex: 0,
      networkCardIndex: 0,
      status: 'attaching',
      attachTime: time,
      deleteOnTermination: true,
    },
    privateIpAddressesSet: { item: [{ privateIpAddress: address, privateDnsName: dns, primary: true }] },
    ipv6AddressesSet: {},
    operator: { managed: false },
  };
}
