/** Words of many regions, which tell none apart. */
const common = new Set([
  'east',
  'west',
  'north',
  'south',
  'central',
  'northeast',
  'northwest',
  'southeast',
  'southwest',
  'region',
  'europe',
  'asia',
  'pacific',
]);

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** Whether words such as `US East (Ashburn)` name the region `us-ashburn-1`. */
export function regionIs(said: string, region: string): boolean {
  const words = wordsOf(said);
  if (said.toLowerCase().includes(region.toLowerCase())) return true;
  return wordsOf(region).some((word) => word.length > 3 && !common.has(word) && words.includes(word));
}
