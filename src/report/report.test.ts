import { describe, expect, test } from 'vitest';
import { bareIncident, hostileIncident, richIncident } from '../../test/incident-fixture.ts';
import { hostilePayloads } from '../../test/hostile-payloads.ts';
import { violations } from '../../test/contract.ts';
import type { Confidence } from '../model/claim.ts';
import { buildReport } from './build-report.ts';
import type { Block, Line, Proof, ReportDocument } from './document.ts';
import { renderHtml } from './html.ts';
import { renderIndicatorsCsv } from './indicators-csv.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTimelineCsv } from './timeline-csv.ts';

const golden = (name: string): string => `../../test/golden/${name}`;
const rich = buildReport(richIncident);

test('the reports of the rich incident are as they were read and found good', async () => {
  await expect(renderMarkdown(rich)).toMatchFileSnapshot(golden('report.md'));
  await expect(renderHtml(rich)).toMatchFileSnapshot(golden('report.html'));
  await expect(renderTimelineCsv(richIncident)).toMatchFileSnapshot(golden('timeline.csv'));
  await expect(renderIndicatorsCsv(richIncident)).toMatchFileSnapshot(golden('indicators.csv'));
});

test('the executive part stands before the seven sections', () => {
  expect(rich.cards.map(({ title }) => title)).toEqual([
    'Who',
    'How',
    'Where',
    'Still running',
    'What it cost',
    'Unknown',
    'Next',
  ]);
  const headings = [...renderMarkdown(rich).matchAll(/^##+ (.*)$/gm)].map(([, title]) => title);
  expect(headings.slice(0, 7)).toEqual(rich.cards.map(({ title }) => title));
  expect(headings.filter((title) => /^\d/.test(title ?? ''))).toEqual([
    '1. Initial Context',
    '2. Technical Analysis',
    '3. Investigation Findings',
    '4. Containment Actions',
    '5. Business Impact',
    '6. Remediation & Prevention',
    '7. Conclusion',
  ]);
});

describe('no statement without evidence', () => {
  test.each([
    ['rich', richIncident],
    ['bare', bareIncident],
  ])('every statement of the %s report cites evidence that its list holds', (_, incident) => {
    const report = buildReport(incident);
    const proofs = proofsOf(report);
    expect(proofs.length).toBeGreaterThan(5);
    expect(proofs.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
    expect(proofs.flatMap(({ evidence }) => evidence).filter((ref) => !report.references.includes(ref))).toEqual([]);
  });

  test('every mark of the HTML leads to a piece of evidence', () => {
    const html = renderHtml(rich);
    const targets = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !targets.has(id))).toEqual([]);
  });
});

test('a guess is not told as a fact in the first sentence', () => {
  const [claim] = richIncident.claims;
  if (claim === undefined) throw new Error('the fixture has claims');
  const first = (confidence: Confidence): string => {
    const claims = [{ ...claim, claim_uid: '7c1e90a4d2b8-root', confidence }];
    return (
      /^From .*? used .*? of .*?\. ?(?:\(\w+\))? ?\[/m.exec(
        renderMarkdown(buildReport({ ...richIncident, claims })),
      )?.[0] ?? ''
    );
  };
  expect(first('possible')).toContain('(possible)');
  expect(first('confirmed')).toMatch(/^From [^(]+$/);
});

test('what is not known is said to be unknown, never none', () => {
  const text = renderMarkdown(buildReport(bareIncident));
  for (const part of [
    'the root identity',
    'the way in',
    'the root cause',
    'which logs exist',
    'what it costs',
    'whether data was read',
    'how it was answered',
    'whether there is a way back in',
  ]) {
    expect(text).toContain(`*unknown:* ${part}`);
  }
  expect(text).not.toMatch(/[:|*] ?none\b/i);
});

test('indicators are defanged where people click, and whole where machines read', () => {
  for (const text of [renderMarkdown(rich), renderHtml(rich)]) {
    expect(text).not.toContain('203.0.113.9');
    expect(text).not.toContain('pool.example.com');
    expect(text).toContain('203.0.113[.]9');
  }
  expect(renderIndicatorsCsv(richIncident)).toContain('"203.0.113.9"');
  expect(renderIndicatorsCsv(richIncident, { isDefanged: true })).toContain('"203.0.113[.]9"');
});

test('a secret in any text of the incident reaches no rendering', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const [first, ...rest] = richIncident.timeline;
  const [indicator] = richIncident.indicators;
  if (first === undefined || indicator === undefined) throw new Error('the fixture has a timeline and indicators');
  const leaky = {
    ...richIncident,
    timeline: [{ ...first, text: `put ${secret} into the user data` }, ...rest],
    indicators: [{ ...indicator, type: 'user-agent' as const, value: `tool/1.0 (${secret})` }],
  };
  for (const text of [
    renderMarkdown(buildReport(leaky)),
    renderHtml(buildReport(leaky)),
    renderTimelineCsv(leaky),
    renderIndicatorsCsv(leaky),
  ]) {
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(secret);
  }
});

describe.each(hostilePayloads)('hostile text stays text: %j', (payload) => {
  const incident = hostileIncident(payload);
  const report = buildReport(incident);

  test('the contract allows it', () => {
    expect(violations('incident', incident)).toEqual([]);
  });

  test('HTML has the tags and attributes of ours only, and nothing is loaded', () => {
    const [told, usual] = [markupOf(renderHtml(report)), markupOf(renderHtml(rich))];
    expect([...told].filter((part) => !usual.has(part))).toEqual([]);
    expect([...told].filter((part) => /^(?:script|img|link|iframe|object|a href=(?!#))/.test(part))).toEqual([]);
  });

  test('no active character is left anywhere', () => {
    for (const text of [
      renderHtml(report),
      renderMarkdown(report),
      renderTimelineCsv(incident),
      renderIndicatorsCsv(incident),
    ]) {
      expect(text).not.toMatch(/(?![\r\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });

  test('Markdown keeps its shape: the same lines, each with the same number of cells', () => {
    const shape = (text: string) =>
      text
        .split('\n')
        .map((line) => [/^(#+ |- |\d+\. |\||$)/.exec(line)?.[0] ?? 'text', line.startsWith('|') ? cellsOf(line) : 0]);
    expect(shape(bodyOf(renderMarkdown(report)))).toEqual(
      shape(bodyOf(renderMarkdown(buildReport(hostileIncident('x'))))),
    );
  });

  test('CSV has as many fields as columns, and none begins a formula', () => {
    for (const text of [renderTimelineCsv(incident), renderIndicatorsCsv(incident)]) {
      const rows = parseCsv(text);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      expect(rows.flat().filter((field) => /^[\s"]*[=+\-@]/.test(field) || /;[\s"]*[=+\-@]/.test(field))).toEqual([]);
    }
  });
});

function proofsOf({ cards, facts, sections }: ReportDocument): readonly Proof[] {
  const ofLine = (line: Line): readonly Proof[] => (line.is === 'statement' ? [line.proof] : []);
  const ofBlock = (block: Block): readonly Proof[] => {
    if (block.is === 'heading') return [];
    if (block.is === 'table') return block.rows.map(({ proof }) => proof);
    if (block.is === 'list') return block.lines.flatMap(ofLine);
    return block.is === 'facts' ? block.rows.flatMap(({ line }) => ofLine(line)) : ofLine(block);
  };
  return [
    ...cards.flatMap(({ lines }) => lines.flatMap(ofLine)),
    ...facts.flatMap(({ line }) => ofLine(line)),
    ...sections.flatMap(({ blocks }) => blocks.flatMap(ofBlock)),
  ];
}

/** Tags with the names of their attributes, and links whole: `a href=#e1` counts as `a href=#`. */
function markupOf(html: string): Set<string> {
  const tags = [...html.matchAll(/<(\/?[a-zA-Z!][^\s>/]*)([^>]*)>/g)];
  return new Set(
    tags.flatMap(([, tag = '', rest = '']) => {
      const attributes = [...rest.matchAll(/([^\s=/"]+)(?:="([^"]*)")?/g)];
      return [
        tag,
        ...attributes.map(([, name = '', value = '']) =>
          name === 'href' ? `${tag} href=${value.slice(0, 1)}` : `${tag} ${name}`,
        ),
      ];
    }),
  );
}

/** Cells as GitHub cuts them: at pipes that no backslash escapes. */
const cellsOf = (line: string): number => line.replace(/\\[!-/:-@[-`{-~]/g, '').split('|').length;

/** The report up to its list of evidence. */
const bodyOf = (markdown: string): string => markdown.slice(0, markdown.indexOf('\n## Evidence'));

function parseCsv(text: string): readonly (readonly string[])[] {
  return text
    .slice(0, -2)
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, field = '']) => field.replaceAll('""', '"')));
}

test('alike calls that one line tells are counted as calls', () => {
  const [act] = bareIncident.timeline;
  if (act === undefined) throw new Error('the fixture has an act');
  const evidence = ['aws.cloudtrail:a', 'aws.cloudtrail:b', 'aws.cloudtrail:c'];
  const timeline = [{ ...act, action: 'ListObjects', evidence, evidence_count: 3 }, act];
  const text = renderMarkdown(buildReport({ ...bareIncident, timeline }));
  expect(text).toMatch(/\| `ListObjects` \| 3 \|/);
  expect(text).toContain('4 records in 2 lines of the timeline');
});

test('one reason for several things that nobody can tell is told once', () => {
  const why = 'no record of such a read stands in these logs';
  const [read] = bareIncident.timeline;
  if (read === undefined) throw new Error('the fixture has an act');
  const exposed = {
    read: [],
    unknown: [
      { what: 'functions invoked', why },
      { what: 'items read', why },
    ],
    evidence: read.evidence,
    evidence_count: read.evidence_count,
  };
  expect(renderMarkdown(buildReport({ ...bareIncident, data_exposure: exposed }))).toContain(
    `*unknown:* functions invoked, items read: ${why}`,
  );
});

test('what is to be done is not said to be nothing where a plan or a person has steps', () => {
  const told = (part: Partial<typeof richIncident>) =>
    renderMarkdown(buildReport({ ...bareIncident, ...part })).replace(/[^]*### Recommended/, '');
  const { plan, manual_steps } = richIncident;
  expect(told({})).toContain('Nothing is recommended yet');
  expect(told({ plan })).toContain('2 steps are open under Containment Plan');
  expect(told({ manual_steps })).toContain('Nothing beyond the steps for a person below');
  for (const part of [{ plan }, { manual_steps }]) expect(told(part)).not.toContain('Nothing is recommended yet');
});

test('the punctuation around an address stays outside of its code span', () => {
  const [act] = bareIncident.timeline;
  if (act === undefined) throw new Error('the fixture has an act');
  const text = 'first misused from 203.0.113[.]9, and (later) from (198.51.100[.]2); see https://example.com/a?b=c.';
  const markdown = renderMarkdown(buildReport({ ...bareIncident, timeline: [{ ...act, text }] }));
  expect(markdown).toContain(
    'first misused from `203.0.113[.]9`, and (later) from (`198.51.100[.]2`); see `https://example.com/a?b=c`.',
  );
});
