import type { Block, Card, Fact, Line, Proof, ReportDocument, Section, Span, Table, Text } from './document.ts';
import { figuresOf, type Figure } from './figures.ts';
import { htmlStyle } from './html-style.ts';
import { escapeHtml } from './html-text.ts';
import { numberer, rangeText } from './references.ts';

type Cite = (proof: Proof) => string;

/** `report.html`: one file, no script, nothing loaded from anywhere; for screen and paper, dark and light. */
export function renderHtml(report: ReportDocument): string {
  const cite = citer(report);
  const title = escapeHtml(report.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${report.level.toUpperCase()} ${report.score}: ${title}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<span class="badge ${report.level}">${report.level.toUpperCase()} ${report.score} of 100</span> <span class="uid">incident <code>${escapeHtml(report.incidentUid)}</code></span>
<h1>${title}</h1>
<p class="lead">${report.summary.map((line) => lineHtml(line, cite)).join(' ')}</p>
<dl class="strip">${report.facts.map((fact) => `<div>${factHtml(fact, cite)}</div>`).join('')}</dl>
<p class="why">Scored ${report.score} of 100: ${escapeHtml(report.why)}.</p>
</header>
<main>
<div class="cards">
${report.cards.map((card) => cardHtml(card, cite)).join('\n')}
</div>
${figuresOf(report).map(figureHtml).join('\n')}
<nav aria-label="Sections">${report.sections.map(({ title: name }, index) => `<a href="#s${index + 1}">${escapeHtml(name)}</a>`).join('')}<a href="#evidence">Evidence</a></nav>
${report.sections.map((section, index) => sectionHtml(section, `s${index + 1}`, cite)).join('\n')}
<section id="evidence"><h2>Evidence</h2>
<p>Each mark such as E1 stands for a record; <code>beewolf evidence</code> with its reference shows it.</p>
<ol class="refs">${report.references.map((ref, index) => `<li id="e${index + 1}">E${index + 1} <code>${escapeHtml(ref)}</code></li>`).join('\n')}</ol>
</section>
</main>
</body>
</html>
`;
}

function citer({ references }: ReportDocument): Cite {
  const marksOf = numberer(references);
  return (proof) => {
    const { ranges, more } = marksOf(proof);
    const links = ranges.map((range) => `<a href="#e${range.first}">${rangeText(range)}</a>`);
    const claims = escapeHtml(proof.claims.join(' '));
    return `<span class="cite" data-claims="${claims}">[${[...links, ...(more > 0 ? [`+${more}`] : [])].join(', ')}]</span>`;
  };
}

function cardHtml({ title, tone, lines, isOrdered }: Card, cite: Cite): string {
  const list = isOrdered && lines.length > 1 ? 'ol' : 'ul';
  return `<section class="card ${tone}"><h2>${escapeHtml(title)}</h2><${list}>${lines.map((line) => `<li>${lineHtml(line, cite)}</li>`).join('')}</${list}></section>`;
}

const figureHtml = ({ caption, svg }: Figure): string =>
  `<figure class="panel"><figcaption>${caption}</figcaption>${svg}</figure>`;

function sectionHtml({ title, blocks }: Section, id: string, cite: Cite): string {
  return `<section id="${id}"><h2>${escapeHtml(title)}</h2>\n${blocks.map((block) => blockHtml(block, cite)).join('\n')}\n</section>`;
}

function blockHtml(block: Block, cite: Cite): string {
  switch (block.is) {
    case 'heading':
      return `<h3>${escapeHtml(block.text)}</h3>`;
    case 'facts':
      return `<dl class="facts">${block.rows.map((fact) => factHtml(fact, cite)).join('')}</dl>`;
    case 'list':
      return `<ul>${block.lines.map((line) => `<li>${lineHtml(line, cite)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block, cite);
    case 'statement':
    case 'unknown':
    case 'pending':
      return `<p>${lineHtml(block, cite)}</p>`;
  }
}

const factHtml = ({ label, line }: Fact, cite: Cite): string =>
  `<dt>${escapeHtml(label)}</dt><dd>${lineHtml(line, cite)}</dd>`;

function lineHtml(line: Line, cite: Cite): string {
  if (line.is === 'unknown') return `<span class="unk"><b>unknown:</b> ${inline(line.text)}</span>`;
  if (line.is === 'pending') return inline(line.text);
  const doubt =
    line.confidence === null || line.confidence === 'confirmed' ? '' : ` <span class="sure">${line.confidence}</span>`;
  return `${inline(line.text)}${doubt} ${cite(line.proof)}`;
}

function tableHtml({ caption, columns, rows, more }: Table, cite: Cite): string {
  const head = [...columns, 'Evidence'].map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows
    .map(
      ({ cells, proof }) =>
        `<tr>${cells.map((cell, index) => `<td${classOf(columns[index] ?? '')}>${inline(cell)}</td>`).join('')}<td class="cite">${cite(proof)}</td></tr>`,
    )
    .join('\n');
  const rest = more === null ? '' : `<p class="more">${escapeHtml(more)}</p>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${rest}`;
}

/** Columns whose text may break anywhere; in the others an id or name stays in one piece. */
const wordy = new Set([
  'What',
  'Resources',
  'Value',
  'How',
  'It says',
  'Statement',
  'Method',
  'Why',
  'Id',
  'Who',
  'Rule',
  'Target',
]);

const numbers = new Set(['Count', 'Times', 'Acts', 'Running', 'Made in all', 'Events', 'Objects', 'Bytes']);

function classOf(column: string): string {
  if (numbers.has(column)) return ' class="num"';
  if (column.endsWith('(UTC)')) return ' class="when"';
  return wordy.has(column) ? ' class="long"' : '';
}

const inline = (text: Text): string => text.map(spanHtml).join('');

function spanHtml({ as, text }: Span): string {
  if (as === 'plain') return escapeHtml(text);
  return as === 'data' ? `<code>${escapeHtml(text)}</code>` : `<strong>${escapeHtml(text)}</strong>`;
}
