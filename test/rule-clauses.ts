type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

/** A rule with one piece of its detection taken away, and which. */
export interface Weakened {
  readonly without: string;
  readonly rule: Json;
}

/**
 * The rule once for each clause, alternative and list value of its detection, without that piece.
 * `rule` is what `yaml` makes of its file. The condition stays: a search that has lost its only
 * clause holds for every record, one that has lost its only alternative for none.
 */
export function weakened(rule: Json): readonly Weakened[] {
  if (!isMap(rule) || !isMap(rule['detection'])) throw new Error('a rule has a detection');
  const { detection, ...rest } = rule;
  return Object.entries(detection)
    .filter(([name]) => name !== 'condition')
    .flatMap(([name, search]) =>
      weaker(search, name).map(({ without, search: less }) => ({
        without,
        rule: { ...rest, detection: { ...detection, [name]: less } },
      })),
    );
}

interface Weaker {
  readonly without: string;
  readonly search: Json;
}

function weaker(search: Json, at: string): readonly Weaker[] {
  if (isList(search)) return search.flatMap((_, index) => weakerAlternative(search, index, `${at}[${index}]`));
  if (!isMap(search)) return [];
  return Object.entries(search).flatMap(([key, value]) => {
    const { [key]: _, ...others } = search;
    const values = isList(value) && value.length > 1 ? value : [];
    return [
      { without: `${at}.${key}`, search: others },
      ...values.map((one, index) => ({
        without: `${at}.${key}: ${String(one)}`,
        search: { ...search, [key]: values.toSpliced(index, 1) },
      })),
    ];
  });
}

function weakerAlternative(search: readonly Json[], index: number, at: string): readonly Weaker[] {
  const item = search[index];
  const inside = isMap(item) && Object.keys(item).length > 1 ? weaker(item, at) : [];
  return [
    { without: at, search: search.toSpliced(index, 1) },
    ...inside.map((less) => ({ without: less.without, search: search.with(index, less.search) })),
  ];
}

const isMap = (value: Json): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
