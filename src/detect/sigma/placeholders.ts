import { AppError } from '../../model/errors.ts';
import type { Placeholders } from './expand.ts';
import { quote } from './place.ts';
import { readTrees, type Tree } from './tree.ts';

/**
 * Reads values for placeholders from a YAML or JSON file: a map from names, without percent signs, to a
 * value or a list of values, which may hold wildcards. `path` only names the file in errors.
 * @throws AppError usage.invalid where the file is something else
 */
export function readPlaceholders(path: string, text: string): Placeholders {
  const [document, second] = readTrees(path, text);
  if (document === undefined) return new Map();
  if (document.error !== undefined) throw new AppError('usage.invalid', document.error.message);
  const { tree } = document;
  if (second !== undefined || tree.kind !== 'map') throw noMap(path, tree);
  return new Map(tree.entries.map(({ key, value }) => [key.replace(/^%(.*)%$/, '$1'), valuesOf(path, key, value)]));
}

function valuesOf(path: string, key: string, value: Tree): readonly string[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.map((item) => {
    if (item.kind === 'scalar' && item.value !== null) return item.text;
    throw new AppError('usage.invalid', `${path}:${item.line}: ${quote(key)} must be a value or a list of values`);
  });
}

const noMap = (path: string, { line }: Tree): AppError =>
  new AppError('usage.invalid', `${path}:${line}: placeholders are one map from names to values`, {
    hint: 'admins: [alice, bob*]',
  });
