import type { Incident } from '../model/incident.ts';
import type { Indicator, IndicatorType } from '../model/indicator.ts';

const defanged: ReadonlySet<IndicatorType> = new Set(['ip', 'domain', 'url']);

/** The indicator in a form that no program follows: `203.0.113[.]9`, `hxxps://pool.example[.]com/x`. */
export function defang({ type, value }: Pick<Indicator, 'type' | 'value'>): string {
  if (!defanged.has(type)) return value;
  if (type === 'ip' && value.includes(':')) return value.replaceAll(':', '[:]');
  if (type !== 'url') return lastDot(value);
  const [, scheme = '', host = '', rest = ''] = /^(\w+:\/\/)?([^/?#]*)([^]*)$/.exec(value) ?? [];
  return `${scheme.replace(/^http/i, 'hxxp')}${lastDot(host)}${rest}`;
}

const lastDot = (text: string): string => text.replace(/\.(?=[^.]*$)/, '[.]');

/** Evidence is looked up by its reference, and a command or a resource of Terraform is run: changed, each means something else. */
const asGiven: ReadonlySet<string> = new Set(['evidence', 'cli', 'terraform', 'how']);

/** The incident with its addresses, domains and URLs defanged wherever they are mentioned, evidence and commands apart. */
export function defangIncident(incident: Incident): Incident {
  const hot = new Map(
    incident.indicators
      .filter(({ type }) => defanged.has(type))
      .map((indicator) => [indicator.value, defang(indicator)]),
  );
  if (hot.size === 0) return incident;
  const longestFirst = [...hot.keys()].toSorted((a, b) => b.length - a.length);
  const mention = new RegExp(`(?<![\\w.-])(?:${longestFirst.map((value) => literal(value)).join('|')})(?![\\w-])`, 'g');
  return mapText(incident, (text) => text.replace(mention, (value) => hot.get(value) ?? value)) as Incident;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapText(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, asGiven.has(key) ? inner : mapText(inner, change)]),
  );
}
