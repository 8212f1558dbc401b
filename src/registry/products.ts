import { products as aws } from '../clouds/aws/products.ts';
import { products as azure } from '../clouds/azure/products.ts';
import { products as gcp } from '../clouds/gcp/products.ts';
import { products as oci } from '../clouds/oci/products.ts';
import type { Product } from '../model/product.ts';

/** What each cloud calls its logs and products. */
export const products: readonly Product[] = [...aws, ...oci, ...gcp, ...azure];
