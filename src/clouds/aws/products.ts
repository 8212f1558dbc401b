import { defineProducts } from '../../model/product.ts';

/** Source: https://docs.aws.amazon.com/ */
export const products = defineProducts('aws', {
  'audit-log': ['AWS CloudTrail', 'CloudTrail', 'Cloud Trail'],
  'threat-detection': ['Amazon GuardDuty', 'AWS GuardDuty', 'GuardDuty', 'AWS Security Hub'],
  'object-store': ['Amazon S3', 'AWS S3'],
  firewall: ['AWS Network Firewall', 'AWS WAF', 'Amazon VPC network ACL'],
});
