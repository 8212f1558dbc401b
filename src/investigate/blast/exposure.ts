import { cite, coverageRef } from '../../model/evidence.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { DataExposure } from '../../model/exposure.ts';
import type { Links } from '../../model/links.ts';
import { actorOf } from '../actor.ts';
import { latest } from '../cells.ts';
import type { TakenAway } from '../machines/taken-away.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** What can be seen of reads at all. */
interface Sight {
  readonly links: readonly Links[];
  /** Services of which somebody's reads are logged. */
  readonly loggedReads: ReadonlySet<string>;
  readonly coverage: readonly Coverage[];
  /** What was sent away from machines. */
  readonly taken: readonly TakenAway[];
}

/** What was read, as far as reads are logged, or sent away from machines; services whose reads nobody logged are named as unknown. */
export function dataExposureOf(
  acts: readonly ActGroup[],
  { links, loggedReads, coverage, taken }: Sight,
): DataExposure | null {
  const reads = acts.filter(({ verb, outcome }) => verb === 'read-data' && outcome === 'accepted');
  const byResource = Map.groupBy(reads, (act) =>
    JSON.stringify([act.account, act.targets[0] ?? act.service, act.actorUid]),
  );
  const stored = [...byResource.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const sizes = same.flatMap(({ bytes }) => bytes ?? []);
    return [
      {
        resource: one.targets[0] ?? one.service,
        objects: same.reduce((sum, { count }) => sum + count, 0),
        bytes: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0),
        first: one.time,
        last: latest(same.map(({ last }) => last)),
        actor: actorOf(one),
        ...cite(same.flatMap(({ citations }) => citations)),
      },
    ];
  });
  const read = [...stored, ...taken.flatMap(sentAway)];
  const unlogged = links.flatMap(({ dataEvents }) => dataEvents).filter(({ service }) => !loggedReads.has(service));
  const unknown = unlogged.map(({ what }) => ({
    what,
    why: 'no record of such a read stands in these logs: either they are not logged, or there were none',
  }));
  const citations =
    read.length > 0
      ? [...reads, ...taken].flatMap((one) => one.citations)
      : coverage.map((cell) => ({ ref: coverageRef(cell), time: null }));
  return citations.length === 0 ? null : { read, unknown, ...cite(citations) };
}

/** A file that is sent is read; what a pipe sends without a name stands under the machine's own. */
function sentAway({ machine, act, upload, flows, bytes, citations }: TakenAway): DataExposure['read'] {
  const files = upload.what.length === 0 ? [''] : upload.what;
  return files.map((file) => ({
    resource: file === '' ? machine : `${machine}:${file}`,
    objects: 1,
    bytes: files.length === 1 ? bytes : null,
    first: act.time,
    last: bytes === null || flows === null ? act.last : latest([act.last, flows.last]),
    actor: actorOf(act),
    ...cite([...citations, ...(flows?.citations ?? [])]),
  }));
}
