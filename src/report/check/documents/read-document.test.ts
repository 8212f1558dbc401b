import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { describe, expect, test } from 'vitest';
import { zipBytes } from '../../../../test/cli/zip-bytes.ts';
import { docxOf, outsideLink } from '../../../../test/docx-bytes.ts';
import type { Passage } from '../passage.ts';
import { readDocument } from './read-document.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const told = ({ headings, label, text }: Passage): string =>
  `${headings.join(' > ')}|${label === null ? '' : `${label}: `}${text}`;
const passages = async (given: string | Buffer): Promise<readonly Passage[]> =>
  (await readDocument(typeof given === 'string' ? bytes(given) : given)).passages;
const lines = async (given: string | Buffer): Promise<readonly string[]> => (await passages(given)).map(told);

describe('plain text', () => {
  test('has headings by number, by capitals and by a colon, each at its depth', async () => {
    const text = `INCIDENT REPORT
1. Initial Context:
Detection Source: sensor.
2. Findings:
Timeline:
08:15 – SSH login from 192.0.2[.]9
08:16 – key added
Indicators of Compromise (IoCs):
Network:
– Attacker IP: 192.0.2[.]9
Files:
– /tmp/.x/miner
3. Conclusion:
It is over.`;
    expect(await lines(text)).toEqual([
      '|INCIDENT REPORT',
      'INCIDENT REPORT|1. Initial Context',
      'INCIDENT REPORT > 1. Initial Context|Detection Source: sensor.',
      'INCIDENT REPORT|2. Findings',
      'INCIDENT REPORT > 2. Findings|Timeline',
      'INCIDENT REPORT > 2. Findings > Timeline|08:15 – SSH login from 192.0.2[.]9',
      'INCIDENT REPORT > 2. Findings > Timeline|08:16 – key added',
      'INCIDENT REPORT > 2. Findings|Indicators of Compromise (IoCs)',
      'INCIDENT REPORT > 2. Findings > Indicators of Compromise (IoCs)|Network',
      'INCIDENT REPORT > 2. Findings > Indicators of Compromise (IoCs) > Network|Attacker IP: 192.0.2[.]9',
      'INCIDENT REPORT > 2. Findings > Indicators of Compromise (IoCs)|Files',
      'INCIDENT REPORT > 2. Findings > Indicators of Compromise (IoCs) > Files|/tmp/.x/miner',
      'INCIDENT REPORT|3. Conclusion',
      'INCIDENT REPORT > 3. Conclusion|It is over.',
    ]);
  });

  test('keeps the numbers of its lines', async () => {
    expect((await passages('\n\none\r\ntwo\n\nthree')).map(({ line }) => line)).toEqual([3, 4, 6]);
  });

  test('a table that lost its form is read by rows and columns', async () => {
    const text =
      'Step\nAction\nFindings\n1. Validation\nLook\nIt is real\n2. Containment\nIsolate\nBlocked all\nDone: yes';
    const found = await passages(text);
    expect(found.map(({ label, text: cell, row, line }) => [label, cell, row, line])).toEqual([
      ['Step', 'Validation', 0, 4],
      ['Action', 'Look', 0, 5],
      ['Findings', 'It is real', 0, 6],
      ['Step', 'Containment', 1, 7],
      ['Action', 'Isolate', 1, 8],
      ['Findings', 'Blocked all', 1, 9],
      ['Done', 'yes', null, 10],
    ]);
  });

  test('columns that tabs part are cells', async () => {
    const found = await passages('Time\tEvent\tWho\n08:15\tlogin\tmallory\n08:20\tinstall\tmallory');
    expect(found.map(({ label, text, row }) => [label, text, row])).toEqual([
      ['Time', '08:15', 0],
      ['Event', 'login', 0],
      ['Who', 'mallory', 0],
      ['Time', '08:20', 1],
      ['Event', 'install', 1],
      ['Who', 'mallory', 1],
    ]);
  });

  test('a table that is drawn, a quoted mail and a title that stands alone are read for what they are', async () => {
    const text = `> Before
>
> Timeline
>
> +-------+-------+
> | Time  | Event |
> +=======+=======+
> | 08:15 | login |
> +-------+-------+
> | 08:20 | miner |
> +-------+-------+
after`;
    expect((await passages(text)).map((one) => [told(one), one.row])).toEqual([
      ['|Before', null],
      ['|Timeline', null],
      ['Timeline|Time: 08:15', 0],
      ['Timeline|Event: login', 0],
      ['Timeline|Time: 08:20', 1],
      ['Timeline|Event: miner', 1],
      ['Timeline|after', null],
    ]);
  });

  test('a sentence that was wrapped is one passage, a list of times is not', async () => {
    const text = `The intruder signed in with a key of the developer, which had been lying
in a public repository for three days before anybody noticed that it was
there at all.
08:15 – SSH login from a malicious address by the stolen key of a person
08:16 – another key was added to the file of authorised keys of the user`;
    expect((await passages(text)).map((one) => one.text.slice(0, 20))).toEqual([
      'The intruder signed ',
      '08:15 – SSH login fr',
      '08:16 – another key ',
    ]);
  });

  test.each([
    ['a time', '08:15: SSH login', null],
    ['an address', 'https://example.com/x', null],
    ['a hash in brackets', '/usr/bin/x (SHA256: abcdef)', null],
    ['a sentence', 'He came in; then this: nothing', null],
    ['a field', 'CPU Usage: 98%', 'CPU Usage'],
    ['a field of an item', '– Attacker IP: 192.0.2.9', 'Attacker IP'],
  ])('%s is a label only where it names a field', async (_, text, label) => {
    expect((await passages(`before\n${text}\nafter`))[1]?.label).toBe(label);
  });

  test.each([
    ['UTF-8', Buffer.from('\ufeffa – “b”')],
    ['UTF-16 with its mark', Buffer.from('\ufeffa – “b”', 'utf16le')],
    ['UTF-16 without', Buffer.from('a – “b” and more of the same', 'utf16le')],
    ['what Windows wrote', Buffer.from([0x61, 0x20, 0x96, 0x20, 0x93, 0x62, 0x94])],
  ])('is read as %s', async (_, given) => {
    expect((await passages(given))[0]?.text).toMatch(/^a – “b”/);
  });

  test('what nobody sees is left out and told', async () => {
    const {
      passages: [first],
      notes,
    } = await readDocument(bytes('from 192.0\u200b.2.9 \u202e evil'));
    expect(first?.text).toBe('from 192.0.2.9 evil');
    expect(notes).toEqual(['invisible characters were left out of what is quoted']);
  });
});

