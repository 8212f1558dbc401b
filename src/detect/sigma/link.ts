import type { Field } from '../../lake/predicate.ts';
import type { RuleIdentity } from '../../model/rule.ts';
import type { CompiledRule, CompileOptions } from './compile.ts';
import type { Bound } from './correlation-condition.ts';
import type { CorrelationDraft } from './correlation.ts';
import { isReckoning, type CorrelationKind } from './correlation-kind.ts';
import { hashOfValue } from './hash-of-value.ts';
import { invalid, quote, unsupported } from './place.ts';
import { lookupIn } from './references.ts';

/** What a correlation looks at: the matches of a rule, or of another correlation, with what stands in each of its columns. */
export type Base =
  | { readonly rule: string; readonly columns: readonly Field[] }
  | { readonly correlation: string; readonly columns: readonly number[] };

/** A Sigma correlation whose rules are known. */
export interface Correlation {
  readonly identity: RuleIdentity;
  readonly kind: CorrelationKind;
  readonly timespanSeconds: number;
  readonly bounds: readonly Bound[];
  /** From 0 to 100, for value_percentile and value_median. */
  readonly percentile: number | null;
  /** Names of the columns of its matches: those it groups by, then those that only others ask for. */
  readonly columns: readonly string[];
  readonly groupedBy: number;
  /** How many columns of its bases, after those of its matches, hold the values that it counts or sums up. */
  readonly valued: number;
  /** In the order of the document. A rule is named by its uid; columns of a correlation are counted from 0. */
  readonly bases: readonly Base[];
  readonly hash: string;
}

export interface Linked {
  /** Those that others are made of stand first. */
  readonly correlations: readonly Correlation[];
  /** Uids of rules and correlations that only feed others: they raise no findings. */
  readonly silent: ReadonlySet<string>;
  readonly refused: readonly { readonly draft: CorrelationDraft; readonly error: unknown }[];
}

const deepest = 10;
/** Longer chains are not even followed: a hostile file could name one correlation after another for ever. */
const longestChain = 200;

/** Finds the rules that correlations name. One whose rules are not all there is refused, and with it all that name it. */
export function link(
  drafts: readonly CorrelationDraft[],
  rules: readonly CompiledRule[],
  { resolve }: CompileOptions,
): Linked {
  const { nodes, refused } = connect(drafts, rules);
  const carried = carriedColumns(nodes);
  const made = new Map<string, Correlation>();
  for (const node of nodes) {
    const correlation = correlationOf(node, { carried, made, resolve });
    made.set(correlation.identity.uid, correlation);
  }
  return { correlations: [...made.values()], silent: silentOf(nodes), refused };
}

/** A draft with what it names. */
interface Node {
  readonly draft: CorrelationDraft;
  readonly targets: readonly (CompiledRule | CorrelationDraft)[];
  readonly depth: number;
}

const isDraft = (target: CompiledRule | CorrelationDraft): target is CorrelationDraft => 'kind' in target;

interface Connected extends Pick<Linked, 'refused'> {
  readonly nodes: readonly Node[];
}

function connect(drafts: readonly CorrelationDraft[], rules: readonly CompiledRule[]): Connected {
  const lookup = lookupIn<CompiledRule | CorrelationDraft>([...rules, ...drafts]);
  const nodes = new Map<CorrelationDraft, Node>();
  const refused = new Map<CorrelationDraft, unknown>();
  const open = new Set<CorrelationDraft>();
  const visit = (draft: CorrelationDraft): Node | null => {
    const known = nodes.get(draft);
    if (known !== undefined || refused.has(draft)) return known ?? null;
    open.add(draft);
    try {
      const node = nodeOf(draft);
      nodes.set(draft, node);
      return node;
    } catch (error) {
      refused.set(draft, error);
      return null;
    } finally {
      open.delete(draft);
    }
  };
  const nodeOf = (draft: CorrelationDraft): Node => {
    const { path } = draft.identity;
    let depth = 1;
    const targets = draft.rules.map((reference) => {
      const place = { path, line: reference.line };
      const target = lookup(reference, path);
      if (!isDraft(target)) return target;
      if (open.has(target)) throw invalid(place, `the correlation comes back to itself by ${quote(reference.text)}`);
      if (open.size > longestChain) throw invalid(place, `correlations are nested more than ${deepest} deep`);
      const inner = visit(target);
      if (inner === null) throw invalid(place, `the correlation ${quote(reference.text)} was refused`);
      if (isReckoning(draft.kind)) throw unsupported(place, `${draft.kind} over a correlation`, 'name rules instead');
      depth = Math.max(depth, inner.depth + 1);
      if (depth > deepest) throw invalid(place, `correlations are nested more than ${deepest} deep`);
      return target;
    });
    checkAliases(draft);
    return { draft, targets, depth };
  };
  for (const draft of drafts) visit(draft);
  return { nodes: [...nodes.values()], refused: [...refused].map(([draft, error]) => ({ draft, error })) };
}

