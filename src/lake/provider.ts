import type { Links } from '../model/links.ts';
import { literal } from './sql.ts';

/** SQL condition: what the row `alias` (event columns) records is the provider's own work. */
export function providerSql(links: readonly Links[], alias: string): string {
  const types = links.flatMap(({ provider }) => provider.actorTypes.map(literal));
  const patterns = links.map(({ provider }) => literal(provider.actorPattern));
  const named = patterns.flatMap((pattern) =>
    ['actor_uid', 'actor_name'].map((column) => `regexp_matches(coalesce(${alias}.${column}, ''), ${pattern})`),
  );
  const typed = types.length > 0 ? [`coalesce(${alias}.actor_type, '') IN (${types.join(', ')})`] : [];
  return `(${[...typed, ...named, 'false'].join(' OR ')})`;
}
