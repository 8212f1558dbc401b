import { semantics as aws } from '../clouds/aws/semantics.ts';
import { semantics as oci } from '../clouds/oci/semantics.ts';
import type { Semantics } from '../model/semantics.ts';

/** What the operations of each cloud do. */
export const semantics: readonly Semantics[] = [aws, oci];
