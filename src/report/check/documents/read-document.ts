import { AppError } from '../../../model/errors.ts';
import type { ReportText } from '../passage.ts';
import type { ReadBlocks } from './block.ts';
import { hasUnseen } from './clean-text.ts';
import { decodeText } from './decode-text.ts';
import { foreignLanguage } from './language.ts';
import { passagesOf } from './passages-of.ts';

/** A report as text, with the language that it is in where that is plainly not English. */
export interface ReadReport extends ReportText {
  readonly language: string | null;
}

export const mostBytes = 64 * 2 ** 20;

const forms = 'text, Markdown, HTML, .docx and JSON of Jira are read';

/**
 * Reads a report of any author. The form is told by what stands in it, whatever the file is called; nothing
 * that it points to is followed, and nothing in it runs.
 * @throws AppError input.unreadable for what is empty, no text, or a form that is not read
 */
export async function readDocument(bytes: Uint8Array): Promise<ReadReport> {
  if (bytes.length > mostBytes)
    throw unreadable(`the file has ${Math.round(bytes.length / 2 ** 20)} MB, and a report at most 64`);
  const { blocks, notes, pictures } = await blocksOf(bytes);
  const passages = passagesOf(blocks);
  if (!passages.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) throw nothingToRead(pictures);
  const language = await foreignLanguage(passages);
  const isMarked = blocks.some((block) => block.is !== 'table' && hasUnseen(block.text));
  return {
    passages,
    language,
    notes: [
      ...notes,
      ...(pictures > 0 ? [`${pictures} picture${pictures === 1 ? ' was' : 's were'} not read`] : []),
      ...(isMarked ? ['invisible characters were left out of what is quoted'] : []),
    ],
  };
}

async function blocksOf(bytes: Uint8Array): Promise<ReadBlocks> {
  const begin = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const other = refusedForm(begin);
  if (other !== null) throw unreadable(`the file is ${other}`);
  if (begin.startsWith('PK\u0003\u0004')) return (await import('./docx.ts')).readDocx(bytes);
  const text = decodeText(bytes);
  if (text === null) throw unreadable('the file is no text: it holds binary data');
  if (text.trim() === '') throw new AppError('input.unreadable', 'the file is empty');
  return textBlocks(text);
}

/** Forms that are known and not read, by their first bytes. */
function refusedForm(begin: string): string | null {
  if (begin.includes('%PDF-')) return 'a PDF, of which the text is not read';
  if (begin.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'an old or an encrypted document of Office';
  if (begin.startsWith('{\\rtf')) return 'rich text (RTF)';
  if (/^(?:\u0089PNG|\u00ff\u00d8\u00ff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP)/s.test(begin)) return 'a picture';
  if (begin.startsWith('\u001f\u008b')) return 'compressed (gzip)';
  return null;
}

async function textBlocks(text: string): Promise<ReadBlocks> {
  const begin = text.trimStart().slice(0, 4000);
  if (/^[[{]/.test(begin)) {
    const json = jsonOf(text);
    if (json !== null) return (await import('./jira.ts')).readJira(json.value);
  }
  if (/^<\?xml/i.test(begin) && !/<html\b/i.test(begin)) throw unreadable('the file is XML');
  if (/^<(?:!doctype html|html|head|body|div|table|p|h[1-6]|!--|\?xml|section|article)\b/i.test(begin))
    return (await import('./html.ts')).readHtml(text);
  const { isMarkdown, readMarkdown } = await import('./markdown.ts');
  // A page that was copied out of Jira or Confluence.
  if (/^h[1-6]\.\s|^\|\|.*\|\|[ \t]*$/m.test(text)) return (await import('./wiki.ts')).readWiki(text);
  if (isMarkdown(text)) return readMarkdown(text);
  return (await import('./plain-text.ts')).readPlainText(text);
}

function jsonOf(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (cause) {
    // A text may begin with a bracket; what begins as JSON and breaks off does not read on as a report.
    if (!/^\s*(?:\{\s*"|\[\s*[[{"])/.test(text)) return null;
    throw new AppError('input.unreadable', 'the file begins as JSON and is none', { cause });
  }
}

const unreadable = (message: string): AppError => new AppError('input.unreadable', message, { hint: forms });

const nothingToRead = (pictures: number): AppError =>
  pictures > 0
    ? new AppError(
        'input.unreadable',
        `the document holds ${pictures} picture${pictures === 1 ? '' : 's'} and no text: it is a scan`,
        {
          hint: 'pictures are not read: have the text recognised first, or ask its author for the original',
        },
      )
    : new AppError('input.unreadable', 'the document holds no text', { hint: forms });
