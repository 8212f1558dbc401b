import { blocklist as aws } from '../clouds/aws/blocklist.ts';
import { blocklist as azure } from '../clouds/azure/blocklist.ts';
import { blocklist as gcp } from '../clouds/gcp/blocklist.ts';
import { blocklist as oci } from '../clouds/oci/blocklist.ts';
import type { BlocklistForm } from '../model/blocklist.ts';

/** How each cloud cuts addresses off, and what of it many share. */
export const blocklists: readonly BlocklistForm[] = [aws, azure, gcp, oci];
