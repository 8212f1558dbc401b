import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { claimsOf, short } from './told.ts';

interface OwnUse {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Why an address is not the intruder's: its owner's, a responder's, or of the network within; null where nothing says so. */
export function ownUse(incident: Incident, { type, value }: Pick<Of<'indicator'>, 'type' | 'value'>): OwnUse | null {
  if (type !== 'ip') return null;
  const isNamed = (text: string): boolean =>
    new RegExp(`(?<![\\w.])${value.replaceAll('.', String.raw`\.`)}(?![\\w.]*\\d)`).test(text);
  const [owner] = claimsOf(incident, 'door-owner').filter(({ text }) => isNamed(text.split(', never from')[0] ?? ''));
  if (owner !== undefined) return { text: `it is its owner's: ${short(owner.text)}`, evidence: owner.evidence };
  const uses = (incident.plan?.steps ?? []).flatMap(({ breaks }) => breaks.uses);
  const use = uses.find(({ network }) => isIn(value, network));
  if (use !== undefined)
    return {
      text: `${use.who.name} works from ${use.network}, ${use.uses} uses since ${use.first}`,
      evidence: use.evidence,
    };
  const answer = incident.containment.find(({ text }) => isNamed(text));
  if (answer !== undefined) return { text: `it is a responder's: ${short(answer.text)}`, evidence: answer.evidence };
  const [guess] = claimsOf(incident, 'door-guesses').filter(({ text }) => isNamed(text) && /\bnoise\b/.test(text));
  if (guess !== undefined)
    return {
      text: `it is of the noise at the door, not of this intruder: ${short(guess.text)}`,
      evidence: guess.evidence,
    };
  return null;
}

/** Whether an IPv4 address lies in a network written with its length. */
function isIn(address: string, network: string): boolean {
  const [base = '', bits = '32'] = network.split('/');
  const [own, other] = [numberOf(address), numberOf(base)];
  if (own === null || other === null) return address === base;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(own / size) === Math.floor(other / size);
}

function numberOf(address: string): number | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : null;
}
