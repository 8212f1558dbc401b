import { source as cloudtrail } from '../clouds/aws/sources/cloudtrail/source.ts';
import { source as ociAudit } from '../clouds/oci/sources/audit/source.ts';
import { source as linuxAuth } from '../hosts/linux/sources/auth/source.ts';
import { source as crowdstrike } from '../hosts/crowdstrike/source.ts';
import { source as falco } from '../hosts/falco/source.ts';
import { source as osquery } from '../hosts/osquery/source.ts';
import type { Source } from '../model/source.ts';
import { source as dns } from '../platforms/dns/source.ts';
import { source as suricata } from '../platforms/suricata/source.ts';

/** Every log format that can be read. */
export const sources: readonly Source[] = [cloudtrail, ociAudit, falco, osquery, crowdstrike, suricata, dns, linuxAuth];
