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
  const same = Map.groupBy(sent, ({ act, upload: { what, host, port } }) =>
    JSON.stringify([machineOf(act), what, host, port]),
  );
  return [...same.values()].flatMap((told) => {
    const [first] = told;
    if (first === undefined) return [];
    return [{ ...first, packed: packedFor(first, run), citations: told.flatMap(({ act }) => act.citations) }];
  });
}

const isOwn = (host: string): boolean => host === 'localhost' || isInside(host);

const machineOf = ({ host }: ActGroup): string => (host === null ? '' : hostName(host));

function packedFor(
  { act, upload }: Pick<UploadAct, 'act' | 'upload'>,
  run: readonly ActGroup[],
): readonly PackingAct[] {
  const before = run.filter((one) => machineOf(one) === machineOf(act) && compareInstants(one.time, act.time) <= 0);
  const packed = before.flatMap(({ command, time, citations }) =>
    packingsIn(command ?? '').flatMap(({ archive, ...packing }) =>
      archive !== null && upload.what.includes(archive) ? [{ packing: { ...packing, archive }, time, citations }] : [],
    ),
  );
  // The last of them made what was sent.
  return [...Map.groupBy(packed, ({ packing }) => packing.archive).values()].flatMap((same) => same.at(-1) ?? []);
}
