import { pathOfSign, type Sign, type Source } from '../model/source.ts';
import { jsonPath } from './mapping.ts';
import { literal } from './sql.ts';

/** SQL of whether a JSON document has the keys of a record of the source; their texts are not looked at. */
export function signedSql({ recognise }: Pick<Source, 'recognise'>, raw: string): string {
  const has = (sign: Sign): string => `json_exists(${raw}, ${literal(jsonPath(pathOfSign(sign)))})`;
  const sets = recognise.map((signs) => `(${signs.map(has).join(' AND ')})`);
  return `(${[...sets, 'false'].join(' OR ')})`;
}
