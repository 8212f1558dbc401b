import { coverageRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { End } from '../machines/ends.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import type { Draft } from './claims.ts';

/** Whether what lay on a machine was kept before it was ended, which is a consequence of the answer to an intrusion, not of it. */
export const endClaims = (ends: readonly End[], coverage: readonly Coverage[]): readonly Draft[] =>
  ends.map((end, index) => ({
    key: `evidence-kept-${index + 1}`,
    subject: end.machine.name,
    ...saidOf(end),
    unit: null,
    method:
      'accepted calls that copy a machine or a disk, in its account, from the first act of the intruder until its end',
    citations: [...end.act.citations, ...end.copies.flatMap(({ citations }) => citations), ...readOf(end, coverage)],
  }));

function saidOf({ machine, act, copies, keepsDisks }: End): Pick<Draft, 'text' | 'value' | 'confidence'> {
  const name = plainText(machine.name);
  const ended = `${name} was ended at ${act.time} by ${plainText(act.actorName ?? act.actorUid ?? 'somebody')}`;
  const own = copies.filter(({ targets }) => targets.some((id) => machine.ids.includes(id)));
  if (own.length > 0)
    return {
      text: `${ended}, after ${counted(own.length, 'copy')} of it: ${listed(own.map(({ operation, time }) => `${plainText(operation)} at ${time}`))}`,
      value: true,
      confidence: 'confirmed',
    };
  if (keepsDisks)
    return {
      text: `${ended}, and its disks were kept by the call that ended it`,
      value: true,
      confidence: 'confirmed',
    };
  if (copies.length > 0)
    return {
      text: `${ended}; ${counted(copies.length, 'copy')} of disks ${copies.length === 1 ? 'was' : 'were'} made in its account before (${listed(copies.flatMap(({ targets }) => targets.map((id) => plainText(id))))}), and no record read says whether one is of a disk of it`,
      value: null,
      confidence: 'possible',
    };
  return {
    text: `${ended}, and no record before tells of a copy of it or of its disks: what lay on it, the miner's files, histories and memory among it, is lost, and what these records leave open can no longer be read there`,
    value: false,
    confidence: 'likely',
  };
}

/** What was read of the log that would tell of a copy. */
function readOf({ act }: End, coverage: readonly Coverage[]): readonly Citation[] {
  const [source] = act.citations[0]?.ref.split(':', 1) ?? [];
  return coverage
    .filter((cell) => cell.source === source && cell.account === act.account && cell.count > 0)
    .map((cell) => ({ ref: coverageRef(cell), time: null }));
}