describe('Markdown', () => {
  test('loses its marks, keeps its words', async () => {
    const text = `# A *bad* day

- **CPU:** 98 \\%, \`rm -rf *\`
- cron \`*/10 * * * *\` and */10 * * * * /tmp/x
- see [the page](https://example.com/a_b), a_b_c &amp; 2\\.75 USD <b>x</b>
**Timeline**

1. login
`;
    expect(await lines(text)).toEqual([
      '|A bad day',
      'A bad day|CPU: 98 %, rm -rf *',
      'A bad day|cron */10 * * * * and */10 * * * * /tmp/x',
      'A bad day|see the page, a_b_c & 2.75 USD x',
      'A bad day|Timeline',
      'A bad day > Timeline|login',
    ]);
  });

  test('a cell has its column and its row, a table of fields its names', async () => {
    const text = `# T

| Time | What |
| --- | --- |
| 08:15 | a \\| b |
| 08:20 | \`c\` |

| Field | Value |
|---|---|
| Severity | High |
`;
    expect((await passages(text)).slice(1).map(({ label, text: cell, row, line }) => [label, cell, row, line])).toEqual(
      [
        ['Time', '08:15', 0, 5],
        ['What', 'a | b', 0, 5],
        ['Time', '08:20', 1, 6],
        ['What', 'c', 1, 6],
        ['Severity', 'High', 2, 10],
      ],
    );
  });

  test('the marks of evidence of our own reports are no part of what they say', async () => {
    const text =
      '# R\n\nIt cost 3 USD [E1–E6, E12]. (likely) [E42, +223]\n\n## Evidence\n\n| | Reference |\n| --- | --- |\n| E1 | `oci.audit:x` |\n';
    expect(await lines(text)).toEqual(['|R', 'R|It cost 3 USD. (likely)', 'R|Evidence']);
  });
});

