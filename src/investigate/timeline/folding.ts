import { numberOf } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';

/** What makes acts of an incident one group, beside who did them, where and with what outcome. */
interface Folding {
  /** SQL: groups by network, agent, operation, error and shape of the acts. */
  readonly together: readonly string[];
  /** SQL: a text that acts of one group have in common. */
  readonly bucket: string;
}

/** How many groups of what says little by itself are told before they are told in larger ones. */
const mostTold = 2000;

const looking = `verb IN ('list', 'read-data', 'destroy-data', 'execute')`;

/** What makes nothing and is known by its name alone; on a machine, and on its network, each tells of something else. */
const idle = `verb = 'other' AND len(made) = 0 AND coalesce(host, domain, file, destination_ip) IS NULL`;

const isLittle = `(outcome <> 'accepted' OR ${looking} OR (${idle}))`;
const within = (part: string) => `CAST(date_trunc('${part}', began) AS VARCHAR)`;

/** Looks of an hour and refusals of a minute are one; every other call stands by itself. */
const finest: Folding = {
  together: ['network', 'agent', 'operation', 'error', 'shape'],
  bucket: `CASE WHEN ${looking} THEN 'hour ' || CAST(date_trunc('hour', time) AS VARCHAR) || coalesce(targets[1], '')
    WHEN outcome <> 'accepted' THEN 'minute ' || ${within('minute')} ELSE call END`,
};

const looks = (column: string) => `CASE WHEN verb = 'list' THEN '' ELSE ${column} END`;
const all = (column: string) => `CASE WHEN ${isLittle} THEN '' ELSE ${column} END`;
const by = (part: string) =>
  `CASE WHEN verb IN ('read-data', 'destroy-data') THEN ${within(part)} || coalesce(targets[1], '') WHEN ${isLittle} THEN ${within(part)} ELSE call END`;

/** The first that suits is taken: a script that tries for weeks is told by the day, what all the world tries by the month. */
const foldings: readonly Folding[] = [
  finest,
  { together: ['network', 'agent', looks('operation'), looks('error'), 'shape'], bucket: by('day') },
  { together: [all('network'), all('agent'), looks('operation'), looks('error'), 'shape'], bucket: by('day') },
  { together: [all('network'), all('agent'), looks('operation'), all('error'), all('shape')], bucket: by('month') },
];

/** How finely the acts of a query are told: as finely as leaves few enough groups of those that say little. */
export async function foldingOf(engine: Engine, acts: string): Promise<Folding> {
  const count = async (of: string): Promise<number> => {
    const [row] = await engine.rows(`SELECT count(*) AS count FROM (${of})`);
    return numberOf(row?.['count']) ?? 0;
  };
  if ((await count(acts)) <= mostTold) return finest;
  for (const folding of foldings.slice(0, -1)) {
    const { together, bucket } = folding;
    const groups = `SELECT DISTINCT key, ${together.map((column, number) => `${column} AS by_${number}`).join(', ')},
      outcome, account, region, host, command, process, is_respawn, ${bucket} AS bucket FROM (${acts}) WHERE ${isLittle}`;
    if ((await count(groups)) <= mostTold) return folding;
  }
  return foldings.at(-1) ?? finest;
}
