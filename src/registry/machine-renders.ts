import { render as cloudGuard } from '../clouds/oci/sources/cloud-guard/render.ts';
import { render as metrics } from '../clouds/oci/sources/metrics/render.ts';
import { render as objectstorage } from '../clouds/oci/sources/objectstorage/render.ts';
import { render as vcnFlow } from '../clouds/oci/sources/vcn-flow/render.ts';
import { render as crowdstrike } from '../hosts/crowdstrike/render.ts';
import { render as falco } from '../hosts/falco/render.ts';
import { render as linuxAuditd } from '../hosts/linux/sources/auditd/render.ts';
import { render as linuxAuth } from '../hosts/linux/sources/auth/render.ts';
import { render as osquery } from '../hosts/osquery/render.ts';
import { render as processList } from '../hosts/process-list/render.ts';
import type { MachineRender } from '../model/machine-simulation.ts';
import { render as dnsText } from '../platforms/dns/sources/text/render.ts';
import { render as suricata } from '../platforms/suricata/render.ts';

/** The sources that can write down what happens on simulated machines. */
export const machineRenders: readonly MachineRender[] = [
  linuxAuth,
  linuxAuditd,
  falco,
  crowdstrike,
  osquery,
  processList,
  dnsText,
  suricata,
  cloudGuard,
  vcnFlow,
  metrics,
  objectstorage,
];
