import { howto as aws } from '../clouds/aws/howto.ts';
import { howto as oci } from '../clouds/oci/howto.ts';
import { howto as hosts } from '../hosts/howto.ts';
import type { Howto } from '../model/howto.ts';

/** How to contain in each cloud, and on machines. */
export const howtos: readonly Howto[] = [aws, oci, hosts];
