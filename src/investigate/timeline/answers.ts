import type { Answer } from '../../model/act.ts';
import type { Verb } from '../../model/semantics.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { isIndirect } from '../chain/strands.ts';
import type { ActGroup } from './act-group.ts';

/** What an answer to an intrusion does, by the verb of its call. */
const does: Readonly<Partial<Record<Verb, Answer>>> = {
  contain: 'isolation',
  restrict: 'isolation',
  restore: 'isolation',
  'disable-credential': 'credentials',
  'change-credential': 'credentials',
  revoke: 'credentials',
  stop: 'removal',
  terminate: 'removal',
  delete: 'removal',
};

/** Null for what was refused, which answers nothing, and for what is no answer. */
export const answerOf = ({ verb, outcome }: ActGroup): Answer | null =>
  outcome === 'accepted' ? (does[verb] ?? null) : null;

/** A provider that protects an identity writes its act down under that identity's name. */
export const isUnderAnotherName = ({ verb, address, strand }: ActGroup): boolean =>
  verb === 'contain' && address !== null && isIndirect(strand);

export const answererOf = (act: TouchingAct): 'provider' | 'responder' =>
  act.isProvider || isUnderAnotherName(act) ? 'provider' : 'responder';
