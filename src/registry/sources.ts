import { source as cloudtrail } from '../clouds/aws/sources/cloudtrail/source.ts';
import { source as ociAudit } from '../clouds/oci/sources/audit/source.ts';
import { source as linuxAuth } from '../hosts/linux/sources/auth/source.ts';
import type { Source } from '../model/source.ts';

/** Every log format that can be read. */
export const sources: readonly Source[] = [cloudtrail, ociAudit, linuxAuth];
