/** For tests: text that, repeated, tempts a reader to look at the same bytes again and again. */
export const hostileUnits = [
  '"', '{', '[', '},{', '{"', '{"a":[', '{"a":[\n', '\n{"x":[{},', '}    ', '\n', '\\', '{"},{', '{"Records":[', ' ', '{"a":"},\n{', ',', '{"a":1 ', '[1,',
] as const;
