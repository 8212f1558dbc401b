import type { Incident } from '../model/incident.ts';
import { redactSecrets } from '../model/redact.ts';
import { renderCsv } from './csv.ts';

const columns = [
  'time',
  'actor_uid',
  'actor_name',
  'action',
  'target_uid',
  'target_name',
  'text',
  'evidence_count',
  'evidence',
];

/** `timeline.csv`: a line for each act, alert and act of containment, in order of time; evidence parted by blanks. */
export function renderTimelineCsv({ timeline }: Incident): string {
  const rows = redactSecrets(timeline).map(({ time, actor, action, target, text, evidence, evidence_count: count }) => [
    time,
    actor?.uid ?? null,
    actor?.name ?? null,
    action,
    target?.uid ?? null,
    target?.name ?? null,
    text,
    count,
    evidence.join(' '),
  ]);
  return renderCsv(columns, rows);
}
