/** How report.pdf looks, in the language of Typst 0.14. All it says comes from /report.json, as strings only. */
export const typstTemplate = `
#let report = json("/report.json")
#let (year, month, day, hour, minute, second) = report.date
#let ink = rgb("#16191d")
#let soft = rgb("#4c545d")
#let hair = rgb("#b9bfc7")
#let tint = rgb("#eef0f3")
#let tones = (plain: soft, danger: rgb("#b3121d"), caution: rgb("#7a4800"), action: rgb("#0b5cad"))
#let edges = (plain: "solid", danger: "solid", caution: "dashed", action: "dotted")
#let sans = ("Libertinus Serif", "DejaVu Sans Mono")
#let mono = ("DejaVu Sans Mono", "Libertinus Serif")

#set document(
  title: report.title,
  description: "Incident report " + report.incident,
  date: datetime(year: year, month: month, day: day, hour: hour, minute: minute, second: second),
)
#set text(lang: "en", font: sans, fallback: false, size: 10pt, fill: ink, hyphenate: false)
#set par(leading: 0.58em, spacing: 0.85em)
#let footing = context {
  set text(size: 8pt, fill: soft)
  [incident #report.incident #h(1fr) page #counter(page).display() of #counter(page).final().first()]
}
#set page(paper: "a4", margin: (x: 16mm, top: 16mm, bottom: 18mm), footer: footing)
#set list(marker: [•], indent: 2pt, body-indent: 5pt, spacing: 0.6em)
#set enum(indent: 2pt, body-indent: 5pt, spacing: 0.6em)
#set terms(hanging-indent: 10pt, spacing: 0.65em)
#show heading.where(level: 1): it => block(above: 20pt, below: 9pt, width: 100%, sticky: true, stroke: (top: 1pt + hair), inset: (top: 6pt), text(size: 15pt, it.body))
#show heading.where(level: 2): it => block(above: 13pt, below: 6pt, sticky: true, text(size: 11pt, it.body))
#show figure: set block(breakable: true, above: 11pt, below: 11pt)
#show figure.caption: it => block(width: 100%, sticky: true, align(left, text(size: 8.5pt, fill: soft, it.body)))
#show link: it => text(fill: soft, it)

// A line may end between two pieces; no sign stands there, so copied text is whole.
#let joined(pieces) = pieces.join(h(0.001pt))
#let data(pieces) = text(font: mono, size: 0.82em, joined(pieces))
#let span(part) = {
  if part.as == "data" { data(part.pieces) } else if part.as == "strong" { strong(joined(part.pieces)) } else { joined(part.pieces) }
}
#let inline(parts) = parts.map(span).join()
#let marks(list) = text(size: 0.78em, fill: soft, {
  "["
  list.map(((shown, target)) => if target == none { shown } else { link(label("e" + str(target)), shown) }).join(", ")
  "]"
})
#let line(it) = {
  if it.is == "unknown" { text(fill: tones.caution, strong("unknown:")) + " " }
  inline(it.text)
  if it.doubt != none { text(size: 0.82em, fill: tones.caution, " (" + it.doubt + ")") }
  if it.marks.len() > 0 { " " + marks(it.marks) }
}
#let facts(rows) = terms(separator: [: ], ..rows.map(row => terms.item(row.label, line(row.line))))
#let card(it, breakable: false) = block(width: 100%, breakable: breakable, above: 0pt, below: 0pt, stroke: (top: (paint: tones.at(it.tone), thickness: 2.5pt, dash: edges.at(it.tone)), rest: 0.5pt + hair), inset: 0.75em, {
  show heading: head => block(above: 0pt, below: 0.7em, text(size: 0.95em, fill: tones.at(it.tone), upper(head.body)))
  heading(level: 2, it.title)
  if it.isOrdered { enum(..it.lines.map(line)) } else { list(marker: none, body-indent: 0pt, indent: 0pt, ..it.lines.map(line)) }
})
#let sheet(it) = {
  set text(size: 7.8pt)
  set par(leading: 0.42em)
  figure(
    kind: table,
    supplement: none,
    numbering: none,
    caption: figure.caption(position: top, it.caption),
    table(
      columns: it.widths.map(width => width * 1fr),
      align: (x, y) => if y > 0 and it.numeric.at(x) { right + top } else { left + top },
      inset: (x: 3.2pt, y: 2.8pt),
      stroke: 0.4pt + hair,
      fill: (x, y) => if y == 0 { tint },
      table.header(repeat: true, ..it.columns.map(name => strong(name))),
      ..it.rows.map(row => (..row.cells.map(inline), marks(row.marks))).flatten(),
    ),
  )
  if it.more != none { block(above: 4pt, text(fill: soft, it.more)) }
}
#let piece(it) = {
  if it.is == "heading" { heading(level: 2, it.text) } else if it.is == "facts" { facts(it.rows) } else if it.is == "list" { list(..it.lines.map(line)) } else if it.is == "table" { sheet(it) } else { par(line(it.line)) }
}

#let between = 7pt
#let stack-of(cards) = stack(spacing: between, ..cards.map(card))
// Two columns that end as evenly as the order of the cards allows; the last card, what comes next, is as wide as both.
#let board(cards, width) = {
  let column = (width - between) / 2
  let narrow = cards.slice(0, -1)
  let cuts = range(1, calc.max(2, narrow.len()))
  let tallest = cuts.map(cut => calc.max(..(narrow.slice(0, cut), narrow.slice(cut)).map(part => measure(stack-of(part), width: column).height)))
  let best = cuts.at(tallest.position(tall => tall == calc.min(..tallest)))
  stack(spacing: between, grid(columns: (1fr, 1fr), gutter: between, stack-of(narrow.slice(0, best)), stack-of(narrow.slice(best))), card(cards.last()))
}
#let front(size, width, flows: false) = {
  set text(size: size)
  [#text(weight: "bold", fill: tones.danger)[#report.level #report.score of 100] #h(1fr) #text(fill: soft)[incident #report.incident]]
  block(above: 1em, below: 1.1em, { set text(size: 1.2em); title() })
  par(report.summary.map(line).join(" "))
  block(text(size: 0.85em, fill: soft)[Scored #report.score of 100: #report.why.])
  if report.isEscaped { block(text(size: 0.85em, fill: soft, "A letter that the fonts of this file lack is written by its number, as in \\\\u{4e2d}; report.html shows it.")) }
  heading(level: 1, "At a glance")
  facts(report.facts)
  set text(size: 0.9em)
  if flows { for it in report.cards { block(below: between, card(it, breakable: true)) } } else { board(report.cards, width) }
}
// What an executive reads stands on one page where letters that can still be read allow it, else card below card on as many as it takes.
#layout(page => {
  let sizes = (10pt, 9pt, 8pt, 7.5pt)
  let fitting = sizes.find(size => measure(front(size, page.width), width: page.width).height <= page.height)
  if fitting == none { front(8.5pt, page.width, flows: true) } else { front(fitting, page.width) }
})

#if report.figures.len() > 0 {
  set page(flipped: true, margin: (x: 14mm, top: 12mm, bottom: 16mm))
  heading(level: 1, "Figures")
  for it in report.figures {
    figure(
      supplement: none,
      numbering: none,
      kind: image,
      caption: figure.caption(position: top, it.caption),
      block(breakable: false, width: 100%, align(left, image(bytes(it.svg), format: "svg", alt: it.label, width: it.share * 100%))),
    )
  }
}

#for part in report.sections {
  heading(level: 1, part.title)
  for it in part.blocks { piece(it) }
}

#heading(level: 1, "Evidence")
Each mark such as E1 stands for the record below; #data(("beewolf evidence",)) with that reference shows it.#report.evidenceNote
#columns(2, gutter: 8mm, {
  set text(size: 7.5pt)
  set par(leading: 0.4em, hanging-indent: 22pt)
  for (index, pieces) in report.references.enumerate(start: 1) {
    [#block(above: 3.5pt, below: 0pt)[E#str(index) #data(pieces)]#label("e" + str(index))]
  }
})
`.trim();