describe('HTML', () => {
  test('is read as a person reads it', async () => {
    const page = `<!doctype html><html><head><title>t</title><style>p{}</style></head><body>
<h1>Case</h1><script>alert(1)</script><p hidden>no</p><div style="display:none">no</div><svg><text>no</text></svg>
<p>One<br>two &ndash; <b>b</b>old</p><ul><li>item<ul><li>inner</li></ul></li></ul>
<dl><dt>Severity</dt><dd>High</dd></dl><pre>08:15 a
08:16 b</pre><img src="http://192.0.2.1/x.png"></body></html>`;
    expect(await lines(page)).toEqual([
      '|Case',
      'Case|One',
      'Case|two – bold',
      'Case|item',
      'Case|inner',
      'Case|Severity: High',
      'Case|08:15 a',
      'Case|08:16 b',
    ]);
    const { notes } = await readDocument(bytes(page));
    expect(notes).toContain('1 picture was not read');
    expect(notes.join()).toContain('not fetched');
  });

  test('tables have columns, and tables that only place things are read through', async () => {
    const page = `<table><tr><td><table><tr><th>Time</th><th>Event</th></tr><tr><td>08:15</td><td>login<br>and more</td></tr></table></td></tr></table>
<table><tr><th>Priority</th><td>P1</td></tr></table>`;
    expect((await passages(page)).map(({ label, text, row }) => [label, text, row])).toEqual([
      ['Time', '08:15', 0],
      ['Event', 'login', 0],
      ['Event', 'and more', 0],
      ['Priority', 'P1', 1],
    ]);
  });
});

describe('Word documents', () => {
  test('as an office program writes them', async () => {
    const made = new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: 'Incident report', heading: HeadingLevel.TITLE }),
            new Paragraph({ text: 'Impact', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ children: [new TextRun('Cost: '), new TextRun({ text: '$150', bold: true })] }),
            new Paragraph({ text: 'an item', bullet: { level: 0 } }),
            new Table({
              rows: [
                ['Time', 'Event', 'Who'],
                ['08:15', 'login', 'x'],
              ].map(
                (cells) =>
                  new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
              ),
            }),
          ],
        },
      ],
    });
    expect(await lines(await Packer.toBuffer(made))).toEqual([
      '|Incident report',
      'Incident report|Impact',
      'Incident report > Impact|Cost: $150',
      'Incident report > Impact|an item',
      'Incident report > Impact|Time: 08:15',
      'Incident report > Impact|Event: login',
      'Incident report > Impact|Who: x',
    ]);
  });

  test('macros, templates from elsewhere and deletions are told and left alone', async () => {
    const body =
      '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Impact 3</w:t></w:r></w:p><w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>';
    const { passages: found, notes } = await readDocument(
      docxOf(body, { 'word/vbaProject.bin': 'x', 'word/_rels/document.xml.rels': outsideLink }),
    );
    expect(found.map(({ text }) => text)).toEqual(['kept']);
    expect(notes).toEqual([
      'the document holds macros: they were neither run nor read',
      '1 reference outside of the document (attachedTemplate) not followed',
      'changes are tracked: what they delete was not read, what they insert was',
    ]);
  });

  test('entities of their own are not opened up', async () => {
    const bomb = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:p><w:r><w:t>x &b; y</w:t></w:r></w:p>';
    expect((await passages(docxOf(bomb)))[0]?.text).toBe('x &b; y');
  });

  test('a zip bomb is refused, whether it owns up to its size or not', async () => {
    const zeros = Buffer.alloc(40 * 2 ** 20, 32);
    for (const claimedSize of [zeros.length, 1000]) {
      const bomb = zipBytes([{ name: 'word/document.xml', bytes: zeros, claimedSize }]);
      await expect(readDocument(bomb)).rejects.toMatchObject({ code: 'input.unreadable' });
    }
  });

  test.each([
    ['a spreadsheet', zipBytes([{ name: 'xl/workbook.xml', bytes: Buffer.from('<x/>') }]), /spreadsheet/],
    ['a cut archive', docxOf('<w:p/>').subarray(0, 90), /damaged/],
    ['pictures alone', docxOf('<w:p><w:drawing/></w:p>', { 'word/media/a.png': 'x' }), /scan/],
  ])('%s is refused with the reason', async (_, given, why) => {
    await expect(readDocument(given)).rejects.toThrow(why);
  });
});

