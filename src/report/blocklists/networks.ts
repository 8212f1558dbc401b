import { BlockList, isIP } from 'node:net';

/** Says whether an address lies in one of some networks and addresses; an IPv4 address in IPv6 clothing counts too. */
export type Within = (address: string) => boolean;

/** Networks as `203.0.113.0/24`, or single addresses; what is neither is passed over. */
export function within(networks: Iterable<string>): Within {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const most = version === 4 ? 32 : 128;
    const length = prefix === undefined ? most : Number(prefix);
    if (!Number.isInteger(length) || length < 0 || length > most) continue;
    list.addSubnet(address, length, `ipv${version === 4 ? 4 : 6}`);
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

/**
 * What no block may name: https://www.iana.org/assignments/iana-ipv4-special-registry and its sister for IPv6. The
 * networks of documentation are let through: nobody lives there, and synthetic logs put their intruders there.
 */
export const isReserved = within(
  `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4
  ::/127 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2002::/16
  2620:4f:8000::/48 fc00::/7 fe80::/10 fec0::/10 ff00::/8 3fff::/20 5f00::/16`.split(/\s+/),
);
