import ipaddr from 'ipaddr.js';
import type { Check } from '../check.ts';
import type { Of } from '../statement.ts';
import { hostOf } from './host-port.ts';
import { clash, found, judged } from './found.ts';
import { told } from './told.ts';

const notPublic = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
  'multicast',
]);
const inside = /\b(internal|pivot|lateral|affected|victim|host|compromised|asset|source of)\b/i;

/** Nobody else can block a private address, and nobody should block his own. */
export const ownAddresses: Check = {
  id: 'own-address-listed',
  asks: 'Are private or own addresses listed as indicators?',
  run(statements) {
    const addresses = told(statements, 'indicator').filter(({ type }) => type === 'ip');
    const hostileOnes = addresses.filter(({ role }) => role !== null && role !== 'victim' && role !== 'responder');
    const ownOnes = addresses.filter(({ role }) => role === 'victim' || role === 'responder');
    return found([
      ...addresses.filter(isWrong).map((address) =>
        judged('impossible', address, {
          why: 'This is no address: a part of it is over 255',
          arithmetic: address.value,
        }),
      ),
      ...addresses
        .filter(
          (address) =>
            address.isListed && address.role !== 'victim' && isPrivate(address) && !inside.test(address.quote.text),
        )
        .map((address) =>
          judged('contradicted', address, {
            why: `${address.value} is not an address of the Internet: it belongs to whoever reads it, so it is no indicator of this intruder`,
          }),
        ),
      ...hostileOnes.flatMap((hostile) =>
        ownOnes
          .filter((own) => addressOf(own) === addressOf(hostile))
          .slice(0, 1)
          .map((own) => clash(`${own.value} is told as the intruder's and as the victim's`, [hostile, own])),
      ),
    ]);
  },
};

const addressOf = ({ value }: Of<'indicator'>): string => hostOf(value) ?? value.toLowerCase();

function isPrivate(address: Of<'indicator'>): boolean {
  const text = addressOf(address).replace(/\/\d+$/, '');
  return ipaddr.isValid(text) && notPublic.has(ipaddr.parse(text).range());
}

const isWrong = (address: Of<'indicator'>): boolean => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(addressOf(address));
  return parts !== null && parts.slice(1).some((part) => Number(part) > 255);
};
