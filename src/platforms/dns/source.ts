import {
  absent,
  at,
  by,
  capture,
  constant,
  defineSource,
  filled,
  first,
  given,
  instant,
  join,
} from '../../model/source.ts';

/** Fully qualified names end in a dot, which lists of names do not have. */
const withoutDot = (path: string) => capture(at(path), '^(.*?)\\.?$');

const asking = first(at('srcaddr'), at('data.sourceAddress'), at('message.query_address'));

/** What `dig` would show of a question: `;example.com.	IN	 A`. */
const question = (number: 1 | 2) =>
  capture(
    first(filled(at('message.query_message')), filled(at('message.response_message'))),
    number === 1 ? '\\n;([^\\s;]+?)\\.?\\s+(?:IN|CH|HS|ANY)\\s+\\S+' : '\\n;[^\\s;]+\\s+(?:IN|CH|HS|ANY)\\s+(\\S+)',
  );

/**
 * Name queries as JSON: Route 53 Resolver query logs, the query log of OCI's private resolvers, and dnstap as
 * CoreDNS, BIND, Unbound and others write it. See README.md for the documentation of each.
 */
export const source = defineSource({
  id: 'dns',
  title: 'Name queries',
  recognise: [
    ['query_timestamp', 'query_name', 'srcaddr'],
    [{ key: 'type', matches: '^com\\.oraclecloud\\.dns\\.' }],
    [{ within: ['message', 'query_message'] }, { within: ['message', 'socket_protocol'] }],
    [{ within: ['message', 'response_message'] }, { within: ['message', 'socket_protocol'] }],
  ],
  envelopes: [{ wrap: 'object', key: 'logContent' }],
  uid: filled(at('id')),
  hasNoIds: true,
  documents: [['answers'], ['srcids'], ['srcport'], ['data'], ['message'], ['firewall_domain_list_id']],
  otherKeys: ['version', 'identity', 'specversion', 'firewall_rule_group_id'],
  columns: {
    time: first(
      instant('query_timestamp'),
      instant('time'),
      instant('message.query_time'),
      instant('message.response_time'),
    ),
    cloud: first(given(at('query_timestamp'), constant('aws')), given(at('oracle.tenantid'), constant('oci'))),
    account: first(at('account_id'), at('oracle.tenantid')),
    region: at('region'),
    kind: first(
      at('message.type'),
      given(at('query_timestamp'), constant('query')),
      given(at('data.qname'), constant('query')),
    ),
    operation: first(at('query_type'), at('data.qtype'), question(2)),
    error: first(
      by('rcode', { NOERROR: absent }, at('rcode')),
      by('data.rcodeName', { NOERROR: absent }, at('data.rcodeName')),
      capture(at('message.response_message'), 'status: (?:NOERROR|([A-Z0-9]+)),'),
    ),
    // Nobody else is known of who asks.
    actor_uid: first(at('srcids.instance'), asking),
    source_ip: asking,
    host_uid: at('srcids.instance'),
    domain: first(withoutDot('query_name'), withoutDot('data.qname'), question(1)),
    destination_ip: first(at('data.destinationAddress'), at('message.response_address')),
    destination_port: first(at('data.destinationPort'), at('message.response_port')),
    protocol: first(at('transport'), at('data.protocol'), at('message.socket_protocol')),
    alert: by('firewall_rule_action', {
      ALERT: join(constant('DNS Firewall matched a list of domains: '), withoutDot('query_name')),
      BLOCK: join(constant('DNS Firewall matched a list of domains: '), withoutDot('query_name')),
    }),
    alert_status: filled(at('firewall_rule_action')),
  },
  facets: ['kind', 'operation', 'error'],
  sigma: [{ category: 'dns' }, { category: 'dns_query' }],
  sigmaFields: {
    query: 'domain',
    QueryName: 'domain',
    record_type: 'operation',
    answer: ['answers', 'Rdata'],
    src_ip: 'source_ip',
    Image: 'process',
  },
});
