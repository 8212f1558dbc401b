import { providerCase as aws } from '../clouds/aws/provider-case.ts';
import { providerCase as oci } from '../clouds/oci/provider-case.ts';
import type { ProviderCase } from '../model/provider-case.ts';

/** How each provider is asked to waive what an intruder ran up. */
export const providerCases: readonly ProviderCase[] = [aws, oci];
