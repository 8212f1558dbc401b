import {
  absent,
  at,
  capture,
  constant,
  defineSource,
  epoch,
  filled,
  first,
  instant,
} from '../../../../model/source.ts';
import { regionIn, regionNamed } from '../../region-in.ts';

const series = ['namespace', 'name', 'dimensions'];
const lists = ['aggregatedDatapoints', 'datapoints'];

/**
 * OCI Monitoring: measurements as the API and the command line summarise them, and as Connector Hub streams
 * them. Each point is a record with what its series says.
 * Fields: https://docs.oracle.com/en-us/iaas/api/#/en/monitoring/20180401/MetricData
 */
export const source = defineSource({
  id: 'oci.metrics',
  title: 'OCI Monitoring metrics',
  recognise: ['point', ...lists].map((key) => [...series, key]),
  envelopes: [
    { wrap: 'array', key: 'data' },
    ...lists.map((key) => ({ wrap: 'rows' as const, path: [key], as: 'point' })),
  ],
  respelled: [[]],
  // A point has no id, and its time is spelled in three ways: it is told by what it says.
  uid: absent,
  documents: [['dimensions']],
  columns: {
    time: first(instant('point.timestamp'), epoch('point.timestamp', 'milliseconds')),
    cloud: constant('oci'),
    account: capture(at('compartmentId'), '^(ocid1\\.tenancy\\..+)$'),
    region: first(regionIn(at('dimensions.resourceId')), regionNamed(at('dimensions.region'))),
    service: at('namespace'),
    kind: filled(at('metadata.unit')),
    host: filled(at('dimensions.resourceDisplayName')),
    host_uid: filled(at('dimensions.resourceId')),
    metric: at('name'),
    measured: at('point.value'),
  },
  facets: ['service', 'metric'],
  sigma: [{ product: 'oci', service: 'metrics' }],
});
