import { defineProducts } from '../../model/product.ts';

/** Source: https://cloud.google.com/products */
export const products = defineProducts('gcp', {
  'audit-log': ['Cloud Audit Logs', 'Google Cloud Audit Logs', 'GCP Audit Logs'],
  'threat-detection': ['Security Command Center', 'Google Security Command Center', 'Event Threat Detection'],
  'object-store': ['Google Cloud Storage'],
  firewall: ['Google Cloud Armor', 'Cloud Armor', 'Cloud Next Generation Firewall'],
});
