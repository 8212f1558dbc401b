import type { Random } from '../../src/model/simulation.ts';
import type { MachineLog } from './machine-log.ts';

const calls: readonly (readonly [service: string, name: string, method: string, path: string])[] = [
  ['ComputeApi', 'GetInstance', 'GET', '/20160918/instances/'],
  ['ComputeApi', 'ListInstances', 'GET', '/20160918/instances'],
  ['ComputeApi', 'ListVnicAttachments', 'GET', '/20160918/vnicAttachments'],
  ['VirtualNetwork', 'GetVnic', 'GET', '/20160918/vnics/'],
  ['ObjectStorage', 'GetObject', 'GET', '/n/example/b/artifacts/o/'],
  ['ObjectStorage', 'PutObject', 'PUT', '/n/example/b/artifacts/o/'],
  ['IdentityControlPlane', 'ListUsers', 'GET', '/20160918/users'],
  ['Monitoring', 'SummarizeMetricsData', 'POST', '/20180401/metrics/actions/summarizeMetricsData'],
];
const users = ['alice', 'bob', 'carol', 'deploy', 'terraform'];
const agents = [
  'Oracle-PythonSDK/2.139.1 (python 3.12.3; x86_64-Linux)',
  'Oracle-JavaSDK/3.40.1 (Linux/5.15; Java/17)',
];
/** One call in so many is of a machine that is named for what it does. */
const miners = 20_000;

/** OCI Audit as Connector Hub delivers it: what programs and people of one tenancy read and, at times, write. */
export const callRecords: MachineLog = {
  fileName: (index) => `calls/2026/03/09/${String(index).padStart(5, '0')}.log`,
  records: function* (random) {
    for (let time = Date.UTC(2026, 2, 9); ; time += random.between(0, 60)) yield `${called(time, random)}\n`;
  },
};

function called(time: number, random: Random): string {
  const [service, name, method, path] = random.pick(calls);
  const user = random.pick(users);
  const resource = `ocid1.instance.oc1.iad.anuwcljt${random.hex(52)}`;
  const resourceName = random.between(1, miners) === 1 ? 'xmrig' : `build-${random.between(1, 40)}`;
  const [at, answered] = [new Date(time).toISOString(), new Date(time + random.between(5, 400)).toISOString()];
  const request = `${random.hex(32).toUpperCase()}/${random.hex(32).toUpperCase()}`;
  return JSON.stringify({
    datetime: time,
    logContent: {
      data: {
        additionalDetails: null,
        availabilityDomain: `AD${random.between(1, 3)}`,
        compartmentId: 'ocid1.compartment.oc1..aaaaaaaaexamplebuild',
        compartmentName: 'build',
        definedTags: null,
        eventGroupingId: request,
        eventName: name,
        freeformTags: null,
        identity: {
          authType: 'natv',
          callerId: null,
          callerName: null,
          consoleSessionId: null,
          credentials: `ocid1.tenancy.oc1..exampletenancybench/ocid1.user.oc1..aaaaaaaaexample${user}/20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34`,
          ipAddress: `198.51.100.${random.between(1, 30)}`,
          principalId: `ocid1.user.oc1..aaaaaaaaexample${user}`,
          principalName: user,
          tenantId: 'ocid1.tenancy.oc1..exampletenancybench',
          userAgent: random.pick(agents),
        },
        message: `${resourceName} ${name} succeeded`,
        request: {
          action: method,
          headers: { Accept: ['*/*'], 'Content-Type': ['application/json'], 'opc-request-id': [request] },
          id: request,
          parameters: { compartmentId: ['ocid1.compartment.oc1..aaaaaaaaexamplebuild'], limit: ['1000'] },
          path: path.endsWith('/') ? path + resource : path,
        },
        resourceId: resource,
        response: {
          headers: { 'Content-Type': ['application/json'], 'opc-request-id': [request] },
          message: null,
          payload: { resourceName, id: resource },
          responseTime: answered,
          status: '200',
        },
        stateChange: { current: null, previous: null },
      },
      dataschema: '2.0',
      id: random.uuid(),
      oracle: {
        compartmentid: 'ocid1.compartment.oc1..aaaaaaaaexamplebuild',
        ingestedtime: answered,
        loggroupid: '_Audit',
        tenantid: 'ocid1.tenancy.oc1..exampletenancybench',
      },
      source: resourceName,
      specversion: '1.0',
      time: at,
      type: `com.oraclecloud.${service}.${name}`,
    },
  });
}
