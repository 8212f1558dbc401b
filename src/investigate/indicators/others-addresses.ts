import { textOf } from '../../lake/cells.ts';
import { list, literal } from '../../lake/sql.ts';
import type { Indicator } from '../../model/indicator.ts';
import { isWithinSql, relations, type Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import type { Trace } from './indicators.ts';

/**
 * Without addresses of the organisation's machines, and those from which others work: what a command names, or a machine
 * spoke to, may be the organisation's own way out, and who answered the incident calls from there too. What only the
 * intruder used is told as such already.
 */
export async function withoutOthers(
  { engine, machines }: Pick<Scope, 'engine' | 'machines'>,
  indicators: readonly Indicator[],
  traces: readonly Trace[],
): Promise<readonly Indicator[]> {
  const his = new Set(traces.map(({ value }) => value));
  const asked = indicators.flatMap(({ type, value }) => (type === 'ip' && !his.has(value) ? [value] : []));
  const rows =
    asked.length === 0
      ? []
      : await engine.rows(`SELECT DISTINCT u.source_ip AS address FROM ${uses.name} u
    WHERE u.source_ip IN (SELECT unnest(${list(asked.map((one) => literal(one)))})) AND u.accepted > 0
      AND NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.key = u.key AND h.network = u.network AND h.agent = u.agent AND ${isWithinSql('u', 'h')})`);
  const others = new Set([...rows.map(({ address }) => textOf(address)), ...machines.addresses]);
  return indicators.filter(({ type, value }) => type !== 'ip' || !others.has(value));
}
