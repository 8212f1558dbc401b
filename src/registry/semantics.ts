import { semantics as aws } from '../clouds/aws/semantics.ts';
import { semantics as azure } from '../clouds/azure/semantics.ts';
import { semantics as gcp } from '../clouds/gcp/semantics.ts';
import { semantics as oci } from '../clouds/oci/semantics.ts';
import { semantics as hosts } from '../hosts/semantics.ts';
import type { Semantics } from '../model/semantics.ts';

/** What the operations of each cloud do, and what is done on machines. */
export const semantics: readonly Semantics[] = [aws, oci, gcp, azure, hosts];
