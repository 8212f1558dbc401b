import { createHash } from 'node:crypto';
import { hclText } from '../../../model/hcl-text.ts';
import type { Subject } from '../../../model/howto.ts';

/** An expression of Terraform's own, not a text. */
interface Expression {
  readonly expression: string;
}
type Value = string | boolean | Expression;

export const expression = (text: string): Expression => ({ expression: text });

/** A label of ours: names from records never become identifiers. */
const labelOf = ({ account, type, uid }: Subject): string =>
  `beewolf_${createHash('sha256')
    .update(JSON.stringify([account, type, uid]))
    .digest('hex')
    .slice(0, 8)}`;

/** The provider alias that an account is expected under. */
const providerOf = ({ account }: Subject): Readonly<Record<string, Value>> =>
  account !== null && /^\d{12}$/.test(account) ? { provider: expression(`aws.account_${account}`) } : {};

interface Resource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, Value>>;
  /** The id of what is there already and is to be taken over. */
  readonly importId?: string;
  readonly ignored?: readonly string[];
}

/** A resource block, with an import block in front where the thing exists already. */
export function resource(subject: Subject, { type, attributes, importId, ignored = [] }: Resource): string {
  const label = labelOf(subject);
  const body = Object.entries({ ...providerOf(subject), ...attributes }).map(
    ([name, value]) => `  ${name} = ${written(value)}`,
  );
  const lifecycle = ignored.length === 0 ? [] : [`  lifecycle { ignore_changes = [${ignored.join(', ')}] }`];
  const block = [`resource "${type}" "${label}" {`, ...body, ...lifecycle, '}'];
  const taken =
    importId === undefined
      ? []
      : ['import {', ...providerLine(subject), `  to = ${type}.${label}`, `  id = ${hclText(importId)}`, '}'];
  return [...taken, ...block].join('\n');
}

const providerLine = (subject: Subject): readonly string[] =>
  Object.entries(providerOf(subject)).map(([name, value]) => `  ${name} = ${written(value)}`);

function written(value: Value): string {
  if (typeof value === 'string') return hclText(value);
  return typeof value === 'boolean' ? String(value) : value.expression;
}
