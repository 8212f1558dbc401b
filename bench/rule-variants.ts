import { parse, stringify } from 'yaml';
import type { Random } from '../src/model/simulation.ts';
import { createRandom } from '../src/simulate/random.ts';

type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

/** A rule as a file of its own. */
export interface RuleText {
  /** Without folder and ending. */
  readonly name: string;
  readonly text: string;
}

/**
 * So many rules that are like `originals` and like none of them: one after the other is taken, gets an id
 * of its own and is narrowed, widened or turned to another operation, as houses change rules that they
 * were given. The same seed makes the same rules.
 */
export function variantsOf(originals: readonly RuleText[], count: number, seed: string): readonly RuleText[] {
  const random = createRandom(seed);
  const rules = originals.flatMap(({ name, text }) => {
    const document: Json = parse(text);
    return isRule(document) ? [{ name, document }] : [];
  });
  const operations = [...new Set(rules.flatMap(({ document }) => operationsIn(document.detection)))];
  return Array.from({ length: count }, (_, number) => {
    const { name, document } = random.pick(rules);
    const changed = random.pick(changes)(document.detection, { random, operations });
    const title = `${String(document['title'])}, variant ${number}`;
    const variant = { ...document, id: random.uuid(), name: `variant_${number}`, title, detection: changed };
    return { name: `variant-${number}-${name}`, text: stringify(variant) };
  });
}

type Detection = JsonMap & { readonly condition: string };
type Rule = JsonMap & { readonly detection: Detection };
interface Chance {
  readonly random: Random;
  readonly operations: readonly string[];
}

const changes: readonly ((detection: Detection, chance: Chance) => Detection)[] = [narrowed, widened, turned];

const innocent: readonly ((random: Random) => JsonMap)[] = [
  (random) => ({
    'userIdentity.arn|contains': `:assumed-role/${random.pick(['deploy', 'ops', 'ci'])}-${random.hex(4)}`,
  }),
  (random) => ({ 'userIdentity.sessionContext.sessionIssuer.userName|startswith': `team-${random.hex(4)}` }),
  (random) => ({ 'userAgent|contains': [`agent-${random.hex(4)}`, `tool-${random.hex(4)}`] }),
  (random) => ({ 'sourceIPAddress|cidr': `10.${random.between(0, 255)}.0.0/16` }),
  (random) => ({ 'userIdentity.userName|re': `^svc-${random.hex(3)}-[0-9]+$`, awsRegion: 'eu-west-1' }),
];

/** What the house knows to be innocent is left out. */
function narrowed(detection: Detection, { random }: Chance): Detection {
  const condition = `(${detection.condition}) and not _innocent`;
  return { ...detection, _innocent: random.pick(innocent)(random), condition };
}

/** Operations that the house finds as bad are added. */
function widened(detection: Detection, { random, operations }: Chance): Detection {
  const more = () => [random.pick(operations), random.pick(operations)];
  return withOperations(detection, (given) => [...new Set([...given, ...more()])]);
}

/** The same is asked of other operations. */
function turned(detection: Detection, { random, operations }: Chance): Detection {
  return withOperations(detection, (given) => [...new Set(given.map(() => random.pick(operations)))]);
}

const operationField = 'eventName';

function withOperations(detection: Detection, change: (given: readonly string[]) => readonly string[]): Detection {
  const inside = (search: Json): Json => {
    if (Array.isArray(search)) return search.map(inside);
    if (!isMap(search) || !(operationField in search)) return search;
    return { ...search, [operationField]: change(textsOf(search[operationField])) };
  };
  const searches = Object.entries(detection).map(([name, search]) => [
    name,
    name === 'condition' ? search : inside(search),
  ]);
  return Object.fromEntries(searches) as Detection;
}

function operationsIn(search: Json): readonly string[] {
  if (Array.isArray(search)) return search.flatMap(operationsIn);
  if (!isMap(search)) return [];
  return [...textsOf(search[operationField]), ...Object.values(search).flatMap(operationsIn)];
}

const textsOf = (value: Json): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

const isMap = (value: Json): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

const isRule = (document: Json): document is Rule =>
  isMap(document) && isMap(document['detection']) && typeof document['detection']['condition'] === 'string';
