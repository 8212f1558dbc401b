import type { Charge } from '../../../model/prices.ts';
import type { Formulas } from '../formulas.ts';
import type { Of, Statement } from '../statement.ts';
import { highest, lowest, reach } from './reach.ts';
import { told } from './told.ts';

/** Machines of one kind that a report names. */
export interface MachinesTold {
  readonly naming: Of<'naming'>;
  /** As sold: `VM.Standard.E3.Flex`, with what it was given where sizes are to choose. */
  readonly words: string;
  readonly charges: readonly Charge[];
  /** How many at least and at most, by the report's counts; one where it has none. */
  readonly fewest: number;
  readonly most: number;
}

/** Every kind of machine with its charges; null where none is named, or a price or size of one is not known. */
export function machinesTold(statements: readonly Statement[], formulas: Formulas): readonly MachinesTold[] | null {
  const shapes = told(statements, 'naming').filter(({ of, quote }) => of === 'shape' && !refused.test(wordsOf(quote)));
  const distinct = shapes.filter(({ name }, index) => shapes.findIndex((other) => isSame(other.name, name)) === index);
  const all = distinct.flatMap((naming) => kindOf(naming, distinct.length === 1, { statements, formulas }) ?? []);
  return all.length === 0 || all.length < distinct.length ? null : all;
}

/** A machine that was only asked for cost nothing. */
const refused = /\b(?:refus\w*|den(?:y|ied)|reject\w*|fail\w*|did not start|never (?:started|ran)|quota|limit)\b/i;
/** More than one, and nobody says how many. */
const several =
  /\b(?:instances|vms|virtual machines|machines|nodes|servers|hosts|fleets?|clusters?|(?:auto-?scaling|instance) groups?|scale sets?|pools?)\b/i;

const wordsOf = ({ passage, text }: Statement['quote']): string => `${passage.label ?? ''} ${text}`;

interface Within {
  readonly statements: readonly Statement[];
  readonly formulas: Formulas;
}

function kindOf(naming: Of<'naming'>, isSole: boolean, { statements, formulas }: Within): MachinesTold | null {
  const mine = told(statements, 'amount').filter(({ scope, quote }) =>
    scope === null ? isSole || quote.passage.line === naming.quote.passage.line : isSame(scope, naming.name),
  );
  const processors = sole(mine.filter(({ of }) => of === 'processors'));
  const memory = sole(mine.filter(({ of }) => of === 'memory'));
  const charges = formulas.chargesOf({
    shape: naming.name,
    processors,
    memoryGb: memory === null ? null : wholeGigabytes(memory),
    region: told(statements, 'indicator').find(({ type }) => type === 'region')?.value ?? null,
  });
  if (charges === null || charges.length === 0) return null;
  const counts = told(statements, 'amount')
    .filter(({ of, scope }) => of === 'machines' && (isSole || (scope !== null && isSame(scope, naming.name))))
    .map(({ value }) => reach(value));
  if (counts.length === 0 && several.test(wordsOf(naming.quote))) return null;
  // With several kinds a number of machines may be of any of them: all of them, at most.
  const all = told(statements, 'amount')
    .filter(({ of }) => of === 'machines')
    .map(({ value }) => reach(value).high);
  const most = highest([1, machinesNamed(statements), ...all]);
  return {
    naming,
    words: sizeWords(naming.name, processors, memory),
    charges,
    fewest: counts.length === 0 ? 1 : Math.max(1, Math.floor(lowest(counts.map(({ low }) => low)))),
    most: Number.isFinite(most) ? Math.round(most) : Infinity,
  };
}

/** One machine has a name and a long id: whichever more are told of. */
function machinesNamed(statements: readonly Statement[]): number {
  const names = told(statements, 'indicator').filter(({ type, role }) => type === 'machine' && role !== 'responder');
  const [ids, short] = [true, false].map(
    (isId) => new Set(names.filter(({ value }) => isId === /^i-|^.{25}/.test(value)).map(({ value }) => value)).size,
  );
  return Math.max(ids ?? 0, short ?? 0);
}

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** A number that all tellings share; null where there is none or they differ. */
function sole(amounts: readonly Of<'amount'>[]): number | null {
  const [first] = amounts;
  return first !== undefined && amounts.every(({ value }) => value.said === first.value.said) ? first.value.said : null;
}

/** `128GB` is read as decimal or binary bytes: memory is sold in whole ones of either. */
function wholeGigabytes(bytes: number): number {
  const binary = bytes / 2 ** 30;
  return Number.isInteger(binary) ? binary : Math.round(bytes / 1e9);
}

const sizeWords = (name: string, processors: number | null, memory: number | null): string =>
  [
    name,
    ...(processors === null ? [] : [`of ${processors} processors`]),
    ...(memory === null ? [] : [`and ${wholeGigabytes(memory)} GB`]),
  ].join(' ');
