import type { TracedIncident } from '../model/traced.ts';
import type { Block } from './document.ts';
import { claimsOfKind } from './grounds.ts';
import { prose, state } from './wording.ts';

/** Kinds of claims about machines, in the order in which they are told; numbers of machines and places follow them. */
export const toldOfDoors = ['door', 'door-guesses', 'door-owner', 'door-leak'] as const;
export const toldOfMining = [
  'mining-handled',
  'mining-command',
  'mining-lookup',
  'mining-connection',
  'cpu-usual',
  'cpu-level',
  'cpu-time',
  'mining-time',
  'hash-rate',
  'earnings-xmr',
  'earnings-need',
] as const;
export const toldOfTraffic = [
  'sent-usual',
  'sent',
  'sent-peak',
  'sent-before-alert',
  'sent-to',
  'sent-to-pools',
  'mining-volume',
  'sent-unexplained',
] as const;
export const toldOfResponse = [
  'dwell-detection',
  'dwell-containment',
  'dwell-answer',
  'isolation',
  'evidence-kept',
] as const;

/** The claims of these kinds as sentences, kind by kind; nothing where there are none. */
export function toldClaims({ claims }: Pick<TracedIncident, 'claims'>, kinds: readonly string[]): readonly Block[] {
  const lines = kinds.flatMap((kind) => claimsOfKind(claims, kind));
  return lines.length === 0
    ? []
    : [{ is: 'list', lines: lines.map((claim) => state(prose(claim.text), claim, claim.confidence)) }];
}
