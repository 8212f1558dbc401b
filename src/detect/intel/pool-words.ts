/** A word that stands for a pool rather than for anything else, as it occurs within its names. */
export const isOfPools = (word: string): boolean =>
  /^[a-z0-9-]{5,40}$/.test(word) && /(?:pool|xmr|monero|miner|mining|hash)/.test(word) && !ordinary.has(word);

/** Words that speak of mining and stand in names of other things too. */
const ordinary: ReadonlySet<string> = new Set(['miner', 'mining', 'pools', 'hashes', 'hashrate', 'monero']);

/** RE2: a name that reads like that of a pool, of which no list knows. With a port that pools offer only: clocks have pools too. */
export const poolLike =
  '(?:xmr|monero|mining|crypto|stratum|randomx).*pool|pool.*(?:xmr|monero|mining|stratum|randomx)|^(?:xmr|stratum|monero|rx)[0-9]*[.-]|(?:^|[.])(?:mine|miner|mining|pool)[0-9]*[.]';

/** RE2: pages for people, not what a miner connects to. */
export const sites = '^(?:www|api|docs|static|forum|blog|help|support|status)[.]';
