import type { SimulatedMachine } from '../../../model/machine-simulation.ts';
import type { Random, StoredObject } from '../../../model/simulation.ts';
import { compartmentUid, namedUid } from '../ids.ts';

/** The compartment of a machine, given by its id or its name. */
export const compartmentOf = ({ account, compartment }: SimulatedMachine): string =>
  compartment?.startsWith('ocid1.') ? compartment : compartmentUid(account, compartment ?? '');

/** Its one network interface: the same in flow logs and in metrics. */
export const interfaceOf = ({ uid, name, region }: SimulatedMachine): string => namedUid('vnic', uid ?? name, region);

/**
 * What a service connector puts into a bucket: lines, gzipped.
 * Source: https://docs.oracle.com/en-us/iaas/Content/connector-hub/overview.htm
 */
export function connectorObject(
  folder: string,
  delivery: { readonly machine: SimulatedMachine; readonly time: number; readonly random: Random },
  records: readonly string[],
): StoredObject {
  const { machine, time, random } = delivery;
  const connector = namedUid('serviceconnector', `${machine.account}/${folder}/${machine.name}`, machine.region);
  const stamp = `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return {
    key: `${folder}/${connector}/${stamp}.${random.between(0, 99_999)}.log.gz`,
    text: `${records.join('\n')}\n`,
    isCompressed: true,
  };
}
