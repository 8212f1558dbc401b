import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { richIncident } from '../../../../test/incident-fixture.ts';
import { AppError } from '../../../model/errors.ts';
import { buildReport } from '../../build-report.ts';
import { renderDocx } from '../../docx.ts';
import { renderHtml } from '../../html.ts';
import { renderMarkdown } from '../../markdown.ts';
import { ticketDefaults } from '../../ticket/ticket-settings.ts';
import { ticketFiles } from '../../ticket/ticket-files.ts';
import type { Passage } from '../passage.ts';
import { readDocument } from './read-document.ts';

const report = buildReport(richIncident);
const tickets = Object.entries(ticketFiles(richIncident, report, ticketDefaults));
const forms: readonly (readonly [string, string | Uint8Array])[] = [
  ['Markdown', renderMarkdown(report)],
  ['HTML', renderHtml(report)],
  ['Word', renderDocx(report)],
  ...tickets.filter(([name]) => /\.(?:json|md)$/.test(name)),
];
const read = async (form: string | Uint8Array): Promise<readonly Passage[]> =>
  (await readDocument(typeof form === 'string' ? Buffer.from(form) : form)).passages;

describe('a report of our own', () => {
  test.each(forms)('as %s is read without the marks of its evidence', async (_, form) => {
    const passages = await read(form);
    expect(passages.length).toBeGreaterThan(20);
    expect(passages.filter(({ text }) => /\[E\d|\*\*|^\|/.test(text))).toEqual([]);
  });

  test('says the same in every form', async () => {
    const [markdown, html, word] = await Promise.all(forms.slice(0, 3).map(async ([, form]) => read(form)));
    const cells = (passages: readonly Passage[] = []): ReadonlySet<string> =>
      new Set(
        passages
          .filter(({ row, label }) => row !== null && label !== null)
          .map(({ label, text }) => `${label}: ${text}`),
      );
    const inMarkdown = [...cells(markdown)];
    expect(inMarkdown.length).toBeGreaterThan(100);
    for (const other of [cells(html), cells(word)]) {
      const missing = inMarkdown.filter((cell) => !other.has(cell));
      expect(missing.length, missing.slice(0, 5).join('\n')).toBeLessThan(inMarkdown.length / 20);
    }
  });
});

describe('whatever bytes there are', () => {
  const survives = async (bytes: Uint8Array): Promise<void> => {
    try {
      const { passages } = await readDocument(bytes);
      for (const { text, line } of passages) {
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(line).toBeGreaterThanOrEqual(0);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'input.unreadable' });
    }
  };

  test('they are read or refused with a reason', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), survives), { numRuns: 200 });
    const pieces = fc.constantFrom(
      '# ',
      '- ',
      '|',
      '\n',
      '---',
      '**',
      '`',
      '<td>',
      '</p>',
      '{',
      '"fields"',
      ':',
      '[',
      'h1. ',
      '1. ',
      ' ',
      'a',
      '\t',
      '\\',
      '&#0;',
      '&#x110000;',
    );
    const text = fc.array(pieces, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
    await fc.assert(fc.asyncProperty(text, survives), { numRuns: 300 });
  });

  test('also where a document of ours was changed', async () => {
    for (const [, form] of forms.slice(0, 4)) {
      const whole = Buffer.from(form);
      const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(40));
      await fc.assert(
        fc.asyncProperty(change, async ([at, byte, cut]) => {
          const changed = Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at + cut)]);
          await survives(changed.subarray(0, 60_000));
          if (form instanceof Uint8Array) await survives(changed);
        }),
        { numRuns: 15 },
      );
    }
  });
});
