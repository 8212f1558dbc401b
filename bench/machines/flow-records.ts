import type { Random } from '../../src/model/simulation.ts';
import type { MachineLog } from './machine-log.ts';

const region = 'iad';
const tenancy = 'ocid1.tenancy.oc1..exampletenancybench';
const ports = [443, 443, 443, 443, 80, 22, 53, 5432, 6379, 8443, 9092, 3000];
/** One flow in so many goes to a mining pool. */
const poolFlows = 20_000;

/** VCN flow logs as Connector Hub delivers them: a minute's flows of some hundred interfaces, one after another. */
export const flowRecords: MachineLog = {
  fileName: (index) => `flow/2026/03/09/${String(index).padStart(5, '0')}.log`,
  records: function* (random) {
    const interfaces = Array.from({ length: 300 }, (_, index) => ({
      id: `ocid1.vnic.oc1.${region}.abuwcljt${random.hex(48)}`,
      subnet: `ocid1.subnet.oc1.${region}.aaaaaaaa${index % 6}example${'s'.repeat(44)}`,
      address: `10.0.${index >> 8}.${index & 255}`,
    }));
    for (let minute = Date.UTC(2026, 2, 9) / 60_000; ; minute += 1)
      for (const own of interfaces)
        for (let left = random.between(20, 80); left > 0; left -= 1) yield `${flow(own, minute, random)}\n`;
  },
};

interface Interface {
  readonly id: string;
  readonly subnet: string;
  readonly address: string;
}

function flow({ id, subnet, address }: Interface, minute: number, random: Random): string {
  const start = minute * 60 + random.between(0, 20);
  const isPool = random.between(1, poolFlows) === 1;
  const isInward = !isPool && random.chance(0.3);
  const peer = isPool ? '203.0.113.77' : anyAddress(random);
  const [far, near] = [isPool ? 3333 : random.pick(ports), random.between(32_768, 60_999)];
  const [from, to] = isInward ? [peer, address] : [address, peer];
  const time = new Date(minute * 60_000).toISOString();
  const ingested = new Date(minute * 60_000 + random.between(200_000, 400_000)).toISOString();
  const action = isInward && random.chance(0.4) ? 'REJECT' : 'ACCEPT';
  const bytes = random.between(40, 90_000);
  return (
    `{"datetime":${minute * 60_000},"logContent":{"data":{"action":"${action}","bytesOut":${bytes},"destinationAddress":"${to}",` +
    `"destinationPort":${isInward ? near : far},"endTime":${start + 59},"flowid":"${random.hex(8)}","packets":${1 + Math.floor(bytes / 800)},"protocol":6,` +
    `"protocolName":"TCP","sourceAddress":"${from}","sourcePort":${isInward ? far : near},"startTime":${start},"status":"OK","version":"2"},` +
    `"id":"${random.hex(8)}","oracle":{"compartmentid":"ocid1.compartment.oc1..aaaaaaaaexamplebench","ingestedtime":"${ingested}",` +
    `"loggroupid":"ocid1.loggroup.oc1.${region}.amaaaaaaexamplebench","logid":"ocid1.log.oc1.${region}.amaaaaaaexample${isPool ? 'xmrig' : 'flows'}","tenantid":"${tenancy}",` +
    `"vniccompartmentocid":"ocid1.compartment.oc1..aaaaaaaaexamplebench","vnicocid":"${id}","vnicsubnetocid":"${subnet}"},` +
    `"source":"-","specversion":"1.0","time":"${time}","type":"com.oraclecloud.vcn.flowlogs.DataEvent"}}`
  );
}

const anyAddress = (random: Random): string =>
  random.chance(0.7)
    ? `10.0.${random.between(0, 3)}.${random.between(1, 254)}`
    : `${random.pick(['198.51.100', '203.0.113', '192.0.2'])}.${random.between(1, 254)}`;
