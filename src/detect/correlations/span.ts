import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Correlation } from '../sigma/link.ts';

/** Names of the columns of a correlation's group, in items and moments. */
export const groupColumns = ({ groupedBy }: Correlation): readonly Sql[] =>
  Array.from({ length: groupedBy }, (_, index) => `g${index}`);

/** Names of the columns that are only carried. */
export const carriedColumns = ({ columns, groupedBy }: Correlation): readonly Sql[] =>
  Array.from({ length: columns.length - groupedBy }, (_, index) => `c${index}`);

export const spanMicroseconds = ({ timespanSeconds }: Correlation): number => timespanSeconds * 1_000_000;

/** How windows part the groups. */
export const partition = (correlation: Correlation): Sql => {
  const columns = groupColumns(correlation);
  return columns.length === 0 ? '' : `PARTITION BY ${columns.join(', ')}`;
};

/** The window of a timespan that ends with an item. */
export const spanWindow = (correlation: Correlation): Sql =>
  `(${partition(correlation)} ORDER BY t RANGE BETWEEN ${spanMicroseconds(correlation)} PRECEDING AND CURRENT ROW)`;
