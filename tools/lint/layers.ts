import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { LintRule, SyntaxNode } from './oxlint-rule.ts';
import { parseLayerTable, type Layer } from './layer-table.ts';

const root = resolve(import.meta.dirname, '../..');
const src = join(root, 'src');

/** Holds imports inside src/ to the layer table of ARCHITECTURE.md. */
export const layers: LintRule = {
  create(context) {
    const folder = folderOf(context.filename);
    if (folder === null || isTest(context.filename)) return {};
    const table = parseLayerTable(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
    const layer = table.get(folder);
    if (layer === undefined) {
      return { Program: (node) => context.report({ node, message: `ARCHITECTURE.md gives src/${folder} no layer` }) };
    }
    const check = (node: SyntaxNode, specifier: unknown, isType: boolean): void => {
      const message =
        typeof specifier === 'string' ? fault({ folder, layer, file: context.filename }, specifier, isType) : null;
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : null, false),
      TSImportType: (node) => check(node, node.source.value, true),
    };
  },
};

function fault(
  from: { folder: string; layer: Layer; file: string },
  specifier: string,
  isType: boolean,
): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = resolve(dirname(from.file), specifier);
  const folder = folderOf(target);
  if (folder === null) return `src/${from.folder} may not reach outside of src/, to ${relative(root, target)}`;
  if (folder === from.folder || from.layer.values.has(folder)) return null;
  if (isType && from.layer.types.has(folder)) return null;
  return `src/${from.folder} may not import src/${folder}: see the layers in ARCHITECTURE.md`;
}

/** The first folder below src/, or the file itself where it stands in src/; null outside. */
export function folderOf(path: string): string | null {
  const inside = relative(src, path).split(sep);
  return inside[0] === '..' || inside[0] === '' ? null : (inside[0] ?? null);
}

export function isTest(path: string): boolean {
  return /\.test\.ts$|[\\/](fixtures|testing)[\\/]/.test(path);
}
