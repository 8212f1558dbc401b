import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { CheckedReport } from '../model/check-report.ts';
import { checkedReportMarkdown } from './checked-report-markdown.ts';
import { checkedReportText } from './checked-report-text.ts';
import { widthOf } from './terminal.ts';

const item = { where: 'line 3, 2. Analysis', arithmetic: null, evidence: [] } as const;
const report: CheckedReport = {
  items: [
    {
      ...item,
      text: 'Region: Ashburn',
      verdict: 'supported',
      why: 'the records say so',
      evidence: ['a:1', 'a:2', 'a:3', 'a:4', 'a:5'],
    },
    {
      ...item,
      text: '~$50 in 6 hours',
      verdict: 'impossible',
      why: 'far above what such a machine earns, by hundreds of times',
      arithmetic: '15,000 ÷ 2,400,000,000 × 720 × 0.6 × 6 ÷ 24 × 120 = 0.08 USD',
    },
  ],
  contradictions: [{ statements: ['brute force (line 1)', 'leaked key (line 2)'], why: 'two causes', evidence: [] }],
  against: 'abcdef12',
  notes: ['held against abcdef12'],
};
const plain = { width: 80, colours: createColors(false) };

describe('a checked report at a terminal', () => {
  test('shows the worst first, with its sum, and adds up at the end', () => {
    expect(checkedReportText(report, plain)).toMatchInlineSnapshot(`
      "impossible    “~$50 in 6 hours”
                    line 3, 2. Analysis
      why           far above what such a machine earns, by hundreds of times
      sum           15,000 ÷ 2,400,000,000 × 720 × 0.6 × 6 ÷ 24 × 120 = 0.08 USD

      at odds       “brute force (line 1)”
                    “leaked key (line 2)”
      why           two causes

      supported     “Region: Ashburn”
                    line 3, 2. Analysis
      why           the records say so
      evidence      a:1
                    and 4 more: see -o json

      2 statements judged · 1 impossible · 1 supported · 1 contradiction"
    `);
  });

  test('keeps to the width of the terminal', () => {
    for (const width of [40, 60, 80])
      for (const line of checkedReportText(report, { ...plain, width }).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  test('is coloured only where colours are', () => {
    expect(checkedReportText(report, plain)).not.toContain('\u001b');
    expect(checkedReportText(report, { width: 80, colours: createColors(true) })).toContain('\u001b[31m');
  });
});

describe('hostile words of a report', () => {
  const payload =
    '\u001b]0;x\u0007 \u202e <img src=x onerror=alert(1)> [a](https://example.com) `x` | @team ![b](c)\n# head\n- x';
  const hostile: CheckedReport = {
    items: [
      {
        text: payload,
        where: payload,
        verdict: 'contradicted',
        why: payload,
        arithmetic: payload,
        evidence: [payload],
      },
    ],
    contradictions: [{ statements: [payload, payload], why: payload, evidence: [payload] }],
    against: 'abcdef12',
    notes: [payload],
  };

  test('do nothing at a terminal', () => {
    // oxlint-disable-next-line no-control-regex -- controls are what must not be there
    expect(checkedReportText(hostile, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  test('make no mark in Markdown', () => {
    const lines = checkedReportMarkdown(hostile).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toEqual([
      '# What the report says, and what holds',
      '## Contradicted',
      '## Contradictions',
    ]);
    for (const line of lines) {
      // oxlint-disable-next-line no-control-regex -- controls are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
      const outside = line.replace(/`[^`]*`/g, '');
      expect(outside).not.toMatch(/<img|(?<!\\)\[|https?:|@/);
    }
  });
});

test('Markdown groups by verdict, with sums and evidence', () => {
  expect(checkedReportMarkdown(report)).toMatchInlineSnapshot(`
    "# What the report says, and what holds

    Held against incident \`abcdef12\`.

    **2 statements judged:** 1 impossible, 0 contradicted, 0 unsupported, 1 supported; 1 contradictions.

    - held against abcdef12

    ## Impossible

    - “\\~\\$50 in 6 hours” *(line 3, 2. Analysis)*
      - far above what such a machine earns, by hundreds of times
      - 15,000 ÷ 2,400,000,000 × 720 × 0.6 × 6 ÷ 24 × 120 = 0.08 USD

    ## Supported

    - “Region: Ashburn” *(line 3, 2. Analysis)*
      - the records say so
      - \`a:1\`, \`a:2\`, \`a:3\`, \`a:4\`, \`a:5\`

    ## Contradictions

    - two causes
      - “brute force (line 1)”
      - “leaked key (line 2)”
    "
  `);
});
