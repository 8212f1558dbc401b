import { links as aws } from '../clouds/aws/links.ts';
import { links as oci } from '../clouds/oci/links.ts';
import { links as hosts } from '../hosts/links.ts';
import type { Links } from '../model/links.ts';

/** How credentials and sessions of each cloud are issued and carried on, and users of machines. */
export const links: readonly Links[] = [aws, oci, hosts];
