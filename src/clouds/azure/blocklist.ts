import { defineBlocklist } from '../../model/blocklist.ts';

/** The address of the platform itself: https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16 */
export const blocklist = defineBlocklist({
  cloud: 'azure',
  sharedNames: [
    'windows.net',
    'azure.com',
    'microsoft.com',
    'azurewebsites.net',
    'azureedge.net',
    'live.com',
    'azurecr.io',
  ],
  sharedNetworks: ['168.63.129.16/32'],
  rules: null,
});
