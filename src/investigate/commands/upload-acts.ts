import { compareInstants } from '../../model/instant.ts';
import type { Timed } from '../cells.ts';
import { isInside } from '../indicators/inside.ts';
import { hostName } from '../machines/host-name.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { packingsIn, type Packing } from './packings.ts';
import { uploadsIn, type Upload } from './uploads.ts';

/** A command of the intruder that sends something out of its machine's network, once for all logs that tell of it. */
export interface UploadAct {
  readonly act: ActGroup;
  readonly upload: Upload;
  /** By what commands of his, before and on the same machine, the things that are sent were made of others. */
  readonly packed: readonly PackingAct[];
  readonly citations: readonly Timed[];
}

export interface PackingAct {
  readonly packing: Packing & { readonly archive: string };
  readonly time: string;
  readonly citations: readonly Timed[];
}

/** What the acts send away, in their order. What comes back to the machine itself, or stays within its network, is left out. */
export function uploadActs(acts: readonly ActGroup[]): readonly UploadAct[] {
  const run = acts.filter(({ command, outcome }) => command !== null && outcome === 'accepted');
  const sent = run.flatMap((act) =>
    uploadsIn(act.command ?? '')
      .filter(({ host }) => !isOwn(host))
      .map((upload) => ({ act, upload })),
  );
  // Few intruders send anything: only for these commands are read a second time, for what was packed.
  const packings = sent.length === 0 ? new Map<string, readonly PackingAct[]>() : packingsByFile(run);
  const same = Map.groupBy(sent, ({ act, upload: { what, host, port } }) =>
    JSON.stringify([machineOf(act), what, host, port]),
  );
  return [...same.values()].flatMap((told) => {
    const [first] = told;
    if (first === undefined) return [];
    const { act, upload } = first;
    // The last that made a file before it was sent made what was sent.
    const packed = upload.what.flatMap(
      (file) => packings.get(fileOf(act, file))?.findLast(({ time }) => compareInstants(time, act.time) <= 0) ?? [],
    );
    return [{ ...first, packed, citations: told.flatMap((one) => one.act.citations) }];
  });
}

const isOwn = (host: string): boolean => host === 'localhost' || isInside(host);

const machineOf = ({ host }: ActGroup): string => (host === null ? '' : hostName(host));
const fileOf = (act: ActGroup, file: string): string => JSON.stringify([machineOf(act), file]);

/** What was packed into each file of each machine, in the order of the acts. */
function packingsByFile(run: readonly ActGroup[]): ReadonlyMap<string, readonly PackingAct[]> {
  const packed = run.flatMap((act) =>
    packingsIn(act.command ?? '').flatMap(({ archive, ...packing }) =>
      archive === null
        ? []
        : [{ file: fileOf(act, archive), packing: { ...packing, archive }, time: act.time, citations: act.citations }],
    ),
  );
  return Map.groupBy(packed, ({ file }) => file);
}
