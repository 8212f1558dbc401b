import { expect, test } from 'vitest';
import { bareIncident } from '../../test/incident-fixture.ts';
import { buildReport } from './build-report.ts';
import type { Table } from './document.ts';
import { filesIn } from '../../test/office-file.ts';
import { renderDocx } from './docx.ts';
import { paperTable } from './paper.ts';
import { renderTypst } from './typst.ts';
import { data, prose } from './wording.ts';

const [act] = bareIncident.timeline;
if (act === undefined) throw new Error('the fixture has an act');
const timeline = Array.from({ length: 3_000 }, (_, number) => ({
  ...act,
  action: `Call${number}`,
  evidence: [`aws.cloudtrail:${number}`],
}));
const report = buildReport({ ...bareIncident, timeline });

test('a long table is cut for paper, and says so beside what was left out before', () => {
  const tables = report.sections.flatMap(({ blocks }) =>
    blocks.filter((block): block is Table => block.is === 'table'),
  );
  const long = tables.find(({ rows }) => rows.length === 200);
  if (long === undefined) throw new Error('the timeline is a table of 200 rows');
  const cut = paperTable(long);
  expect(cut.rows).toEqual(long.rows.slice(0, 40));
  expect(long.more).toMatch(/^The first 200 of 3,000; all stand in timeline.csv\./);
  expect(cut.more).toBe(`Of 200 rows in report.html the first 40 stand here. ${long.more}`);
  const short = tables.find(({ rows }) => rows.length < 40);
  expect(short && paperTable(short)).toBe(short);
});

test('a long id stands whole once in a column, and by its end where it stands again', () => {
  const [tenancy, other] = [
    'ocid1.tenancy.oc1..aaaaaaaaexample1234567890',
    'ocid1.tenancy.oc1..aaaaaaaaexampleabcdefghij',
  ];
  // Another id with the same end: neither may be taken for the other.
  const alike = 'ocid1.tenancy.oc1..bbbbbbbbexample1234567890';
  const proof = { evidence: ['aws.cloudtrail:1'], count: 1, claims: [] };
  const table: Table = {
    is: 'table',
    caption: 'Accounts',
    columns: ['Account', 'What'],
    rows: [tenancy, other, tenancy, alike, 'short', 'short'].map((id) => ({
      cells: [data(id), prose('of ').concat(data(id))],
      proof,
    })),
    more: null,
  };
  const { rows, more } = paperTable(table);
  const column = (index: number) => rows.map(({ cells }) => cells[index]?.map(({ text }) => text).join(''));
  expect(column(0)).toEqual([tenancy, other, '…1234567890', alike, 'short', 'short']);
  expect(column(1)[2]).toBe(`of ${tenancy}`);
  expect(more).toBe('An id that begins with … stands whole further up in its column.');
});

test('of a long list of evidence the first 1,000 are printed, where the rest is told, and no link leads nowhere', () => {
  const references = Array.from({ length: 4_000 }, (_, number) => `aws.cloudtrail:${number}`);
  const [section] = report.sections;
  if (section === undefined) throw new Error('the report has sections');
  const proof = { evidence: ['aws.cloudtrail:10', 'aws.cloudtrail:3000'], count: 2, claims: [] };
  const line = { is: 'statement', text: [{ as: 'plain', text: 'x' }], confidence: null, proof } as const;
  const long = { ...report, references, sections: [{ ...section, blocks: [line] }] };
  const body = filesIn(renderDocx(long)).get('word/document.xml') ?? '';
  for (const text of [body, renderTypst(long).data]) {
    expect(text).toContain('E1001 to E4000 stand in report.html and report.md.');
    expect(text).toContain('E3001');
  }
  expect(body).toContain('w:anchor="e11"');
  expect(body).not.toContain('w:anchor="e3001"');
  expect(body.split('<w:bookmarkStart').length - 1).toBe(1_000);
});
