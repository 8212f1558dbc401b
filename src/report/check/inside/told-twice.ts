import type { Check } from '../check.ts';
import type { Happening, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { isDisjoint } from './reach.ts';
import { clockOf, isComparable, momentsOf, partOf } from './told.ts';
import type { Point } from './told.ts';

/** What happens once in an incident, unless a part of the report itself tells of two. */
const singular: readonly Happening[] = [
  'alert',
  'isolation',
  'install',
  'user-made',
  'key-added',
  'rights-raised',
  'compromise',
  'termination',
  'rebuild',
  'resolution',
];

/** Accesses may be many, but the first one is one. */
const firstAccess = /\b(entry|initial|first|gain(s|ed)?)\b/i;

/** Two parts of a report that tell the same at different times. */
export const toldTwice: Check = {
  id: 'time-told-twice',
  asks: 'Do two parts of the report give one happening different times?',
  run: (statements) =>
    found([
      ...singular.map((of) => apart(momentsOf(statements, [of]))),
      apart(
        momentsOf(statements, ['access']).filter(({ statement: { quote } }) =>
          firstAccess.test(`${quote.passage.label ?? ''} ${quote.text}`),
        ),
      ),
    ]),
};

/** Exactly one time in each of the parts that tell of it, and not the same. */
function apart(points: readonly Point[]): Reproach | null {
  const parts = [...Map.groupBy(points, ({ statement }) => partOf(statement)).values()];
  if (
    parts.length < 2 ||
    parts.some((part) => part.some((point) => part.some((other) => isDisjoint(point.at, other.at))))
  ) {
    return null;
  }
  const firsts = parts.flatMap(([point]) => (point === undefined ? [] : [point]));
  if (isOfSeveral(firsts.map(({ statement }) => statement))) return null;
  const [first] = firsts;
  const other = firsts.find(
    (point) => first !== undefined && isDisjoint(point.at, first.at) && isComparable(point, first),
  );
  if (first === undefined || other === undefined) return null;
  const why = `One part of the report says ${clockOf(first)}, another ${clockOf(other)}, of the same`;
  return clash(why, [first.statement, other.statement]);
}

/** Names or ordinals that differ: then it may be another machine, user or alert. */
function isOfSeveral(statements: readonly Statement[]): boolean {
  const words = statements.map(({ quote: { text } }) => text);
  if (words.some((text) => /\b(second|another|next|again|also|all|remaining|further|later|finally)\b/i.test(text)))
    return true;
  const names = words.map(
    (text) =>
      new Set(text.match(/\b(?=[\w.-]*[\d_-])[A-Za-z][\w.-]{3,}\b|[“"'`][^“”"'`]+[”"'`]|\b[A-Z][a-z]+[A-Z]\w*/g) ?? []),
  );
  const named = names.filter((set) => set.size > 0);
  const [first] = named;
  return first !== undefined && named.some((set) => [...set].every((name) => !first.has(name)));
}
