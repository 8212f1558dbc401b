import ipaddr from 'ipaddr.js';
import { invalid, quote, type Place } from './place.ts';

/** A network in CIDR notation, written the one way; an address alone is a network of one, as pySigma takes it. */
export function readNetwork(text: string, place: Place): string {
  const isIpv6 = text.includes(':');
  const cidr = text.includes('/') ? text : `${text}/${isIpv6 ? 128 : 32}`;
  const isValid = isIpv6 ? ipaddr.IPv6.isValidCIDR(cidr) : ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr);
  if (!isValid) throw invalid(place, `${quote(text)} is not a network in CIDR notation`);
  const parser = isIpv6 ? ipaddr.IPv6 : ipaddr.IPv4;
  const [address, bits] = parser.parseCIDR(cidr);
  const network = parser.networkAddressFromCIDR(cidr).toString();
  if (network === address.toString()) return `${network}/${bits}`;
  throw invalid(place, `${quote(text)} has bits outside its network`, `write ${network}/${bits}`);
}
