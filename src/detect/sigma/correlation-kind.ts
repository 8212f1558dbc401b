/** What is asked of the matches of one group inside a timespan. */
export const correlationKinds = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationKind = (typeof correlationKinds)[number];

/** Kinds that reckon with the numbers in a field. */
export const isReckoning = (kind: CorrelationKind): boolean => kind.startsWith('value_') && kind !== 'value_count';
