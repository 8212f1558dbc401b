import type { Remedy, Subject } from '../../../model/howto.ts';
import { idOfKind, nounOf } from '../../../model/kind-words.ts';
import type { Phase } from '../../../model/plan.ts';
import type { Verb } from '../../../model/semantics.ts';
import { aws, each, keep, together } from './command.ts';

type By = (subject: Subject) => Readonly<Record<string, string | readonly string[] | true>>;

interface Keeping {
  readonly on: string;
  readonly call: string;
  readonly by: By;
  /** Where the call is not the permission's name, as for most of them. */
  readonly permission?: string;
}

/** Keeps the definition of something in a file before it goes. */
export function kept({ on, call, by, permission = permissionOf(call) }: Keeping): Remedy {
  return {
    id: `aws.keep-${idOfKind(on)}`,
    phase: 'preserve',
    on: [on],
    does: `Keep the definition of ${nounOf(on)}`,
    permissions: [permission],
    isReversible: true,
    keeps: 'definition',
    breaks: 'nothing',
    doneBy: [],
    cli: each((one) => keep(aws(call, one, by(one)), one)),
    undo: null,
    verify: { text: 'The file is there and holds the definition; its SHA-256 is noted' },
  };
}

interface Clearing {
  readonly id?: string;
  readonly phase?: Phase;
  readonly on: string;
  readonly does?: string;
  readonly permission: string;
  readonly call: string;
  readonly by: By;
  /** The option that takes all ids at once. */
  readonly all?: string;
  readonly doneBy?: readonly Verb[];
  readonly undo?: Remedy['undo'];
  readonly verify?: string;
}

/** Stops or deletes something, with its evidence kept before. */
export function cleared(clearing: Clearing): Remedy {
  const { id, phase = 'terminate', on, does, permission, call, by, all, undo = null } = clearing;
  return {
    id: id ?? `aws.delete-${idOfKind(on)}`,
    phase,
    on: [on],
    does: does ?? `Delete ${nounOf(on)}`,
    permissions: [permission],
    isReversible: undo !== null,
    isDestructive: true,
    breaks: 'nothing',
    doneBy: clearing.doneBy ?? ['delete', 'terminate'],
    cli: all === undefined ? each((one) => aws(call, one, by(one))) : together(call, all),
    undo,
    verify: { text: clearing.verify ?? 'It is gone from the list of its region, and nothing brings it back' },
  };
}

/** `ec2 describe-key-pairs` needs `ec2:DescribeKeyPairs`. */
function permissionOf(call: string): string {
  const [service = '', verb = ''] = call.split(' ');
  const name = verb
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return `${service}:${name}`;
}