function checkAliases({ aliases, rules, identity: { path } }: CorrelationDraft): void {
  for (const [alias, fields] of aliases) {
    for (const [rule, { line }] of fields) {
      if (!rules.some(({ text }) => text === rule))
        throw invalid({ path, line }, `the alias ${quote(alias)} speaks of ${quote(rule)}, which is none of the rules`);
    }
  }
}

/** What a column of a correlation is called in the matches of one of its rules: an alias may say so. */
const fieldIn = ({ aliases, rules }: CorrelationDraft, index: number, column: string): string =>
  aliases.get(column)?.get(rules[index]?.text ?? '')?.text ?? column;

/** Columns beside those grouped by that others ask of each correlation; outer ones stand last and are asked first. */
function carriedColumns(nodes: readonly Node[]): ReadonlyMap<string, ReadonlySet<string>> {
  const carried = new Map(nodes.map(({ draft }) => [draft.identity.uid, new Set<string>()]));
  for (const { draft, targets } of nodes.toReversed()) {
    const columns = [...draft.groupBy, ...(carried.get(draft.identity.uid) ?? []), ...draft.valueFields];
    for (const [index, target] of targets.entries()) {
      if (!isDraft(target)) continue;
      const fields = columns.map((column) => fieldIn(draft, index, column));
      for (const field of fields.filter((one) => !target.groupBy.includes(one)))
        carried.get(target.identity.uid)?.add(field);
    }
  }
  return carried;
}

interface Making {
  readonly carried: ReadonlyMap<string, ReadonlySet<string>>;
  readonly made: ReadonlyMap<string, Correlation>;
  readonly resolve: CompileOptions['resolve'];
}

function correlationOf({ draft, targets }: Node, { carried, made, resolve }: Making): Correlation {
  const { identity, kind, timespanSeconds, bounds, percentile, groupBy, valueFields } = draft;
  const columns = [...groupBy, ...(carried.get(identity.uid) ?? [])];
  const asked = [...columns, ...valueFields];
  const bases = targets.map((target, index): Base => {
    const fields = asked.map((column) => fieldIn(draft, index, column));
    const { uid, logsource } = target.identity;
    if (!isDraft(target)) return { rule: uid, columns: fields.map((field) => resolve(field, logsource)) };
    return { correlation: uid, columns: fields.map((field) => made.get(uid)?.columns.indexOf(field) ?? -1) };
  });
  const content = { kind, timespanSeconds, bounds, percentile, columns, groupedBy: groupBy.length, bases };
  const { uid, title, level, author, techniques } = identity;
  const hashes = targets.map((target) => (isDraft(target) ? made.get(target.identity.uid)?.hash : target.hash));
  return {
    identity,
    ...content,
    valued: valueFields.length,
    hash: hashOfValue({ uid, title, level, author, techniques, ...content, hashes }),
  };
}

function silentOf(nodes: readonly Node[]): ReadonlySet<string> {
  const named = nodes.flatMap(({ draft, targets }) => targets.map(({ identity }) => ({ uid: identity.uid, draft })));
  const heard = new Set(named.filter(({ draft }) => draft.generates).map(({ uid }) => uid));
  return new Set(named.map(({ uid }) => uid).filter((uid) => !heard.has(uid)));
}
