import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { suppressionTrouble } from '../detect/suppress.ts';
import { AppError } from '../model/errors.ts';
import { suppressionFields, type Suppression } from '../model/suppression.ts';

const text = z.string().trim().min(1);
const values = z.union([text.transform((one) => [one]), z.array(text).min(1)]).optional();

const entry = z.strictObject({
  rule: text,
  actor: values,
  account: values,
  region: values,
  resource: values,
  address: values,
  reason: text,
  expires: z.iso.date('must be a day such as 2027-01-31'),
  author: text.optional(),
});

/**
 * Reads files of suppressions: YAML, a list of entries. Everything in it is text, so that an account keeps
 * its leading zeros.
 * @throws AppError input.not-found, usage.invalid with file, line and what is wrong
 */
export async function readSuppressions(paths: readonly string[], cwd: string): Promise<readonly Suppression[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(resolve(cwd, path), 'utf8').catch((cause: unknown) => {
        throw new AppError('input.not-found', `no suppressions at ${path}`, { cause });
      });
      return readEntries(path, content);
    }),
  );
  return files.flat();
}

async function readEntries(path: string, content: string): Promise<readonly Suppression[]> {
  const { isMap, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(content, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw wrong(`${path}:${lines.linePos(error.pos[0]).line}`, `not valid YAML: ${error.message}`);
  const { contents } = document;
  if (contents === null) return [];
  if (!isSeq(contents)) throw wrong(`${path}:1`, 'suppressions are a list of entries');
  const entries = z.array(z.unknown()).parse(document.toJS());
  return contents.items.map((item, index) => {
    const line = isMap(item) && item.range ? lines.linePos(item.range[0]).line : 1;
    return readEntry(`${path}:${line}`, entries[index]);
  });
}

function readEntry(place: string, given: unknown): Suppression {
  const read = entry.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw wrong(place, `${issue?.path.join('.') || 'the entry'}: ${issue?.message ?? 'is wrong'}`);
  }
  const { rule, reason, expires, author, ...fields } = read.data;
  const conditions: Suppression['conditions'] = Object.fromEntries(
    suppressionFields.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]] as const])),
  );
  if (rule === '*' && Object.keys(conditions).length === 0)
    throw wrong(place, 'an entry for all rules needs a condition: it would hold back everything');
  for (const field of suppressionFields) {
    const trouble = (conditions[field] ?? [])
      .map((value) => suppressionTrouble(field, value))
      .find((one) => one !== null);
    if (trouble !== undefined) throw wrong(place, `${field} ${trouble}`);
  }
  return { rule, conditions, reason, expires, author: author ?? null, place };
}

const wrong = (place: string, message: string): AppError =>
  new AppError('usage.invalid', `${place}: ${message}`, {
    hint: `an entry has rule, reason, expires, and any of author, ${suppressionFields.join(', ')}`,
  });