describe('Jira', () => {
  const description = {
    type: 'doc',
    version: 1,
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Impact' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Cost: ' },
          { type: 'text', text: '$150', marks: [{ type: 'strong' }] },
        ],
      },
      {
        type: 'bulletList',
        content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'item' }] }] }],
      },
      {
        type: 'table',
        content: [
          ['tableHeader', 'Time', 'Event'],
          ['tableCell', '08:15', 'login'],
        ].map(([type, ...cells]) => ({
          type: 'tableRow',
          content: cells.map((text) => ({ type, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })),
        })),
      },
    ],
  };
  const fields = {
    summary: 'A miner',
    priority: { name: 'High' },
    labels: ['a', 'b'],
    components: [{ name: 'Cloud' }],
    description,
  };
  const inner = ['Impact|Cost: $150', 'Impact|item', 'Impact|Time: 08:15', 'Impact|Event: login'];

  test.each([
    [
      'an issue as it is answered',
      { key: 'SOC-1', fields: { ...fields, status: { name: 'Done' }, resolution: null } },
      ['|Ticket: SOC-1', '|Summary: A miner', '|Status: Done'],
    ],
    [
      'our own file',
      { create: { fields }, status: 'Open', resolution: 'Unresolved', transition: null },
      ['|Summary: A miner', '|Status: Open', '|Resolution: Unresolved'],
    ],
  ])('%s gives its fields and its description', async (_, json, first) => {
    expect(await lines(JSON.stringify(json))).toEqual([
      ...first,
      '|Priority: High',
      '|Labels: a, b',
      '|Components: Cloud',
      '|Impact',
      ...inner,
    ]);
  });

  test('a bare document is read', async () => {
    expect(await lines(JSON.stringify(description))).toEqual(['|Impact', ...inner]);
  });

  test('wiki notation is read', async () => {
    const wiki =
      'h2. Impact\n*Cost:* {{$150}} in \\[red\\]\n* item\n** [inner|https://example.com]\n||Time||Event||\n|08:15|login|\n';
    expect((await lines(JSON.stringify({ fields: { summary: 's', description: wiki } }))).slice(1)).toEqual([
      '|Impact',
      'Impact|Cost: $150 in [red]',
      'Impact|item',
      'Impact|inner',
      'Impact|Time: 08:15',
      'Impact|Event: login',
    ]);
  });

  test('a flat record of another system gives its fields, those of several lines as text', async () => {
    const flat = {
      short_description: 'A miner',
      severity: 1,
      assigned_to: { display_value: 'Ann' },
      description: 'Timeline:\n08:15 – login',
    };
    expect(await lines(JSON.stringify(flat))).toEqual([
      '|Short description: A miner',
      '|Severity: 1',
      '|Assigned to: Ann',
      '|Timeline',
      'Timeline|08:15 – login',
    ]);
    await expect(readDocument(bytes(JSON.stringify({ ...flat, schema_version: '1.0' })))).rejects.toThrow(/neither/);
  });

  test('other JSON is refused', async () => {
    await expect(readDocument(bytes('{"a": 1}'))).rejects.toThrow(/neither an issue/);
    await expect(readDocument(bytes('{"fields": {"summary": "x"'))).rejects.toThrow(/begins as JSON/);
  });
});
