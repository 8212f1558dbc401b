/** A key such as `ticket`, `change-id` or `team:jira`: what people write an order of work under. */
const ordering =
  /(?:^|[^a-z])(?:ticket|change|issue|jira|task|work[-_ ]?order|change[-_ ]?request)(?:[-_ ]?(?:id|key|number|no))?$/i;
/** A number as trackers give them: `PLAT-2107`, `CHG0012345`, `#4711`. */
const numbered = /^(?:[a-z][a-z0-9]{1,15}[-_ ]?|#)\d{2,10}$/i;

/**
 * The numbers of tickets in tags, in order, each once. A tag is the text of a JSON object, either with a
 * key and a value or with the tags by their keys; anything else is passed over.
 */
export function ticketsIn(tags: readonly string[]): readonly string[] {
  const found = tags
    .flatMap(pairsOf)
    .filter(([key, value]) => ordering.test(key) && numbered.test(value))
    .map(([, value]) => value);
  return [...new Set(found)].toSorted();
}

type Pair = readonly [string, string];

function pairsOf(tag: string): readonly Pair[] {
  const entries = Object.entries(parsed(tag)).flatMap(([name, value]): readonly Pair[] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const part = (wanted: string) => entries.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const [key, value] = [part('key'), part('value')];
  return key === undefined || value === undefined ? entries : [[key, value]];
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
