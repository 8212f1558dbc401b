import { describe, expect, test } from 'vitest';
import { bareIncident, hostileIncident, richIncident } from '../../test/incident-fixture.ts';
import { hostilePayloads } from '../../test/hostile-payloads.ts';
import { elementsOf, filesIn } from '../../test/office-file.ts';
import { buildReport } from './build-report.ts';
import { renderDocx } from './docx.ts';

const rich = renderDocx(buildReport(richIncident));
const files = filesIn(rich);
const body = files.get('word/document.xml') ?? '';

describe('the document of Word', () => {
  test('is a package whose parts are well-formed and of known types', () => {
    expect([...files.keys()]).toContain('[Content_Types].xml');
    for (const [name, text] of files) expect(elementsOf(text).size, name).toBeGreaterThan(0);
  });

  test.each(['<a><b></a></b>', '<a>x & y</a>', '<a b=c/>', '<a>', '<a>x < y</a>'])(
    '%s would not pass for well-formed',
    (text) => {
      expect(() => elementsOf(text)).toThrow(/alone|neither|closes nothing|not closed/);
    },
  );

  test('has headings, lists and tables as such, with header rows that stand again', () => {
    for (const [style, least] of [
      ['Title', 1],
      ['Heading1', 9],
      ['Heading2', 15],
      ['ListParagraph', 5],
      ['CardLine', 15],
    ] as const)
      expect(body.split(`<w:pStyle w:val="${style}"/>`).length - 1, style).toBeGreaterThanOrEqual(least);
    const tables = body.split('<w:tbl>').slice(1);
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) expect(table.split('</w:tr>')[0]).toContain('<w:tblHeader/>');
  });

  test('every mark leads to the one entry of the list of evidence', () => {
    const targets = [...body.matchAll(/<w:bookmarkStart w:id="(\d+)" w:name="(e\d+)"\/>/g)];
    const links = [...body.matchAll(/<w:hyperlink [^>]*w:anchor="(e\d+)"/g)].map(([, name]) => name);
    expect(new Set(targets.map(([, id]) => id)).size).toBe(targets.length);
    expect(links.length).toBeGreaterThan(100);
    expect(new Set(links).difference(new Set(targets.map(([, , name]) => name)))).toEqual(new Set());
  });

  test('is dated by the last act told, and is the same in every run', () => {
    expect(files.get('docProps/core.xml')).toContain('2026-11-03T16:40:11Z</dcterms:modified>');
    expect(Buffer.from(renderDocx(buildReport(richIncident))).equals(Buffer.from(rich))).toBe(true);
  });
});

test('an incident of which almost nothing is known makes a document too', () => {
  const text = filesIn(renderDocx(buildReport(bareIncident))).get('word/document.xml') ?? '';
  expect(text).toContain('unknown: ');
});

test('a guess is told as one, and what is not known is said', () => {
  expect(body).toContain(' (likely)');
  expect(body).toContain('unknown: ');
});

describe.each(hostilePayloads)('hostile text stays text: %j', (payload) => {
  test('the parts have the elements of ours only, and nothing leads out of the file', () => {
    const told = filesIn(renderDocx(buildReport(hostileIncident(payload))));
    expect([...told.keys()]).toEqual([...files.keys()]);
    for (const [name, text] of told) {
      const usual = elementsOf(files.get(name) ?? '');
      expect(
        [...elementsOf(text)].filter((element) => !usual.has(element)),
        name,
      ).toEqual([]);
      expect(text, name).not.toMatch(
        /TargetMode="External"|<w:(?:instrText|fldChar|object|altChunk)|fldSimple w:instr="(?! (?:PAGE|NUMPAGES) ")/,
      );
      expect(text, name).not.toMatch(/(?![\r\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u);
    }
  });
});
