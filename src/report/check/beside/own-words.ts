import type { Incident } from '../../../model/incident.ts';
import type { Statement } from '../statement.ts';
import { perIncident } from './per-incident.ts';
import { evidenceOf, readLogs } from './told.ts';

/** Whether a report repeats the incident's own words; the evidence of whatever says them, null where nothing does. */
export type OwnWords = (statement: Statement) => readonly string[] | null;

/** Shorter words stand in many places by chance. */
const fewest = 16;

/** A report that repeats the incident word for word, as its own renderings do, is not held against a reading of these words. */
export function ownWordsOf(incident: Incident): OwnWords {
  return ({ quote, about }) => {
    const words = plainWords(quote.text);
    // A time that stands beside the words is not of them.
    if (about === 'moment' && !/(?<!\d)\d{1,2}:\d{2}(?!\d)/.test(words)) return null;
    const isCell = quote.passage.row !== null && words === plainWords(quote.passage.text);
    if (words.length < fewest && !(isCell && incident.claims.some((claim) => valueOf(claim) === words))) return null;
    const own = textsOf(incident);
    const isAttributed = /\b(?:says?|said|claims?|reports?|reported)\b/i.test(
      `${quote.passage.label ?? ''} ${quote.passage.text}`,
    );
    if (!own.told.includes(words) && !(isAttributed && own.attributed.includes(words))) return null;
    const saying = [...incident.claims, ...incident.timeline].filter((one) => plainWords(one.text).includes(words));
    return saying.length > 0 ? evidenceOf(saying.slice(0, 3)) : readLogs(incident);
  };
}

const valueOf = ({ value, unit }: Incident['claims'][number]): string => plainWords(`${value} ${unit}`);

/** Without what a rendering adds: brackets of defanged names, marks of references, a closing stop. */
export const plainWords = (text: string): string =>
  text
    .replaceAll(/\[([.:])\]/g, '$1')
    .replaceAll(/\bhxxp/g, 'http')
    .replaceAll(/\s*\[[^\]]{0,40}\]/g, '')
    .replaceAll(/[`*\\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/(?: \((?:confirmed|likely|possible)\)|[.;:,])+$/, '')
    .trim();

/** What an alert says is not what the incident says. */
const attributed: ReadonlySet<string> = new Set(['alerts', 'contradictions']);

const textsOf = perIncident((incident) => {
  const parts = Object.entries(incident).filter(([part]) => part !== 'claims');
  const alertClaims = incident.claims.filter(({ claim_uid: uid }) => uid.includes('-alert-said-'));
  const others = incident.claims.filter((claim) => !alertClaims.includes(claim));
  const join = (values: readonly unknown[]): string => values.flatMap(stringsIn).map(plainWords).join('\n');
  return {
    told: join([
      ...parts.filter(([part]) => !attributed.has(part)).map(([, value]) => value),
      others,
      others.map(valueOf),
    ]),
    attributed: join([...parts.filter(([part]) => attributed.has(part)).map(([, value]) => value), alertClaims]),
  };
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === 'evidence' ? [] : stringsIn(part)));
}
