import { render as falco } from '../hosts/falco/render.ts';
import { render as linuxAuditd } from '../hosts/linux/sources/auditd/render.ts';
import { render as linuxAuth } from '../hosts/linux/sources/auth/render.ts';
import { render as processList } from '../hosts/process-list/render.ts';
import type { MachineRender } from '../model/machine-simulation.ts';
import { render as dnsText } from '../platforms/dns/sources/text/render.ts';
import { render as suricata } from '../platforms/suricata/render.ts';

/** The sources that can write down what happens on simulated machines. */
export const machineRenders: readonly MachineRender[] = [linuxAuth, linuxAuditd, falco, processList, dnsText, suricata];
