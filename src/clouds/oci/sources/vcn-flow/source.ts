import { at, constant, defineSource, filled, first, instant, join, part } from '../../../../model/source.ts';
import { regionIn } from '../../region-in.ts';

/**
 * OCI VCN flow logs, as Logging keeps them and Connector Hub delivers them: what one network interface
 * sent or was sent within a minute. Fields: https://docs.oracle.com/en-us/iaas/Content/Logging/Reference/details_for_vcn_flow_logs.htm
 */
export const source = defineSource({
  id: 'oci.vcn-flow',
  title: 'OCI VCN flow logs',
  recognise: [[{ key: 'type', matches: '^com\\.oraclecloud\\.vcn\\.flowlogs\\.' }, 'data']],
  envelopes: [
    { wrap: 'array', key: 'results' },
    { wrap: 'array', key: 'data.results' },
    { wrap: 'object', key: 'logContent' },
    { wrap: 'object', key: 'data.logContent' },
  ],
  // The id is said to be unlike any other, and is in fact at times no more than eight digits long.
  uid: join(
    at('id'),
    constant('@'),
    at('time'),
    constant('/'),
    first(at('oracle.vnicocid'), constant('-')),
    constant('/'),
    first(at('data.sourcePort'), constant('-')),
    constant('/'),
    first(at('data.destinationPort'), constant('-')),
  ),
  documents: [],
  columns: {
    time: instant('time'),
    cloud: constant('oci'),
    account: filled(at('oracle.tenantid')),
    region: first(regionIn(at('oracle.vnicocid')), regionIn(at('oracle.vnicsubnetocid')), regionIn(at('oracle.logid'))),
    kind: part(at('type'), '.', 5),
    category: at('data.action'),
    source_ip: filled(at('data.sourceAddress')),
    host_uid: first(filled(at('oracle.instanceocid')), filled(at('oracle.vnicocid'))),
    destination_ip: filled(at('data.destinationAddress')),
    destination_port: at('data.destinationPort'),
    protocol: first(filled(at('data.protocolName')), at('data.protocol')),
    bytes_out: at('data.bytesOut'),
  },
  facets: ['kind', 'category', 'protocol', 'destination_port'],
  sigma: [{ product: 'oci', service: 'vcn-flow' }, { category: 'firewall' }],
  sigmaFields: {
    src_ip: ['data', 'sourceAddress'],
    src_port: ['data', 'sourcePort'],
    dst_ip: ['data', 'destinationAddress'],
    dst_port: ['data', 'destinationPort'],
    action: ['data', 'action'],
  },
});
