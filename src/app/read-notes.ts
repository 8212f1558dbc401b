import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import { evidenceLimit, evidenceRefSchema, parseEvidenceRef } from '../model/evidence.ts';
import { personVerdicts, statedKinds, type Notes, type Stated } from '../model/stated.ts';

/** Longest text of one note: a paragraph, not a report. */
const longest = 4_000;
const mostEntries = 500;
const mostBytes = 1_000_000;

const text = z.string().trim().min(1).max(longest);
const refs = z
  .array(evidenceRefSchema.refine((ref) => parseEvidenceRef(ref)?.is === 'event', 'must be the uid of an event'))
  .max(evidenceLimit - 1)
  .transform((all) => [...new Set(all)])
  .default([]);

const verdict = z.strictObject({ on: text, verdict: z.enum(personVerdicts), why: text, evidence: refs });
const statement = z.union([
  text.transform((one) => ({ text: one, evidence: [] as string[] })),
  z.strictObject({ text, evidence: refs }),
]);

const file = z.strictObject({
  incident: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/, 'must be the uid of an incident, or its first characters')
    .optional(),
  analyst: text.optional(),
  ticket: text.optional(),
  verdicts: z.array(verdict).max(mostEntries).optional(),
  statements: z.array(statement).max(mostEntries).optional(),
  operations: text.optional(),
  reputation: text.optional(),
  closing: text.optional(),
});

/**
 * Reads what a person adds to an incident: YAML, in which everything is text. Null where no file is named.
 * @throws AppError input.not-found, usage.invalid with file, line and what is wrong
 */
export async function readNotes(path: string | null, cwd: string): Promise<Notes | null> {
  if (path === null) return null;
  const content = await readFile(resolve(cwd, path), 'utf8').catch((cause: unknown) => {
    throw new AppError('input.not-found', `no notes at ${path}`, { cause });
  });
  if (content.length > mostBytes) throw wrong(path, 'notes of more than a megabyte are no notes');
  const lines = new LineCounter();
  // The failsafe schema knows no aliases' merges and no types; aliases are counted, so that none can multiply.
  const document = parseDocument(content, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw wrong(`${path}:${lines.linePos(error.pos[0]).line}`, `not valid YAML: ${error.message}`);
  if (!isMap(document.contents)) throw wrong(`${path}:1`, 'notes are fields with their values, such as analyst: …');
  const read = file.safeParse(plainOf(document, path));
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = lineOf(document, lines, issue?.path ?? []);
    throw wrong(`${path}:${place}`, `${issue?.path.join('.') || 'the notes'}: ${issue?.message ?? 'is wrong'}`);
  }
  return { path, content, incident: read.data.incident ?? null, stated: statedIn(read.data) };
}

function plainOf(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    throw wrong(path, 'aliases that stand for too much', cause);
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const place = isNode(node) ? node : document.contents;
  return place?.range ? lines.linePos(place.range[0]).line : 1;
}

const fields = `fields are incident, ${statedKinds
  .map((kind) => (kind === 'verdict' || kind === 'statement' ? `${kind}s` : kind))
  .join(', ')}; a verdict has on, verdict, why and evidence, a statement text and evidence`;

const wrong = (place: string, message: string, cause?: unknown): AppError =>
  new AppError('usage.invalid', `${place}: ${message}`, { hint: fields, cause });

function statedIn(given: z.infer<typeof file>): readonly Stated[] {
  const { verdicts = [], statements = [] } = given;
  const nothing = { on: null, verdict: null, evidence: [] } as const;
  const drafts = statedKinds.flatMap((kind): readonly Omit<Stated, 'number'>[] => {
    if (kind === 'verdict') return verdicts.map(({ why, ...one }) => ({ kind, ...one, text: why }));
    if (kind === 'statement') return statements.map((one) => ({ ...nothing, kind, ...one }));
    const said = given[kind];
    return said === undefined ? [] : [{ ...nothing, kind, text: said }];
  });
  return drafts.map((draft, index) => ({ number: index + 1, ...draft }));
}
