import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../../../model/machine-simulation.ts';
import type { Random } from '../../../../model/simulation.ts';
import { namedUid, sessionToken } from '../../ids.ts';
import { compartmentOf, connectorObject } from '../machine-place.ts';

/** Access logs of the buckets that a machine's own programs read and write, as the machine itself. */
export const render: MachineRender = {
  source: 'oci.objectstorage',
  records: ({ time, machine, deed }, random) => {
    if (deed.is !== 'connection' || !deed.isOutward || !deed.domain?.startsWith('objectstorage.')) return [];
    return [JSON.stringify(record({ time, machine }, deed, random))];
  },
  object: (delivery, lines) => connectorObject('objectstorage', delivery, lines),
};

type Connection = Extract<Deed, { is: 'connection' }>;

/** Source: https://docs.oracle.com/en-us/iaas/Content/Logging/Reference/details_for_object_storage.htm */
function record({ time, machine }: Pick<Happening, 'time' | 'machine'>, deed: Connection, random: Random): object {
  const { account, region, uid } = machine;
  const isWritten = deed.bytesOut > deed.bytesIn;
  const compartmentid = compartmentOf(machine);
  const end = new Date(time + deed.seconds * 1000).toISOString();
  const id = random.uuid();
  return {
    datetime: time + deed.seconds * 1000,
    logContent: {
      data: {
        ...objectOf(machine, isWritten, time),
        authenticationType: 'instance',
        clientIpAddress: machine.publicAddress ?? machine.privateAddress,
        compartmentId: compartmentid,
        compartmentName: machine.compartment,
        credentials: sessionToken(uid ?? machine.name),
        endTime: end,
        isPar: false,
        message: isWritten ? 'Object uploaded.' : 'Object retrieved.',
        opcRequestId: `${region}:${random.hex(22)}`,
        principalId: uid,
        principalName: machine.name,
        region,
        requestAction: isWritten ? 'PUT' : 'GET',
        startTime: new Date(time).toISOString(),
        statusCode: 200,
        tenantId: account,
        userAgent: 'Oracle-GoSDK/65.55.1 (linux/amd64; go/go1.21.5)',
        vcnId: '0',
      },
      id,
      oracle: {
        compartmentid,
        ingestedtime: new Date(time + deed.seconds * 1000 + 60_000).toISOString(),
        loggroupid: namedUid('loggroup', `${account}/objectstorage`, region),
        logid: namedUid('log', `${account}/objectstorage`, region),
        tenantid: account,
      },
      source: bucketOf(machine),
      specversion: '1.0',
      subject: '',
      time: end,
      type: `com.oraclecloud.objectstorage.${isWritten ? 'putobject' : 'getobject'}`,
    },
  };
}

const bucketOf = ({ name }: SimulatedMachine): string => `${name}-backups`;

function objectOf(machine: SimulatedMachine, isWritten: boolean, time: number): Readonly<Record<string, string>> {
  const bucketName = bucketOf(machine);
  const objectName = `${machine.name}/${new Date(time).toISOString().slice(0, 10)}.tar.zst`;
  const namespaceName = 'examplenamespace';
  return {
    apiType: 'native',
    bucketCreator: 'Unknown',
    bucketId: namedUid('bucket', `${machine.account}/${bucketName}`, machine.region),
    bucketName,
    eTag: `example-${isWritten ? 'put' : 'get'}-${objectName.length}`,
    namespaceName,
    objectName,
    requestResourcePath: `/n/${namespaceName}/b/${bucketName}/o/${encodeURIComponent(objectName)}`,
  };
}
