const picture = /!\[([^\]\n]{0,500})\]\([^)\s]{0,2000}(?:\s[^)]{0,300})?\)/g;

export const countPictures = (text: string): number =>
  (text.match(picture)?.length ?? 0) + (text.match(/<img\b/gi)?.length ?? 0);

/** Code spans, links, emphasis, HTML tags and escapes of one line of Markdown, as the text that is shown. */
export function inlineText(markdown: string): string {
  // What stands in a code span means itself, so it is set aside while marks are taken off the rest.
  const kept: string[] = [];
  const keep = (text: string): string => `\ue000${kept.push(text) - 1}\ue000`;
  const marked = markdown
    .replaceAll('\ue000', '')
    .replace(/(?<![\\`])(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)/g, (_, _ticks, code: string) =>
      keep(/^ .*[^ ].* $/.test(code) ? code.slice(1, -1) : code),
    )
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => keep(sign));
  const bare = marked
    .replace(picture, '$1')
    .replace(/\[([^\]\n]{1,500})\]\((?:<[^>\n]{0,2000}>|[^)\s]{0,2000})(?:\s+["'][^)]{0,300})?\)/g, '$1')
    .replace(/<((?:https?|hxxps?|mailto):[^>\s]{1,2000})>/gi, '$1')
    .replace(/<\/?[a-z][a-z0-9-]{0,20}(?:\s[^<>]{0,500})?\/?>/gi, ' ')
    .replace(/(\*\*\*|\*\*|__|~~)(?=\S)(.{1,600}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*]{1,600}?)(?<=[^\s*])\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)_(?=[^\s_])([^_]{1,600}?)(?<=[^\s_])_(?!\w)/g, '$1');
  return withEntities(bare).replace(/\ue000(\d+)\ue000/g, (_, at: string) => kept[Number(at)] ?? '');
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};

function withEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, ...found: unknown[]) => {
    const [decimal, hex, name] = found;
    if (typeof name === 'string')
      return Object.hasOwn(named, name.toLowerCase()) ? (named[name.toLowerCase()] ?? '') : whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : '';
  });
}
