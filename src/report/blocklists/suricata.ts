import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Blockable } from './blockable.ts';

/** Numbers for rules of one's own: https://docs.suricata.io/en/latest/rules/meta.html and https://sidallocation.org */
const local = { first: 1_000_000, count: 1_000_000 } as const;
/** Longest content of a rule. */
const longestContent = 255;

interface Rule {
  /** What it looks for, by which it is numbered. */
  readonly seeks: string;
  readonly head: string;
  readonly says: string;
  readonly options: readonly string[];
}

/**
 * Rules for Suricata 6 and later: `drop`, which only alerts where Suricata does not stand in the way. Numbers follow
 * from what a rule seeks, so that the same block has the same number tomorrow. Format:
 * https://docs.suricata.io/en/latest/rules/intro.html
 */
export function suricataRules({ addresses, domains, urls }: Blockable, incidentUid: string): string {
  const rules = [
    ...addresses.map(({ address, role }): Rule => ({
      seeks: `ip ${address}`,
      head: `drop ip $HOME_NET any <> ${address} any`,
      says: role,
      options: [],
    })),
    ...domains.flatMap(({ domain, role }) => domainRules(domain, role)),
    ...urls.flatMap(({ url, role }) => urlRules(url, role)),
  ];
  const lines = numbered(rules).map(({ head, says, options, sid }) => {
    const told = [
      `msg:"${inMessage(`Beewolf ${incidentUid}: ${says}`)}"`,
      ...options,
      'classtype:trojan-activity',
      `metadata:incident ${incidentUid}`,
      `sid:${sid}`,
      'rev:1',
    ];
    return `${head} (${told.map((option) => `${option};`).join(' ')})\n`;
  });
  return lines.join('');
}

/** Whoever asks for the name or one below it, and whoever speaks to it by TLS or HTTP. */
function domainRules(domain: string, role: string): readonly Rule[] {
  const below = [`content:${quoted(`.${domain}`)}`, 'endswith'];
  const toServer = 'flow:established,to_server';
  return [
    {
      seeks: `dns ${domain}`,
      head: 'drop dns $HOME_NET any -> any any',
      says: role,
      options: ['dns.query', 'dotprefix', ...below, 'nocase'],
    },
    {
      seeks: `tls ${domain}`,
      head: 'drop tls $HOME_NET any -> any any',
      says: role,
      options: [toServer, 'tls.sni', 'dotprefix', ...below, 'nocase'],
    },
    {
      // This buffer is in lower case already, and `nocase` is refused on it.
      seeks: `http ${domain}`,
      head: 'drop http $HOME_NET any -> any any',
      says: role,
      options: [toServer, 'http.host', 'dotprefix', ...below],
    },
  ];
}

/** A link is seen only where it is not encrypted, or decrypted before. */
function urlRules({ href, hostname, pathname, search }: URL, role: string): readonly Rule[] {
  const host = hostname.replace(/^\[|\]$/g, '');
  const path = `${pathname}${search}`.slice(0, longestContent);
  if (path === '/') return [];
  // The brackets of an IPv6 address are not in the buffer's normal form of every version.
  const name = isIP(host) === 6 ? [] : ['http.host', `content:${quoted(host)}`, `bsize:${host.length}`];
  return [
    {
      seeks: `url ${href}`,
      head: 'drop http $HOME_NET any -> any any',
      says: role,
      options: ['flow:established,to_server', ...name, 'http.uri.raw', `content:${quoted(path)}`, 'startswith'],
    },
  ];
}

/** Every byte that means something in a rule, and every one that is no plain letter, as its number. */
function quoted(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map((byte) => {
    const sign = String.fromCharCode(byte);
    return /[A-Za-z0-9./_?&=-]/.test(sign) ? sign : `|${byte.toString(16).padStart(2, '0')}|`;
  });
  return `"${bytes.join('')}"`;
}

const inMessage = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9 .,:/_()-]+/g, ' ')
    .slice(0, 200)
    .trim();

/** Each with a number of its own; where two would have the same, the later one takes the next that is free. */
function numbered(rules: readonly Rule[]): readonly (Rule & { readonly sid: number })[] {
  const taken = new Set<number>();
  return rules.map((rule) => {
    let place = createHash('sha256').update(rule.seeks).digest().readUInt32BE(0) % local.count;
    while (taken.has(place)) place = (place + 1) % local.count;
    taken.add(place);
    return { ...rule, sid: local.first + place };
  });
}
