import { createHash } from 'node:crypto';
import { hclText } from '../../../model/hcl-text.ts';
import type { Order, Subject } from '../../../model/howto.ts';

interface Resource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** Eight digits of ours for anything from a record: its names never become identifiers. */
const digested = (...parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);

/** A resource block for each subject; the tenancy stands as an alias of the provider. */
export const blocks =
  (write: (subject: Subject) => Resource) =>
  ({ subjects }: Order): string =>
    subjects.map((subject) => block(subject, write(subject))).join('\n\n');

function block({ account, type: kind, uid }: Subject, { type, attributes }: Resource): string {
  const provider = account === null ? [] : [`  provider = oci.tenancy_${digested(account)}`];
  const body = Object.entries(attributes).map(([name, value]) => `  ${name} = ${written(value)}`);
  return [`resource "${type}" "beewolf_${digested(account, kind, uid)}" {`, ...provider, ...body, '}'].join('\n');
}

function written(value: string | boolean | readonly string[]): string {
  if (typeof value === 'string') return hclText(value);
  return typeof value === 'boolean' ? String(value) : `[${value.map(hclText).join(', ')}]`;
}
