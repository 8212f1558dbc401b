/** A plain evaluator of Sigma correlations, record by record and span by span, to compare the engine's with. */

export interface OracleEvent {
  readonly uid: string;
  /** Milliseconds. */
  readonly time: number;
  /** Names of the rules that match it. */
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
}

type Kind =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median';

/** A correlation as its document has it, with the timespan in seconds. */
export interface OracleCorrelation {
  readonly name: string;
  readonly type: Kind;
  readonly rules: readonly string[];
  readonly 'group-by': readonly string[];
  readonly timespan: number;
  readonly condition: Readonly<Partial<Record<'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq' | 'percentile', number>>> & {
    readonly field?: string;
  };
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Item {
  readonly rule: number;
  readonly time: number;
  /** What tells it from others: an event, or a match of a correlation. */
  readonly id: string;
  readonly columns: ReadonlyMap<string, string>;
  readonly value: string | null;
  readonly events: readonly OracleEvent[];
}

interface Match {
  readonly group: readonly string[];
  readonly time: number;
  readonly items: readonly Item[];
  readonly begins: boolean;
}

interface Given {
  readonly correlations: ReadonlyMap<string, OracleCorrelation>;
  readonly events: readonly OracleEvent[];
}

/** Events of each finding, by group values and the UTC day on which a timespan ended. */
export function oracleFindings(name: string, given: Given): ReadonlyMap<string, readonly string[]> {
  const correlation = find(given, name);
  const found = new Map<string, Set<string>>();
  for (const match of matchesOf(correlation, given, [])) {
    const key = JSON.stringify([match.group, new Date(match.time).toISOString().slice(0, 10)]);
    const events = found.get(key) ?? new Set();
    for (const uid of eventsOf(correlation, match, given)) events.add(uid);
    found.set(key, events);
  }
  return new Map([...found].map(([key, events]) => [key, [...events].toSorted()]));
}

const find = ({ correlations }: Given, name: string): OracleCorrelation => {
  const found = correlations.get(name);
  if (found === undefined) throw new Error(`oracle: no correlation ${name}`);
  return found;
};

/** All matches of inner correlations in the span count, also those that are not counted by themselves. */
function eventsOf(correlation: OracleCorrelation, match: Match, given: Given): readonly string[] {
  const all = itemsOf(correlation, given, { extra: [], isWhole: true });
  const start = match.time - correlation.timespan * 1000;
  return all
    .filter((item) => item.time >= start && item.time <= match.time && same(groupOf(correlation, item), match.group))
    .flatMap(({ events }) => events.map(({ uid }) => uid));
}

const same = (a: readonly string[] | null, b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

const columnIn = (correlation: OracleCorrelation, rule: string, column: string): string =>
  correlation.aliases[column]?.[rule] ?? column;

const groupOf = (correlation: OracleCorrelation, item: Item): readonly string[] | null => {
  const values = correlation['group-by'].map((column) => item.columns.get(column));
  return values.includes(undefined) ? null : (values as readonly string[]);
};

interface Wanted {
  /** Columns beside those of the group. */
  readonly extra: readonly string[];
  /** All matches of inner correlations, not only the first of those that overlap. */
  readonly isWhole: boolean;
}

function itemsOf(correlation: OracleCorrelation, given: Given, { extra, isWhole }: Wanted): readonly Item[] {
  const columns = [...new Set([...correlation['group-by'], ...extra])];
  const { field } = correlation.condition;
  return correlation.rules
    .flatMap((name, rule) => {
      const inner = given.correlations.get(name);
      const value = field === undefined ? null : columnIn(correlation, name, field);
      const sources = columns.map((column) => [column, columnIn(correlation, name, column)] as const);
      if (inner !== undefined) return innerItems({ correlation, inner, rule, value, sources, given, isWhole });
      return given.events
        .filter(({ rules }) => rules.includes(name))
        .flatMap((event) =>
          product(sources, event, correlation['group-by']).flatMap((found) =>
            (value === null ? [null] : valuesOf(event, value)).map((one) => ({
              rule,
              time: event.time,
              id: event.uid,
              columns: found,
              value: one,
              events: [event],
            })),
          ),
        );
    })
    .filter((item) => groupOf(correlation, item) !== null && (!reckons(correlation) || isNumber(item.value)));
}

interface Inner {
  readonly correlation: OracleCorrelation;
  readonly inner: OracleCorrelation;
  readonly rule: number;
  readonly value: string | null;
  readonly sources: readonly (readonly [string, string])[];
  readonly given: Given;
  readonly isWhole: boolean;
}

function innerItems({ correlation, inner, rule, value, sources, given, isWhole }: Inner): readonly Item[] {
  const asked = [...sources.map(([, source]) => source), ...(value === null ? [] : [value])];
  const counts = correlation.type === 'event_count';
  return matchesOf(inner, given, asked)
    .filter(({ begins }) => isWhole || begins || !counts)
    .flatMap((match) => {
      const read = (column: string): string | undefined => {
        const place = inner['group-by'].indexOf(column);
        if (place >= 0) return match.group[place];
        const values = new Set(match.items.map(({ columns }) => columns.get(column)));
        return values.size === 1 ? [...values][0] : undefined;
      };
      const columns = sources.flatMap(([column, source]): (readonly [string, string])[] => {
        const found = read(source);
        return found === undefined ? [] : [[column, found]];
      });
      const one = value === null ? null : read(value);
      if (one === undefined) return [];
      const events = eventsOf(inner, match, given).flatMap((uid) => given.events.filter((event) => event.uid === uid));
      const id = JSON.stringify([rule, match.time, match.group]);
      return [{ rule, time: match.time, id, columns: new Map(columns), value: one, events }];
    });
}

const valuesOf = ({ fields }: OracleEvent, field: string): readonly string[] => {
  const value = fields[field];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/** Every way to choose a value for each column of the group; an absent one is left out, as are several of another. */
function product(
  sources: readonly (readonly [string, string])[],
  event: OracleEvent,
  groupBy: readonly string[],
): readonly Map<string, string>[] {
  let found: readonly Map<string, string>[] = [new Map()];
  for (const [column, source] of sources) {
    const values = [...new Set(valuesOf(event, source))];
    if (values.length === 1 || (values.length > 0 && groupBy.includes(column)))
      found = found.flatMap((map) => values.map((value) => new Map([...map, [column, value]])));
  }
  return found;
}

const reckons = ({ type }: OracleCorrelation): boolean => type.startsWith('value_') && type !== 'value_count';
const isNumber = (text: string | null): boolean => text !== null && /^-?\d+(\.\d+)?$/.test(text);

function matchesOf(correlation: OracleCorrelation, given: Given, extra: readonly string[]): readonly Match[] {
  const items = itemsOf(correlation, given, { extra, isWhole: false });
  const groups = Map.groupBy(items, (item) => JSON.stringify(groupOf(correlation, item)));
  const spanMs = correlation.timespan * 1000;
  return [...groups].flatMap(([key, own]) => {
    const times = [...new Set(own.map(({ time }) => time))].toSorted((a, b) => a - b);
    const spans = times.map((time) => ({
      time,
      items: own.filter((item) => item.time <= time && item.time >= time - spanMs),
    }));
    const matching = spans.filter((span, index) => {
      const next = spans[index + 1];
      const isPart = next !== undefined && span.items.every((item) => next.items.includes(item));
      return (growsOnly(correlation) || !isPart) && meets(correlation, figure(correlation, span.items));
    });
    return matching.map((span, index) => ({
      ...span,
      group: JSON.parse(key) as readonly string[],
      begins: index === 0 || span.time - (matching[index - 1]?.time ?? 0) > spanMs,
    }));
  });
}

const growsOnly = (correlation: OracleCorrelation): boolean => {
  const { condition } = correlation;
  const hasUpper = [condition.lt, condition.lte, condition.eq, condition.neq].some((bound) => bound !== undefined);
  return !reckons(correlation) && !hasUpper;
};

function meets({ condition }: OracleCorrelation, value: number): boolean {
  const { gt, gte, lt, lte, eq, neq } = condition;
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (eq === undefined || value === eq) &&
    (neq === undefined || value !== neq)
  );
}

function figure({ type, condition, rules }: OracleCorrelation, items: readonly Item[]): number {
  if (type === 'event_count') return new Set(items.map(({ id }) => id)).size;
  if (type === 'value_count') return new Set(items.map(({ value }) => value)).size;
  if (type === 'temporal') return new Set(items.map(({ rule }) => rule)).size;
  if (type === 'temporal_ordered') return longestChain(items, rules.length);
  const once = new Map(items.map(({ id, value }) => [JSON.stringify([id, value]), Number(value)]));
  const numbers = [...once.values()].toSorted((a, b) => a - b);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (type === 'value_sum') return sum;
  if (type === 'value_avg') return sum / numbers.length;
  const place = ((type === 'value_median' ? 50 : (condition.percentile ?? 0)) / 100) * (numbers.length - 1);
  const below = numbers[Math.floor(place)] ?? 0;
  const above = numbers[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** The most rules in order, of items no earlier than the one before and of another event. */
function longestChain(items: readonly Item[], rules: number): number {
  const longestFrom = (last: Item | null): number => {
    const following = items.filter(
      (item) => last === null || (item.rule > last.rule && item.time >= last.time && item.id !== last.id),
    );
    return Math.max(0, ...following.map((item) => 1 + longestFrom(item)));
  };
  return Math.min(longestFrom(null), rules);
}
