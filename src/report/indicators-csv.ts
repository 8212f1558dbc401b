import type { Incident } from '../model/incident.ts';
import { redactSecrets } from '../model/redact.ts';
import { renderCsv } from './csv.ts';
import { defang } from './defang.ts';

const columns = ['type', 'value', 'role', 'first_seen', 'last_seen', 'confidence', 'evidence_count', 'evidence'];

interface IndicatorsCsvOptions {
  /** For a file that people open; by default values are as blocklists want them. */
  readonly isDefanged?: boolean;
}

/** `indicators.csv`: a line for each indicator; evidence parted by blanks. */
export function renderIndicatorsCsv(
  { indicators }: Incident,
  { isDefanged = false }: IndicatorsCsvOptions = {},
): string {
  const rows = redactSecrets(indicators).map(
    ({ type, value, role, first_seen: first, last_seen: last, confidence, evidence, evidence_count: count }) => [
      type,
      isDefanged ? defang({ type, value }) : value,
      role,
      first,
      last,
      confidence ?? null,
      count,
      evidence.join(' '),
    ],
  );
  return renderCsv(columns, rows);
}
