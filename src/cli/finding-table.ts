import type { Finding } from '../model/finding.ts';
import { severityCell } from './severity-cell.ts';
import type { Terminal } from './terminal.ts';
import { twoLineTable } from './two-line-table.ts';

const columns = [{ title: 'severity' }, { title: 'first seen (UTC)' }, { title: 'count', align: 'right' }] as const;
const toTheMinute = '2026-01-31 23:59'.length;

/** Findings for a person: how grave, when, how often, what; below, who, where and which technique. */
export function findingTable(findings: readonly Finding[], terminal: Terminal): string {
  const rows = findings.map(({ finding_uid: uid, severity, first_seen: first, count, rule, ...finding }) => ({
    cells: [severityCell(severity, terminal.colours), first.slice(0, toTheMinute).replace('T', ' '), String(count)],
    what: rule.title,
    uid,
    about: [
      shortName(finding.actors[0] ?? ''),
      some(finding.accounts),
      some(finding.regions),
      finding.techniques.join(' '),
      byline(rule),
    ],
  }));
  return twoLineTable(columns, rows, terminal);
}

/** The author of a rule that is not ours, as the licence of community rules asks wherever a match is shown. */
export const byline = ({ origin, author }: Pick<Finding['rule'], 'origin' | 'author'>): string =>
  origin === 'beewolf' ? '' : `by ${author ?? 'an unnamed author'}`;

const listed = 2;

function some(names: readonly string[]): string {
  const more = names.length - listed;
  return names.slice(0, listed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Of a name with many parts before its own, such as account and service, only the last; other names whole. */
const shortName = (uid: string): string => /^(?:[^:]*:){5}(.+)$/s.exec(uid)?.[1] ?? uid;
