import type { Incident } from '../../../model/incident.ts';
import { claimsOf } from './told.ts';

/** When a machine that others had in use could not serve them, in epoch milliseconds. */
export interface Outage {
  readonly from: number;
  /** The last act on record that kept it down, or that let it, or another in its place, serve again. */
  readonly to: number;
  /** False where no record tells that anything served again. */
  readonly isOver: boolean;
  readonly text: string;
  readonly evidence: readonly string[];
}

const over = /\b(?:opened|started) again at |\bwas launched at /;

/** What the incident's claims tell of outages, in their order. */
export const outagesOf = (incident: Incident): readonly Outage[] =>
  claimsOf(incident, 'outage').flatMap(({ text, evidence }) => {
    const times = [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => Date.parse(time));
    const [from] = times;
    const to = times.at(-1);
    return from === undefined || to === undefined ? [] : [{ from, to, isOver: over.test(text), text, evidence }];
  });
