import { at, capture, constant, defineSource, filled, first, given, instant, join } from '../../../../model/source.ts';
import { regionIn } from '../../region-in.ts';

/**
 * What a tenancy holds, as OCI Search answers it. It says what is there and since when, not what happened.
 * Fields: https://docs.oracle.com/en-us/iaas/tools/python/latest/api/resource_search/models/oci.resource_search.models.ResourceSummary.html
 */
export const source = defineSource({
  id: 'oci.inventory',
  title: 'OCI resource inventory',
  recognise: [['resourceType', 'identifier', 'compartmentId']],
  envelopes: [
    { wrap: 'array', key: 'items' },
    { wrap: 'array', key: 'data.items' },
  ],
  respelled: [[]],
  uid: join(at('identifier'), constant('@'), first(filled(at('lifecycleState')), constant('?'))),
  documents: [],
  columns: {
    time: instant('timeCreated'),
    cloud: constant('oci'),
    account: capture(filled(at('compartmentId')), '^(ocid1\\.tenancy\\..+)$'),
    region: regionIn(at('identifier')),
    kind: filled(at('resourceType')),
    category: filled(at('lifecycleState')),
    host: given(capture(at('identifier'), '^(ocid1\\.instance\\.)'), filled(at('displayName'))),
    host_uid: at('identifier'),
  },
  facets: ['kind', 'category'],
  sigma: [{ product: 'oci', service: 'inventory' }],
});
