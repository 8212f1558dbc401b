import { compareInstants } from '../../model/instant.ts';
import type { UploadAct } from '../commands/upload-acts.ts';
import { shiftSeconds } from '../cells.ts';
import type { MachineFacts } from './machine-facts.ts';
import { isNamed } from './machine.ts';
import type { Destination } from './sent.ts';

/** Something that the intruder sent away from a machine, with the traffic that agrees with it. */
export interface TakenAway extends UploadAct {
  readonly machine: string;
  /** What went to that address and port since the intruder's first act; null where no log of flows tells. */
  readonly flows: Destination | null;
  /** Whether none of it went there before the command. */
  readonly isSince: boolean;
  /** What of it is this command's; null where nobody can say, as where several sent to one place. */
  readonly bytes: number | null;
}

/** Clocks of machines and of networks differ by a little. */
const apartSeconds = 300;

/** What the intruder's own commands sent away from machines. */
export function takenAway(uploads: readonly UploadAct[], facts: readonly MachineFacts[]): readonly TakenAway[] {
  const sent = uploads.map((one) => {
    const { act, upload } = one;
    const of = facts.find(({ machine }) => isNamed(machine, act.host));
    const flows =
      of?.sent?.destinations.find(
        ({ address, port }) => address === upload.host && (port === null || port === upload.port),
      ) ?? null;
    const isSince = flows !== null && compareInstants(flows.first, shiftSeconds(act.time, -apartSeconds)) >= 0;
    return { ...one, machine: of?.machine.name ?? act.host ?? '', flows, isSince };
  });
  const shared = Map.groupBy(sent, ({ flows }) => flows);
  return sent.map((one) => ({
    ...one,
    bytes: one.flows !== null && one.isSince && shared.get(one.flows)?.length === 1 ? one.flows.bytes : null,
  }));
}
