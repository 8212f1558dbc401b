import { operationsSql } from '../lake/acts.ts';
import { textIn, textOf } from '../lake/cells.ts';
import type { Row } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import { instantOf, shiftSeconds, sqlInstant, sqlTextOrNull } from './cells.ts';
import { networkSql } from './chain/strand-keys.ts';
import { publicKeysIn } from './indicators/public-keys.ts';
import { hostNameSql } from './machines/host-name.ts';
import { chosenColumns, knownWithin, relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** Keys that may sign in to a machine, as ATT&CK calls what is written there. */
const keysWritten = 'T1098.004';
/** What was seen of a machine's sign-ins so long before tells who came by which key. */
const pastDays = 30;
/** Two logs write down one sign-in within this time. */
const momentSeconds = 2;

/**
 * Chooses, beside what findings speak of, how an intruder came back by the key that he had laid down: sign-ins with a
 * key that a chosen command holds, on whatever machine. Where no command tells which key was written to a machine,
 * those with a key that nobody had used there before, from a network from which nobody had come, under the name whose keys were
 * written. Asks after the chosen events are laid.
 */
export async function choosePlanted(scope: Scope): Promise<void> {
  const { engine, semantics, asOf } = scope;
  const written = await writtenKeys(scope);
  const [begin] = written.map(({ time }) => time).toSorted();
  if (begin === undefined) return;
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const signIns = operationsSql(onMachines, ({ verb }) => verb === 'login');
  const around = knownWithin(scope, { from: shiftSeconds(begin, -pastDays * 24 * 3600), to: shiftSeconds(asOf, 1) });
  const machine = hostNameSql('host');
  await engine.run(`INSERT INTO ${relations.chosen} WITH signed AS MATERIALIZED (
      SELECT ${chosenColumns}, ${machine} AS machine, actor_name, source_ip, ${networkSql('e')} AS network, error IS NULL AS is_in FROM ${around} e WHERE host IS NOT NULL AND ${signIns}),
    written(machine, time, owner, fingerprint) AS (VALUES ${written.map(rowOf).join(', ')}),
    back AS (SELECT s.machine, s.actor_name, s.source_ip, s.time FROM signed s JOIN written w ON s.is_in AND s.credential <> '' AND s.time > w.time AND (
      s.credential = w.fingerprint OR (w.fingerprint IS NULL AND s.machine = w.machine AND (w.owner IS NULL OR s.actor_name = w.owner)
        AND EXISTS (SELECT 1 FROM signed b WHERE b.machine = w.machine AND b.time < w.time)
        AND NOT EXISTS (SELECT 1 FROM signed b WHERE b.machine = w.machine AND b.is_in AND b.time < w.time AND (b.credential = s.credential OR b.network = s.network)))))
    SELECT DISTINCT ${chosenColumns} FROM signed s SEMI JOIN back b ON s.is_in AND s.machine = b.machine AND s.source_ip IS NOT DISTINCT FROM b.source_ip
      AND abs(epoch(s.time - b.time)) <= ${momentSeconds}
    WHERE event_uid NOT IN (SELECT event_uid FROM ${relations.chosen})`);
}

/** Keys that chosen acts wrote on a machine: which, where the command tells it, or whose, where the file does. */
interface Written {
  readonly machine: string;
  readonly time: string;
  readonly user: string | null;
  readonly fingerprint: string | null;
}

async function writtenKeys({ engine, rules, semantics }: Scope): Promise<readonly Written[]> {
  const planting = rules.flatMap(({ techniques }, index) =>
    techniques.some(({ id }) => id === keysWritten) ? [index] : [],
  );
  if (planting.length === 0) return [];
  const superuser = semantics.flatMap(({ cloud, superuser: name }) => (cloud === null ? (name ?? []) : []))[0] ?? null;
  const rows =
    await engine.rows(`SELECT ${hostNameSql('host')} AS machine, time, command, file FROM ${relations.looked} WHERE host <> '' AND error IS NULL
    AND event_uid IN (SELECT event_uid FROM ${relations.chosen}) AND event_uid IN (SELECT event_uid FROM matches WHERE rule IN (${planting.join(', ')})) ORDER BY ALL`);
  const told = rows.map((row) => ({ row, keys: publicKeysIn(textOf(row['command']) ?? '') }));
  const known = new Set(told.flatMap(({ row, keys }) => (keys.length > 0 ? textIn(row, 'machine') : [])));
  return told.flatMap(({ row, keys }): readonly Written[] => {
    const at = { machine: textIn(row, 'machine'), time: instantOf(row['time']) ?? '' };
    if (keys.length > 0) return keys.map(({ fingerprint }) => ({ ...at, user: null, fingerprint }));
    return known.has(at.machine) ? [] : [{ ...at, user: userOf(row, superuser), fingerprint: null }];
  });
}

/** Whose keys a path holds; null where that cannot be told from it. */
function userOf(row: Row, superuser: string | null): string | null {
  const text = `${textOf(row['file']) ?? ''} ${textOf(row['command']) ?? ''}`;
  const home = /\/home\/([^/\s]+)\/\.ssh\//.exec(text)?.[1];
  return home ?? (/(?:^|[\s"'>])\/root\/\.ssh\//.test(text) ? superuser : null);
}

const rowOf = ({ machine, time, user, fingerprint }: Written): string =>
  `(${literal(machine)}, ${sqlInstant(time)}, ${sqlTextOrNull(user)}, ${sqlTextOrNull(fingerprint)})`;
