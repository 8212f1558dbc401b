import { source as cloudtrail } from '../clouds/aws/sources/cloudtrail/source.ts';
import { source as guardduty } from '../clouds/aws/sources/guardduty/source.ts';
import { source as defender } from '../clouds/azure/sources/defender/source.ts';
import { source as scc } from '../clouds/gcp/sources/scc/source.ts';
import { source as ociAudit } from '../clouds/oci/sources/audit/source.ts';
import { source as cloudGuard } from '../clouds/oci/sources/cloud-guard/source.ts';
import { source as inventory } from '../clouds/oci/sources/inventory/source.ts';
import { source as metrics } from '../clouds/oci/sources/metrics/source.ts';
import { source as objectstorage } from '../clouds/oci/sources/objectstorage/source.ts';
import { source as vcnFlow } from '../clouds/oci/sources/vcn-flow/source.ts';
import { source as linuxAuth } from '../hosts/linux/sources/auth/source.ts';
import { source as crowdstrike } from '../hosts/crowdstrike/source.ts';
import { source as falco } from '../hosts/falco/source.ts';
import { source as osquery } from '../hosts/osquery/source.ts';
import { source as processList } from '../hosts/process-list/source.ts';
import { source as processListText } from '../hosts/process-list/sources/text/source.ts';
import { source as linuxAuditd } from '../hosts/linux/sources/auditd/source.ts';
import type { Source } from '../model/source.ts';
import { source as dns } from '../platforms/dns/source.ts';
import { source as dnsText } from '../platforms/dns/sources/text/source.ts';
import { source as suricata } from '../platforms/suricata/source.ts';

/** Every log format that can be read. Of two that know the same records the narrower one stands first. */
export const sources: readonly Source[] = [
  cloudtrail,
  cloudGuard,
  ociAudit,
  falco,
  osquery,
  crowdstrike,
  processList,
  suricata,
  dns,
  dnsText,
  processListText,
  linuxAuditd,
  linuxAuth,
  guardduty,
  defender,
  scc,
  vcnFlow,
  objectstorage,
  metrics,
  inventory,
];
