import { defineProducts } from '../../model/product.ts';

/** Source: https://learn.microsoft.com/azure/ */
export const products = defineProducts('azure', {
  'audit-log': ['Azure Activity Log', 'Azure Activity Logs'],
  'threat-detection': ['Microsoft Defender for Cloud', 'Defender for Cloud', 'Microsoft Sentinel', 'Azure Sentinel'],
  'object-store': ['Azure Blob Storage'],
  firewall: ['Azure Firewall', 'Azure Network Security Group'],
});
