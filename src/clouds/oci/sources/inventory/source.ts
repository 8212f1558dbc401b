import { at, capture, constant, defineSource, filled, first, given, instant, join } from '../../../../model/source.ts';
import type { Expression } from '../../../../model/source.ts';
import { regionIn } from '../../region-in.ts';

/** A field as the API spells it, or as the command line does. */
const field = (camel: string, kebab: string): Expression => first(filled(at(camel)), filled(at(kebab)));

const state = field('lifecycleState', 'lifecycle-state');

/**
 * What a tenancy holds, as OCI Search answers it. It says what is there and since when, not what happened.
 * Fields: https://docs.oracle.com/en-us/iaas/tools/python/latest/api/resource_search/models/oci.resource_search.models.ResourceSummary.html
 */
export const source = defineSource({
  id: 'oci.inventory',
  title: 'OCI resource inventory',
  recognise: [
    ['resourceType', 'identifier', 'compartmentId'],
    ['resource-type', 'identifier', 'compartment-id'],
  ],
  envelopes: [
    { wrap: 'array', key: 'items' },
    { wrap: 'array', key: 'data.items' },
  ],
  uid: join(at('identifier'), constant('@'), first(state, constant('?'))),
  documents: [],
  columns: {
    time: instant(field('timeCreated', 'time-created')),
    cloud: constant('oci'),
    account: capture(field('compartmentId', 'compartment-id'), '^(ocid1\\.tenancy\\..+)$'),
    region: regionIn(at('identifier')),
    kind: field('resourceType', 'resource-type'),
    category: state,
    host: given(capture(at('identifier'), '^(ocid1\\.instance\\.)'), field('displayName', 'display-name')),
    host_uid: at('identifier'),
  },
  facets: ['kind', 'category'],
  sigma: [{ product: 'oci', service: 'inventory' }],
});
