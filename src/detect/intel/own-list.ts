import type { IntelList } from '../../model/intel.ts';

/**
 * Pools of which everybody may know: their names as they publish them in how to connect, and the hosts to which
 * XMRig gives its developers' share. Written for Beewolf from the pools' own pages and the miner's documentation
 * (https://xmrig.com/docs), 2026-11-22; of each pool the name alone, which is a fact.
 */
const domains = [
  '2miners.com',
  'c3pool.com',
  'c3pool.org',
  'donate.ssl.xmrig.com',
  'donate.v2.xmrig.com',
  'hashvault.pro',
  'herominers.com',
  'kryptex.network',
  'minexmr.com',
  'moneroocean.stream',
  'monerohash.com',
  'nanopool.org',
  'p2pool.io',
  'skypool.org',
  'supportxmr.com',
  'unmineable.com',
  'woolypooly.com',
  'xmrpool.eu',
  'zergpool.com',
] as const;

/** Ports that pools offer and little else uses; those below which a proxy or a mail server may stand are left out. */
const poolPorts = [
  3333, 3334, 3335, 3336, 3357, 4444, 5555, 5556, 5588, 5730, 6099, 6666, 7777, 7778, 8333, 8899, 9332, 9999, 10128,
  10343, 14433, 14444, 20128, 45560, 45700,
] as const;

export const ownList: IntelList = {
  name: 'pools known to Beewolf',
  licence: null,
  asOf: '2026-11-22',
  expiresDays: 365,
  weight: 1,
  isOwn: true,
  domains,
  words: [],
  networks: [],
  ports: poolPorts,
  setAside: [],
};
