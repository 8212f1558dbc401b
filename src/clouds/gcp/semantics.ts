import { defineSemantics } from '../../model/semantics.ts';

/**
 * Of Google Cloud only findings are read so far: by what they name a machine
 * (https://cloud.google.com/compute/docs/reference/rest/v1/instances). Its number, and its name, stand at the end of a path.
 */
export const semantics = defineSemantics({
  cloud: 'gcp',
  dryRunErrors: [],
  refusedWhen: [],
  acts: {},
  prefixes: [],
  shapes: [],
  machines: {
    kind: 'compute:instance',
    uid: '(?:^/?|//compute\\.googleapis\\.com/)(projects/[^/]+/zones/[^/]+/instances/[^/]+)$',
    signs: [
      {
        source: 'gcp.scc',
        uids: [
          'finding.resourceName',
          'resourceName',
          'resource.name',
          'finding.sourceProperties.properties.instanceDetails',
          'jsonPayload.properties.instanceDetails',
        ],
        names: [
          {
            at: ['finding.resourceName', 'resourceName', 'jsonPayload.properties.instanceDetails'],
            matches: '/instances/([a-z][^/]*)$',
          },
        ],
      },
    ],
  },
});
