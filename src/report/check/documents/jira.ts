import { z } from 'zod';
import { AppError } from '../../../model/errors.ts';
import { isAdf, readAdf } from './adf.ts';
import { paragraph, type Block, type ReadBlocks } from './block.ts';
import { ticketFields } from './ticket-fields.ts';
import { readWiki } from './wiki.ts';

/** `{name: "High"}` as Jira answers, or the word alone. */
const named = z
  .union([z.string(), z.looseObject({ name: z.string().optional(), value: z.string().optional() })])
  .nullish()
  .catch(null);

type Named = z.infer<typeof named>;

const nameOf = (given: Named): string | null =>
  typeof given === 'string' ? given : (given?.name ?? given?.value ?? null);

const names = z.array(named).nullish().catch(null);
/** A document of Atlassian's format, or the wiki text of the older interface. */
const body = z.unknown().optional();
const text = z.string().nullish().catch(null);

const fieldsSchema = z.looseObject({
  summary: text,
  status: named,
  resolution: named,
  priority: named,
  labels: names,
  components: names,
  created: text,
  resolutiondate: text,
  environment: body,
  description: body,
  comment: z
    .looseObject({ comments: z.array(z.looseObject({ body })).catch([]) })
    .nullish()
    .catch(null),
});

/** Of an issue as REST answers it, as one posts it, and of our own `jira.json`. */
const issueSchema = z.looseObject({
  key: text,
  fields: fieldsSchema,
  status: named,
  resolution: named,
});

type Issue = z.infer<typeof issueSchema>;

/**
 * A ticket as JSON: an issue of Jira, several as a search answers them, our own `jira.json`, a bare document, or
 * a flat record of another system.
 * @throws AppError input.unreadable for any other JSON
 */
export function readJira(json: unknown): ReadBlocks {
  if (isAdf(json)) return readAdf(json);
  const issues = issuesOf(json);
  if (issues.length > 0) return together(issues.map(readIssue));
  const flat = ticketFields(json, readBody);
  if (flat !== null) return together(flat);
  throw new AppError(
    'input.unreadable',
    'the file is JSON, but neither an issue of Jira nor a document of its format',
    {
      hint: 'an issue has fields.summary and fields.description; a document has type "doc"',
    },
  );
}

const wrapped = z.looseObject({ create: z.looseObject({ fields: z.looseObject({}) }) });
const several = z.looseObject({ issues: z.array(z.unknown()) });

function issuesOf(json: unknown): readonly Issue[] {
  const own = wrapped.safeParse(json);
  const list = several.safeParse(json);
  const given = own.success
    ? [{ ...own.data, fields: own.data.create.fields }]
    : list.success
      ? list.data.issues
      : Array.isArray(json)
        ? json
        : [json];
  return given.flatMap((one) => {
    const issue = issueSchema.safeParse(one);
    const fields = issue.success ? issue.data.fields : null;
    return issue.success && (fields?.summary || fields?.description) ? [issue.data] : [];
  });
}

function readIssue({ key, fields, ...outer }: Issue): ReadBlocks {
  const labelled: readonly (readonly [string, string | null | undefined])[] = [
    ['Ticket', key],
    ['Summary', fields.summary],
    ['Status', nameOf(fields.status) ?? nameOf(outer.status)],
    ['Resolution', nameOf(fields.resolution) ?? nameOf(outer.resolution)],
    ['Priority', nameOf(fields.priority)],
    ['Labels', listed(fields.labels)],
    ['Components', listed(fields.components)],
    ['Created', fields.created],
    ['Resolved', fields.resolutiondate],
  ];
  const told = labelled.flatMap(([label, value]) => (value ? [paragraph(value, 0, { label })] : []));
  const comments = (fields.comment?.comments ?? []).map(({ body: comment }) => readBody(comment));
  return together([
    { blocks: told, notes: [], pictures: 0 },
    readBody(fields.environment),
    readBody(fields.description),
    ...(comments.length === 0 ? [] : [titled('Comments'), ...comments]),
  ]);
}

const listed = (given: Issue['fields']['labels']): string =>
  (given ?? []).flatMap((one) => nameOf(one) ?? []).join(', ');

const titled = (title: string): ReadBlocks => ({
  blocks: [{ is: 'heading', depth: 1, text: title, line: 0 }],
  notes: [],
  pictures: 0,
});

const readBody = (given: unknown): ReadBlocks =>
  isAdf(given) ? readAdf(given) : readWiki(typeof given === 'string' ? given : '');

/** One after the other, numbered anew, as each begins at one. */
function together(parts: readonly ReadBlocks[]): ReadBlocks {
  let line = 0;
  const numbered = (block: Block): Block => {
    if (block.is !== 'table') return { ...block, line: (line += 1) };
    return { ...block, rows: block.rows.map((row) => ({ ...row, line: (line += 1) })) };
  };
  return {
    blocks: parts.flatMap(({ blocks }) => blocks.map(numbered)),
    notes: parts.flatMap(({ notes }) => notes),
    pictures: parts.reduce((sum, { pictures }) => sum + pictures, 0),
  };
}
