/** The look of the figures; colours are the properties that the page around them sets. */
export const figureStyle = `
svg text{fill:var(--ink)}
svg .lane,svg text.end{text-anchor:end}
svg.chain g text,svg text.head{text-anchor:start}
svg.chain g text.end,svg text.head.end{text-anchor:end}
svg text.head{fill:var(--soft);font-size:11px}
svg.chain text.name{font-weight:700;font-size:13px}
svg.chain .note{fill:var(--soft);font-size:11px;font-weight:400}
svg.chain text.way{font-weight:400;fill:var(--ink);font-size:11.5px}
svg.chain rect{fill:var(--card);stroke:var(--soft);stroke-width:1.2}
svg.chain .origin rect{fill:var(--code);stroke:var(--ink);stroke-width:2.5}
svg.chain path{fill:none;stroke:var(--soft);stroke-width:1.6}
svg.chain path.unsure{stroke-dasharray:5 4}
svg.chain .rail{stroke-dasharray:1 4}
svg .rail,svg .tick{stroke:var(--line)}
svg text.tick{stroke:none;fill:var(--soft);text-anchor:middle;font-size:11px}
svg .intruder circle{fill:var(--danger)}
svg .alert circle{fill:var(--caution)}
svg .responder circle{fill:var(--ok)}
svg g.intruder .count,svg .count{fill:var(--card);text-anchor:middle;font-size:9px;font-weight:700}
svg line.alarm{stroke:var(--caution);stroke-width:1.5;stroke-dasharray:4 3}
svg text.alarm{fill:var(--caution);text-anchor:middle;font-size:11px}
svg .break rect{fill:var(--code);stroke:none}
svg .break text{fill:var(--soft);font-size:11px}
svg.map rect{fill:var(--code);stroke:var(--line)}
svg g text{text-anchor:middle}
svg text.note{font-size:10px}
svg .hot rect{fill:var(--danger-bg);stroke:var(--danger);stroke-width:2}
svg .hot text{fill:var(--danger);font-weight:700}
svg .warm rect{fill:var(--caution-bg);stroke:var(--caution)}
svg .calm rect{fill:var(--ok-bg)}
svg .blind rect{fill:none;stroke:var(--soft);stroke-dasharray:3 3}
svg.measures text.head.title{fill:var(--ink);font-weight:700;font-size:12px}
svg.measures text.note{text-anchor:start;fill:var(--soft);font-size:11px}
svg.measures .usual{fill:var(--ok-bg);stroke:var(--ok);stroke-width:.8;stroke-dasharray:4 3}
svg.measures .within rect{fill:var(--soft);stroke:none}
svg.measures .above rect{fill:var(--danger);stroke:var(--ink);stroke-width:1}
svg.measures .blind rect{stroke-dasharray:2 2}
svg.measures text.lane{text-anchor:end}
svg.measures text.tick{text-anchor:middle}
svg.measures text.before{text-anchor:end}
svg.measures text.behind{text-anchor:start}
svg.measures text.head{text-anchor:start}
`.trim();

/** Ink on white, each pair dark enough for print and readable in grey. */
const onPaper: Readonly<Record<string, string>> = {
  bg: '#fff',
  card: '#fff',
  ink: '#16191d',
  soft: '#4c545d',
  line: '#b9bfc7',
  code: '#eef0f3',
  danger: '#b3121d',
  'danger-bg': '#fdebec',
  caution: '#7a4800',
  'caution-bg': '#fff4df',
  ok: '#1c6b3c',
  'ok-bg': '#e8f5ec',
};

/** A figure that stands by itself in a file: its style within, no property left open. `fonts` are named in order. */
export function paperFigure(svg: string, fonts: readonly string[]): string {
  const family = fonts.map((font) => `'${font}'`).join(',');
  const style = figureStyle.replace(/var\(--([\w-]+)\)/g, (_, name: string) => onPaper[name] ?? '#000');
  const inside = `<style>svg{font-family:${family};font-size:12px}${style}</style>`;
  return svg.replace(
    /^<svg ([^>]*)>/,
    (_, attributes: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}`,
  );
}
