import type { Remedy, Subject } from '../../../model/howto.ts';
import { detail, each, oci } from './command.ts';
import type { Options } from './command.ts';
import { blocks } from './hcl.ts';

const common = { phase: 'restore', isReversible: true, breaks: 'nothing', doneBy: ['restore'] } as const;

/** The same operation of a service that records spell in several ways. */
const spelled = (services: readonly string[], operation: string): readonly string[] =>
  services.map((service) => `${service} ${operation}`);

/** Cloud Guard is switched in the region that it reports to, for the whole tenancy. */
const guard = (one: Subject): Options => ({
  ...(one.account !== null && { 'compartment-id': one.account }),
  'reporting-region': detail(one, 'region') || (one.region ?? ''),
});
const guardPlace = (one: Subject) => ({ account: one.account, region: detail(one, 'region') || one.region });
const setGuard = (status: 'ENABLED' | 'DISABLED') =>
  each((one) => oci('cloud-guard configuration update', guardPlace(one), { ...guard(one), status, force: true }));

const log = (one: Subject): Options => ({ 'log-group-id': detail(one, 'logGroup'), 'log-id': one.uid });
const connector = (one: Subject): Options => ({ 'service-connector-id': one.uid });

/** What is switched on and off by a flag of its own. */
const flagged = (call: string, by: (one: Subject) => Options) => {
  const set = (value: 'true' | 'false') =>
    each((one) => oci(call, one, { ...by(one), 'is-enabled': value, force: true }));
  return { cli: set('true'), undo: { text: 'Switch it off again', cli: set('false') } };
};

/** Defences that the intruder touched, put back; what was deleted is made anew by hand. */
export const defenceRemedies: readonly Remedy[] = [
  {
    ...common,
    id: 'oci.enable-cloud-guard',
    takesBack: spelled(['cloudguard', 'cloudguardcp'], 'UpdateConfiguration'),
    does: 'Enable Cloud Guard for',
    permissions: ['manage cloud-guard-config'],
    cli: setGuard('ENABLED'),
    undo: { text: 'Disable it again', cli: setGuard('DISABLED') },
    terraform: blocks((one) => ({
      type: 'oci_cloud_guard_cloud_guard_configuration',
      attributes: {
        ...(one.account !== null && { compartment_id: one.account }),
        reporting_region: detail(one, 'region') || (one.region ?? ''),
        status: 'ENABLED',
      },
    })),
    verify: {
      text: 'The status is ENABLED, and each target has its recipes; what happened meanwhile is not judged later',
      cli: each((one) =>
        oci('cloud-guard configuration get', guardPlace(one), {
          ...(one.account !== null && { 'compartment-id': one.account }),
        }),
      ),
    },
  },
  {
    ...common,
    id: 'oci.enable-log',
    takesBack: spelled(['logging', 'loggingmanagement'], 'UpdateLog'),
    does: 'Enable log',
    permissions: ['manage log-groups'],
    ...flagged('logging log update', log),
    verify: {
      text: 'isEnabled is true, and a record of after the step arrives',
      cli: each((one) => oci('logging log get', one, log(one))),
    },
  },
  {
    ...common,
    id: 'oci.activate-connector',
    takesBack: spelled(
      ['sch', 'serviceconnector', 'serviceconnectors', 'serviceconnectorhub'],
      'DeactivateServiceConnector',
    ),
    does: 'Activate service connector',
    permissions: ['manage serviceconnectors'],
    cli: each((one) => oci('sch service-connector activate', one, connector(one))),
    undo: {
      text: 'Deactivate it again',
      cli: each((one) => oci('sch service-connector deactivate', one, connector(one))),
    },
    verify: {
      text: 'It is ACTIVE, and a record of after the step arrives where it leads',
      cli: each((one) => oci('sch service-connector get', one, connector(one))),
    },
  },
  {
    ...common,
    id: 'oci.enable-rule',
    takesBack: spelled(['eventsservice', 'events', 'cloudevents'], 'UpdateRule'),
    does: 'Enable rule',
    permissions: ['manage cloudevents-rules'],
    ...flagged('events rule update', (one) => ({ 'rule-id': one.uid })),
    verify: { text: 'isEnabled is true', cli: each((one) => oci('events rule get', one, { 'rule-id': one.uid })) },
  },
  {
    ...common,
    id: 'oci.enable-alarm',
    takesBack: spelled(['monitoring', 'telemetry'], 'UpdateAlarm'),
    does: 'Enable alarm',
    permissions: ['manage alarms'],
    ...flagged('monitoring alarm update', (one) => ({ 'alarm-id': one.uid })),
    verify: {
      text: 'isEnabled is true',
      cli: each((one) => oci('monitoring alarm get', one, { 'alarm-id': one.uid })),
    },
  },
];
