/** What the files of one folder of src/ may import from the others. */
export interface Layer {
  /** Null where anything may be imported. */
  readonly values: ReadonlySet<string>;
  /** Only their types. */
  readonly types: ReadonlySet<string>;
}

/** The layers by folder, from the Markdown table under the heading `folder | may import`. Throws when it is not as expected. */
export function parseLayerTable(markdown: string): ReadonlyMap<string, Layer> {
  const lines = markdown.split('\n');
  const heading = lines.findIndex((line) => cellsOf(line).join('|') === 'folder|may import');
  if (heading === -1) throw new Error('ARCHITECTURE.md holds no table "folder | may import"');
  const layers = new Map<string, Layer>();
  for (const line of lines.slice(heading + 2)) {
    const [folders, imports] = cellsOf(line);
    if (folders === undefined || imports === undefined) break;
    for (const folder of folders.split(', ')) layers.set(folder, parseImports(imports));
  }
  checkNames(layers);
  return layers;
}

function parseImports(text: string): Layer {
  const names = text === 'nothing' ? [] : text.split(', ');
  const types = names.filter((name) => name.startsWith('types of '));
  return {
    values: new Set(names.filter((name) => !types.includes(name))),
    types: new Set(types.map((name) => name.slice('types of '.length))),
  };
}

/** A name that stands on the right only is a slip of the pen, and would forbid or allow what nobody meant. */
function checkNames(layers: ReadonlyMap<string, Layer>): void {
  if (layers.size < 2) throw new Error('the layer table of ARCHITECTURE.md is empty');
  for (const [folder, { values, types }] of layers) {
    const unknown = [...values, ...types].find((name) => !layers.has(name));
    if (unknown !== undefined)
      throw new Error(`the layer table of ARCHITECTURE.md lets ${folder} import ${unknown}, which it does not list`);
  }
}

function cellsOf(line: string): readonly string[] {
  if (!line.startsWith('|')) return [];
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}
