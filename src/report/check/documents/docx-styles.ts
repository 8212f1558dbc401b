import { Parser } from 'htmlparser2';

/** The depth of the headings that styles make, by the style's id; a title is the outermost. */
export type DocxStyles = ReadonlyMap<string, number>;

interface Style {
  name: string;
  basedOn: string | null;
  level: number | null;
}

/** Styles are headings by their outline level, by their name, or by the style that they rest on. */
export function docxStyles(xml: string): DocxStyles {
  const styles = new Map<string, Style>();
  let style: Style | null = null;
  const parser = new Parser(
    {
      onopentag: (name, { 'w:styleId': id = '', 'w:val': value = '' }) => {
        if (name === 'w:style') styles.set(id, (style = { name: id, basedOn: null, level: null }));
        if (style === null) return;
        if (name === 'w:name') style.name = value;
        else if (name === 'w:basedOn') style.basedOn = value;
        else if (name === 'w:outlineLvl') style.level = levelOf(value);
      },
      onclosetag: (name) => {
        if (name === 'w:style') style = null;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  const depths = new Map<string, number>();
  for (const id of styles.keys()) {
    const depth = depthOf(id, styles);
    if (depth !== null) depths.set(id, depth);
  }
  return depths;
}

/** Outline levels count from 0 to 8; 9 is body text. */
export function levelOf(value: string): number | null {
  const level = Number(value);
  return /^[0-8]$/.test(value) ? level + 2 : null;
}

function depthOf(id: string, styles: ReadonlyMap<string, Style>): number | null {
  let at: string | null = id;
  for (let steps = 0; at !== null && steps < 12; steps += 1) {
    const style: Style | undefined = styles.get(at);
    const own = style?.level ?? namedDepth(style?.name ?? at);
    if (own !== null) return own;
    at = style?.basedOn ?? null;
  }
  return null;
}

/** Heading styles keep their English names inside of the file, whatever language shows them. */
export function namedDepth(name: string): number | null {
  if (/^title$/i.test(name)) return 1;
  const level = /^heading\s?([1-9])$/i.exec(name)?.[1];
  return level === undefined ? null : Number(level) + 1;
}
