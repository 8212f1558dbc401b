import { pathOfSign, type Path, type Source } from '../model/source.ts';
import type { Engine } from './engine.ts';
import { jsonPath, signsOf, spellings } from './mapping.ts';
import { list, literal } from './sql.ts';

/**
 * Those of the sources that some record of a relation with the JSON column `raw` may be of, by the keys that it
 * has, in their order: asking each of many sources for a few records costs the engine far more than looking.
 */
export async function candidates(
  engine: Engine,
  relation: string,
  sources: readonly Source[],
): Promise<readonly Source[]> {
  if (sources.length === 0) return [];
  const paths: string[] = [];
  const has = (path: Path): string => {
    const text = jsonPath(path);
    if (!paths.includes(text)) paths.push(text);
    return `has[${paths.indexOf(text) + 1}]`;
  };
  const asked = sources.map((source, index) => `coalesce(bool_or(${mayBeSql(source, has)}), false) AS s${index}`);
  const [row] = await engine.rows(`SELECT ${asked.join(', ')} FROM (
    SELECT json_type(raw) AS type, json_exists(raw, ${list(paths.map(literal))}) AS has FROM (${relation}))`);
  return sources.filter((_, index) => row?.[`s${index}`] === true);
}

/** SQL of whether a record has all keys of a set, in one of its spellings or inside whatever it may be wrapped in. */
function mayBeSql(source: Source, has: (path: Path) => string): string {
  const { envelopes, respelled } = source;
  const within = envelopes.flatMap((envelope) => (envelope.wrap === 'object' ? [envelope.key.split('.')] : []));
  const texts = envelopes.flatMap((envelope) => (envelope.wrap === 'text' ? [has(envelope.key.split('.'))] : []));
  const sets = signsOf(source).flatMap((signs) => {
    const keys = signs.map(pathOfSign);
    const spelled = respelled === undefined ? [] : spellings.map((spell) => keys.map((path) => path.map(spell)));
    const bare = [keys, ...spelled];
    const wrapped = within.flatMap((outer) => bare.map((all) => all.map((path) => [...outer, ...path])));
    return [...bare, ...wrapped].map((all) => `(${all.map(has).join(' AND ')})`);
  });
  const lines = source.lines === undefined ? [] : [`type = 'VARCHAR'`];
  const likeLines = (source.lines?.objects?.recognise ?? []).map(
    (signs) => `(${signs.map((sign) => has(pathOfSign(sign))).join(' AND ')})`,
  );
  return [...sets, ...texts, ...lines, ...likeLines].join(' OR ');
}
