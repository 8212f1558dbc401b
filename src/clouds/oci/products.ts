import { defineProducts } from '../../model/product.ts';

/** Source: https://docs.oracle.com/en-us/iaas/Content/services.htm */
export const products = defineProducts('oci', {
  'audit-log': ['OCI Audit'],
  'threat-detection': ['Oracle Cloud Guard', 'OCI Cloud Guard', 'Cloud Guard'],
  'object-store': ['OCI Object Storage', 'Oracle Object Storage'],
  firewall: ['OCI Network Security Group', 'OCI security list', 'OCI Network Firewall'],
});
