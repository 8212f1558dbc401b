import { defineSemantics } from '../../model/semantics.ts';

/**
 * Of Azure only alerts are read so far: by what they name a machine
 * (https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/get). Its name stands at the end of its id.
 */
export const semantics = defineSemantics({
  cloud: 'azure',
  dryRunErrors: [],
  refusedWhen: [],
  acts: {},
  prefixes: [],
  shapes: [],
  machines: {
    kind: 'compute:virtual-machine',
    uid: '^(?i:(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/virtualMachines/[^/]+))$',
    signs: [
      {
        source: 'azure.defender',
        uids: ['properties.associatedResource', 'ResourceId', 'AzureResourceId'],
        names: [
          {
            at: ['properties.associatedResource', 'ResourceId', 'AzureResourceId'],
            matches: '/(?i:virtualMachines)/([^/]+)$',
          },
        ],
      },
    ],
  },
});
