import { compareInstants } from '../../model/instant.ts';
import type { UploadAct } from '../commands/upload-acts.ts';
import { uploadActs } from '../commands/upload-acts.ts';
import { shiftSeconds } from '../cells.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { MachineFacts } from './machine-facts.ts';
import { isNamed } from './machine.ts';
import type { Destination } from './sent.ts';

/** Something that the intruder sent away from a machine, with the traffic that agrees with it. */
export interface TakenAway extends UploadAct {
  readonly machine: string;
  /** What went to that address and port since the intruder's first act; null where no log of flows tells. */
  readonly flows: Destination | null;
  /** What of it went there from the command on; null where nobody can say. */
  readonly bytes: number | null;
}

/** Clocks of machines and of networks differ by a little. */
const apartSeconds = 300;

/** What the intruder's own commands sent away from machines. */
export const takenAway = (acts: readonly ActGroup[], facts: readonly MachineFacts[]): readonly TakenAway[] =>
  uploadActs(acts).map((sent) => {
    const { act, upload } = sent;
    const of = facts.find(({ machine }) => isNamed(machine, act.host));
    const flows =
      of?.sent?.destinations.find(
        ({ address, port }) => address === upload.host && (port === null || port === upload.port),
      ) ?? null;
    const isSince = flows !== null && compareInstants(flows.first, shiftSeconds(act.time, -apartSeconds)) >= 0;
    return { ...sent, machine: of?.machine.name ?? act.host ?? '', flows, bytes: isSince ? flows.bytes : null };
  });
