import type { Remedy, Subject } from '../../../model/howto.ts';
import { idOfKind, nounOf } from '../../../model/kind-words.ts';
import type { Phase } from '../../../model/plan.ts';
import type { Verb } from '../../../model/semantics.ts';
import { each, keep, oci } from './command.ts';
import type { Options } from './command.ts';

interface Keeping {
  readonly on: string;
  /** Up to the noun: `ce node-pool`. */
  readonly noun: string;
  /** The option that takes the OCID. */
  readonly id: string;
  /** `<verb> <resource>` of a policy. */
  readonly permission: string;
}

/** Keeps the definition of something in a file before it goes. */
export const kept = ({ on, noun, id, permission }: Keeping): Remedy => ({
  id: `oci.keep-${idOfKind(on)}`,
  phase: 'preserve',
  on: [on],
  does: `Keep the definition of ${nounOf(on)}`,
  permissions: [permission],
  isReversible: true,
  keeps: 'definition',
  breaks: 'nothing',
  doneBy: [],
  cli: each((one) => keep(oci(`${noun} get`, one, { [id]: one.uid }), one)),
  undo: null,
  verify: { text: 'The file is there and holds the definition; its SHA-256 is noted' },
});

interface Clearing {
  readonly action?: string;
  readonly phase?: Phase;
  readonly on: string;
  readonly does?: string;
  readonly permission: string;
  readonly call: string;
  readonly by: (subject: Subject) => Options;
  readonly doneBy?: readonly Verb[];
  readonly undo?: Remedy['undo'];
  readonly verify?: string;
}

/** Stops or deletes something, with its evidence kept before. */
export function cleared(clearing: Clearing): Remedy {
  const { action, phase = 'terminate', on, does, permission, call, by, undo = null } = clearing;
  return {
    id: `oci.${action ?? `delete-${idOfKind(on)}`}`,
    phase,
    on: [on],
    does: does ?? `Delete ${nounOf(on)}`,
    permissions: [permission],
    isReversible: undo !== null,
    isDestructive: true,
    breaks: 'nothing',
    doneBy: clearing.doneBy ?? ['delete', 'terminate'],
    cli: each((one) => oci(call, one, by(one))),
    undo,
    verify: {
      text: clearing.verify ?? 'It is gone from the list of its region and compartment, and nothing brings it back',
    },
  };
}

/** The options of a deletion, which asks nobody: the plan was approved. */
export const forced =
  (id: string, more: Options = {}) =>
  (one: Subject): Options => ({ [id]: one.uid, ...more, force: true });
