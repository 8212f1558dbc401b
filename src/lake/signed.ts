import { pathOfSign, type Source } from '../model/source.ts';
import { jsonPath } from './mapping.ts';
import { literal } from './sql.ts';

/** SQL of whether a JSON document has the keys of a record of the source; their texts are not looked at. */
export const signedSql = ({ recognise }: Pick<Source, 'recognise'>, raw: string): string =>
  `(${recognise.map((signs) => `(${signs.map((sign) => `json_exists(${raw}, ${literal(jsonPath(pathOfSign(sign)))})`).join(' AND ')})`).join(' OR ')})`;
