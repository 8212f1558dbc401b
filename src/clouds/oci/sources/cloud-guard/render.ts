import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../../../model/machine-simulation.ts';
import type { Random } from '../../../../model/simulation.ts';
import { namedUid } from '../../ids.ts';
import { compartmentOf, connectorObject } from '../machine-place.ts';

/** Events of Cloud Guard about the problems that it finds on machines. */
export const render: MachineRender = {
  source: 'oci.cloud-guard',
  records,
  object: (delivery, lines) => connectorObject('cloudguard', delivery, lines),
};

type Alert = Extract<Deed, { is: 'alert' }>;

const states: Readonly<Record<Alert['state'], { readonly event: string; readonly status: string }>> = {
  open: { event: 'problemdetected', status: 'OPEN' },
  updated: { event: 'problemthresholdreached', status: 'OPEN' },
  dismissed: { event: 'problemdismissed', status: 'DISMISSED' },
  resolved: { event: 'problemremediated', status: 'RESOLVED' },
};

function records({ time, machine, deed }: Happening, random: Random): readonly string[] {
  if (deed.is !== 'alert' || deed.by !== 'cloud-guard') return [];
  return [JSON.stringify({ ...event(machine, deed, time), eventID: random.uuid() })];
}

/** Source: https://docs.oracle.com/en-us/iaas/Content/Events/Reference/eventsproducers.htm (Cloud Guard). */
function event(machine: SimulatedMachine, deed: Alert, time: number): object {
  const { event: name, status } = states[deed.state];
  const compartmentId = compartmentOf(machine);
  const now = new Date(time).toISOString();
  const problem = deed.uid.startsWith('ocid1.')
    ? deed.uid
    : namedUid('cloudguardproblem', `${machine.account}/${deed.uid}`, machine.region);
  return {
    eventType: `com.oraclecloud.cloudguard.${name}`,
    cloudEventsVersion: '0.1',
    eventTypeVersion: '2.0',
    source: 'CloudGuardResponderEngine',
    eventTime: `${now.slice(0, 19)}Z`,
    contentType: 'application/json',
    data: {
      compartmentId,
      compartmentName: machine.compartment,
      resourceName: deed.rule,
      resourceId: problem,
      additionalDetails: detailsOf(machine, deed, { now, status }),
    },
    extensions: { compartmentId },
  };
}

function detailsOf(
  machine: SimulatedMachine,
  deed: Alert,
  { now, status }: { readonly now: string; readonly status: string },
): object {
  const { account, region, name, uid } = machine;
  const [address] = deed.addresses;
  return {
    tenantId: account,
    status,
    reason: 'New Problem detected by CloudGuard',
    targetId: namedUid('cloudguardtarget', account, region),
    labels: '',
    lastDetected: now,
    region,
    problemDescription: deed.text,
    problemName: deed.rule,
    riskLevel: deed.severity.toUpperCase(),
    problemType: 'THREAT',
    resourceName: name,
    resourceId: uid ?? name,
    resourceType: 'Instance',
    ...(address !== undefined && { impactedResourceId: address }),
  };
}
