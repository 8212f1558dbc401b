import { Parser } from 'htmlparser2';
import { AppError } from '../../../model/errors.ts';
import type { ReadBlocks } from './block.ts';
import { docxParts, type DocxParts } from './docx-parts.ts';
import { docxStyles } from './docx-styles.ts';
import { wordBlocks } from './docx-text.ts';

/**
 * A Word document: its text with footnotes. Macros do not run, and nothing outside of the file is followed.
 * @throws AppError input.unreadable where the archive holds no document
 */
export async function readDocx(bytes: Uint8Array): Promise<ReadBlocks> {
  const parts = await docxParts(bytes);
  const main = mainPart(parts);
  const text = parts.texts.get(main);
  if (text === undefined) throw noDocument(parts);
  const styles = docxStyles(parts.texts.get('word/styles.xml') ?? '');
  const body = wordBlocks(text, styles);
  const further = ['word/footnotes.xml', 'word/endnotes.xml'].flatMap((name) => {
    const part = parts.texts.get(name);
    const notes = part === undefined ? [] : wordBlocks(part, styles).blocks;
    return notes.length === 0 ? [] : [{ is: 'heading' as const, depth: 1, text: 'Footnotes', line: 0 }, ...notes];
  });
  const pictures = Math.max(body.pictures, parts.names.filter((name) => /^word\/media\//i.test(name)).length);
  return { blocks: [...body.blocks, ...further], notes: notesOf(parts, body.changes), pictures };
}

/** The document as the archive itself names it. */
function mainPart({ texts }: DocxParts): string {
  const main = relationships(texts.get('_rels/.rels') ?? '').find(({ type }) => type.endsWith('/officeDocument'));
  return main?.target.replace(/^\.?\//, '') ?? 'word/document.xml';
}

function noDocument({ names, texts }: DocxParts): AppError {
  const isOpenDocument = /opendocument/.test(texts.get('mimetype') ?? '');
  const what = isOpenDocument
    ? 'an OpenDocument file'
    : names.some((name) => /^(?:xl|ppt)\//.test(name))
      ? 'a spreadsheet or a presentation'
      : 'a zip archive without a Word document in it';
  return new AppError('input.unreadable', `the file is ${what}`, { hint: 'save the report as .docx, HTML or text' });
}

function notesOf({ names, texts }: DocxParts, changes: number): readonly string[] {
  const links = [...texts]
    .filter(([name]) => /^word\/_rels\//i.test(name))
    .flatMap(([, xml]) => relationships(xml).filter(({ isOutside }) => isOutside));
  const kinds = [...new Set(links.map(({ type }) => type.split('/').at(-1) ?? ''))].join(', ');
  return [
    ...(names.some((name) => /vbaproject/i.test(name))
      ? ['the document holds macros: they were neither run nor read']
      : []),
    ...(links.length > 0
      ? [`${links.length} reference${links.length === 1 ? '' : 's'} outside of the document (${kinds}) not followed`]
      : []),
    ...(/<w:comment\b/.test(texts.get('word/comments.xml') ?? '') ? ['comments in the margin were not read'] : []),
    ...(names.some((name) => /^word\/embeddings\//i.test(name)) ? ['embedded files were not read'] : []),
    ...(changes > 0 ? ['changes are tracked: what they delete was not read, what they insert was'] : []),
  ];
}

interface Relationship {
  readonly type: string;
  readonly target: string;
  readonly isOutside: boolean;
}

function relationships(xml: string): readonly Relationship[] {
  const found: Relationship[] = [];
  const parser = new Parser(
    {
      onopentag: (name, { Type: type = '', Target: target = '', TargetMode: mode }) => {
        if (name === 'Relationship') found.push({ type, target, isOutside: mode === 'External' });
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return found;
}
