import {
  absent,
  at,
  by,
  constant,
  defineSource,
  digest,
  first,
  given,
  instant,
  join,
} from '../../../../model/source.ts';
import { lines } from './forms.ts';

/** Name queries as lines of text, as BIND, dnsmasq and CoreDNS write them. See README.md for the documentation of each. */
export const source = defineSource({
  id: 'dns.text',
  title: 'Name queries as text',
  recognise: [],
  envelopes: [],
  lines,
  uid: digest(at('line')),
  documents: [],
  localTime: {
    of: at('stamp'),
    formats: [
      { format: '%b %d %H:%M:%S', hasYear: false },
      { format: '%d-%b-%Y %H:%M:%S.%g', hasYear: true },
      { format: '%d-%b-%Y %H:%M:%S', hasYear: true },
      { format: '%Y-%m-%dT%H:%M:%S.%g', hasYear: true },
      { format: '%Y-%m-%d %H:%M:%S', hasYear: true },
      { format: '%Y/%m/%d %H:%M:%S', hasYear: true },
    ],
  },
  columns: {
    time: instant('stamp'),
    // What CoreDNS writes has no word for it.
    kind: first(at('act'), given(at('name'), constant('query'))),
    category: at('category'),
    operation: at('type'),
    error: by('act', { denied: constant('REFUSED') }, by('code', { NOERROR: absent, '-': absent }, at('code'))),
    // Nobody else is known of who asks.
    actor_uid: at('address'),
    source_ip: at('address'),
    // Whose log it is answers; who asks is known by its address, unless it is the same machine.
    host: by('address', { '127.0.0.1': at('host'), '::1': at('host') }),
    process: at('program'),
    process_uid: first(at('pid'), at('process')),
    domain: at('name'),
    destination_ip: at('server'),
    protocol: at('protocol'),
    alert: by(
      'policy',
      { PASSTHRU: absent },
      by('act', { rpz: join(constant('Response policy matched: '), at('name')) }),
    ),
    alert_status: at('policy'),
  },
  facets: ['kind', 'operation', 'error'],
  sigma: [{ category: 'dns' }, { category: 'dns_query' }],
  sigmaFields: {
    query: 'domain',
    QueryName: 'domain',
    record_type: 'operation',
    answer: ['answer'],
    src_ip: 'source_ip',
    Image: 'process',
  },
});
