import { defineBlocklist } from '../../model/blocklist.ts';

/** Load balancers' health checks and the private way to the cloud's interfaces: https://cloud.google.com/vpc/docs/firewalls */
export const blocklist = defineBlocklist({
  cloud: 'gcp',
  sharedNames: ['googleapis.com', 'google.com', 'googleusercontent.com', 'appspot.com', 'run.app', 'web.app', 'gcr.io'],
  sharedNetworks: ['35.191.0.0/16', '130.211.0.0/22', '199.36.153.4/30', '199.36.153.8/30'],
  rules: null,
});
