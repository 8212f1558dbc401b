import { describe, expect, test } from 'vitest';
import { bareIncident, hostileIncident, richIncident } from '../../test/incident-fixture.ts';
import { hostilePayloads } from '../../test/hostile-payloads.ts';
import { buildReport } from './build-report.ts';
import { compileTypst } from './compile-typst.ts';
import { breakable, printable } from './printable.ts';
import { renderTypst, type TypstSource } from './typst.ts';
import { typstTemplate } from './typst-template.ts';

const textOf = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');

describe('the PDF of a report', () => {
  const pdf = compileTypst(renderTypst(buildReport(richIncident)));
  const text = textOf(pdf);

  test('is tagged, titled, in English, with an outline, and says that it keeps to PDF/UA-1', () => {
    expect(text.slice(0, 8)).toBe('%PDF-1.7');
    for (const part of [
      '/StructTreeRoot',
      '/Marked true',
      '/Lang',
      '/Outlines',
      'pdfuaid:part',
      '/DisplayDocTitle true',
    ])
      expect(text).toContain(part);
  });

  test('holds its fonts, and has a header row in every table', () => {
    expect(text).toContain('/FontFile');
    const count = (type: string): number => text.split(new RegExp(`/S /${type}\\b`)).length - 1;
    expect(count('Table')).toBeGreaterThan(10);
    expect(count('THead')).toBe(count('Table'));
    expect(count('Figure')).toBe(4);
  });

  test('has no address that a click would open, and no script', () => {
    expect(text).not.toMatch(/\/URI|\/JavaScript|\/Launch|\/EmbeddedFile|\/SubmitForm/);
  });

  test('is dated by the last act told, and is the same in every run', () => {
    expect(text).toContain('D:20261103164011');
    expect(Buffer.from(compileTypst(renderTypst(buildReport(richIncident)))).equals(Buffer.from(pdf))).toBe(true);
  });
});

test('an incident of which almost nothing is known makes a PDF too', () => {
  expect(compileTypst(renderTypst(buildReport(bareIncident))).length).toBeGreaterThan(10_000);
});

test('hostile text is data to the compiler', () => {
  const source = renderTypst(buildReport(hostileIncident(hostilePayloads.join(' '))));
  expect(source.main).toBe(typstTemplate);
  const set = textOf(compileTypst(source));
  expect(set).not.toMatch(/\/URI|\/JavaScript|\/Launch|\/EmbeddedFile/);
  expect(set).toContain('pdfuaid:part');
});

describe('letters that the fonts lack', () => {
  test('are written by their numbers', () => {
    expect(printable('Ана 中文 é́ 😀')).toBe('Ана \\u{4e2d}\\u{6587} é\\u{301} \\u{1f600}');
    expect(printable('Zoe\u0308')).toBe('Zoë');
  });

  test('every other one is set by one of the fonts, in each of their faces', () => {
    const all = Array.from({ length: 0x2_0000 }, (_, code) =>
      code >= 0xd800 && code < 0xe000 ? '' : String.fromCodePoint(code),
    );
    const shown = all.filter((sign) => sign !== '' && printable(sign) === sign).join('');
    expect(shown.length).toBeGreaterThan(1200);
    const main = `#set document(title: "x", date: none)
#set text(lang: "en", fallback: false)
#let all = json("/report.json")
#for font in (("Libertinus Serif", "DejaVu Sans Mono"), ("DejaVu Sans Mono", "Libertinus Serif")) {
  text(font: font, all)
  text(font: font, weight: "bold", all)
}`;
    const source: TypstSource = { main, data: JSON.stringify(shown) };
    expect(textOf(compileTypst(source))).toContain('pdfuaid:part');
  });

  test('a letter that no font has makes a PDF that does not say it keeps to PDF/UA', () => {
    const main = '#set document(title: "x")\n#text(lang: "en", fallback: false, "\u4e2d")';
    expect(textOf(compileTypst({ main, data: '""' }))).not.toContain('pdfuaid');
  });
});

test.each([
  'ocid1.instance.oc1.iad.anuwcljtexamplefqytynoztoek7v74ckbbgfgpdjtmjuhwbdvjeejzhtf4u',
  'a b  c',
  '',
  'in /a/b and 中中中中中中中中中中中中中 here',
])('the pieces of %j make the same text, none long', (text) => {
  expect(breakable(text, 12).join('')).toBe(text);
  for (const piece of breakable(text, 12))
    for (const word of piece.split(' ')) expect(word.length).toBeLessThanOrEqual(12);
});
