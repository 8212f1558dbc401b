import type { Containment, TimelineEntry } from '../../model/act.ts';
import { cite } from '../../model/evidence.ts';
import { compareActs } from '../act-order.ts';
import { actorOf } from '../actor.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { targetOf } from '../blast/tampering.ts';
import { containing } from '../chain/component.ts';
import { nounOf } from '../../model/kind-words.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import { answererOf, answerOf, isUnderAnotherName } from './answers.ts';
import type { ActGroup } from './act-group.ts';

/** The intruder's acts and containment in order of time. */
export function timelineOf(acts: readonly ActGroup[], containment: readonly TouchingAct[]): readonly TimelineEntry[] {
  return [...acts, ...containment].toSorted(compareActs).map((act) => ({
    time: act.time,
    actor: actorOf(act),
    action: actionOf(act),
    target: targetOf(act),
    text: sentenceOf(act),
    ...cite(act.citations),
  }));
}

/** A record may leave out what was called. */
const actionOf = ({ operation }: ActGroup): string => (operation === '' ? 'a call without a name' : operation);

/** What others did against the intrusion. A service that tidies up by itself is no responder. */
export const containingActs = (touching: readonly TouchingAct[]): readonly TouchingAct[] =>
  touching.filter(({ verb, isProvider }) => containing.has(verb) && (!isProvider || verb === 'contain'));

export const containmentOf = (touching: readonly TouchingAct[]): readonly Containment[] =>
  containingActs(touching).map((act) => ({
    time: act.time,
    actor: actorOf(act),
    action: actionOf(act),
    text: sentenceOf(act),
    by: answererOf(act),
    ...doneBy(act),
    ...cite(act.citations),
  }));

function doneBy(act: TouchingAct): Pick<Containment, 'does'> {
  const does = answerOf(act);
  return does === null ? {} : { does };
}

/** One act in a sentence: who did what to what, where, and whether it was done. */
export function sentenceOf(act: ActGroup): string {
  const name = plainText(act.actorName ?? act.actorUid ?? 'somebody');
  const who =
    act.address !== null && isUnderAnotherName(act) ? `${plainText(act.address)}, under the name of ${name},` : name;
  const where = [act.region, act.account === null ? null : `account ${act.account}`]
    .flatMap((part) => (part === null ? [] : [plainText(part)]))
    .join(', ');
  const others = act.operations > 1 ? ` and ${counted(act.operations - 1, 'other operation')}` : '';
  const networks = act.networks > 1 ? ` from ${act.networks} networks` : '';
  const times = act.count > 1 ? `${others} ${act.count} times${networks} until ${act.last}` : '';
  // The log of a machine need not name it.
  const isOnMachine = act.host !== null || (act.command !== null && act.account === null);
  const host = act.host === null || act.host === act.actorName ? '' : ` on ${plainText(act.host)}`;
  if (isOnMachine) return `${who} ${deedOnHost(act)}${times}${host}${endOf(act)}`;
  if (act.account === null && act.domain !== null && act.verb === 'other' && act.actorUid === act.address)
    return `${who} asked for the name ${plainText(act.domain)}${times}${endOf(act)}`;
  const by = act.isRespawn ? ', a service acting for the intruder,' : '';
  return `${who}${by} called ${plainText(act.operation)}${times}${objectOf(act)}${where && ` in ${where}`}${endOf(act)}`;
}

/** What a machine's log tells of an act, in words or, where there are none, in its own. */
function deedOnHost(act: ActGroup): string {
  const { command, process, operation, service, credential, address, verb, nature, domain, file, destination } = act;
  if (nature === 'state') return `was seen ${command === null ? 'there' : `running ${plainText(command)}`}`;
  if (nature === 'end') return 'signed out';
  const by = command ?? process;
  const doneBy = by === null ? '' : ` by ${plainText(by)}`;
  if (verb === 'other' && nature === null && file !== null) return `touched the file ${plainText(file)}${doneBy}`;
  if (command !== null) return `ran ${plainText(command)}${nature === 'timed' ? ' by a timetable' : ''}`;
  const how = credential === null ? '' : ` with the key ${plainText(credential)}`;
  const from = address === null ? '' : ` from ${plainText(address)}`;
  if (verb === 'login') return `${act.outcome === 'refused' ? 'tried to sign in' : 'signed in'}${how}${from}`;
  if (domain !== null && verb === 'other') return `asked for the name ${plainText(domain)}`;
  const things = act.made.length > 0 ? act.made : act.targets;
  const did = didOnHost(act);
  if (did !== null && things.length > 0) return `${did} ${listed(things.map((text) => plainText(text)))}${from}`;
  if (verb === 'other' && destination !== null) return `spoke to ${plainText(destination)}${doneBy}`;
  const program = plainText(service === '' ? (process ?? '') : service);
  return `caused “${plainText(operation)}”${program === '' ? '' : ` of ${program}`}${objectOf(act)}${how}${from}`;
}

function didOnHost({ verb, kind }: ActGroup): string | null {
  const noun = nounOf(kind);
  switch (verb) {
    case 'create-identity':
    case 'create':
      return `made the ${noun}`;
    case 'change-credential':
      return `changed the password of`;
    case 'grant':
      return `changed the rights of the ${noun}`;
    case 'modify':
      return `changed the ${noun} of`;
    case 'delete':
      return `deleted the ${noun}`;
    case 'stop':
      return `stopped the ${noun}`;
    case 'assume':
      return 'became';
    default:
      return null;
  }
}

function objectOf({ verb, kind, made, names, targets, shape, amount, outcome, operations }: ActGroup): string {
  // What one of several operations was aimed at, the others were not.
  if (operations > 1) return '';
  const size = shape === null ? '' : ` of ${/^\d+$/.test(shape) ? 'size ' : ''}${plainText(shape)}`;
  if (made.length > 0 && verb !== 'assume')
    return `, which ${outcome === 'refused' ? 'would have made' : 'made'} ${counted(made.length, nounOf(kind))}${size}: ${listed((names.length === made.length ? names : made).map((text) => plainText(text)))}`;
  if (targets.length > 0) return ` on ${listed(targets.map((text) => plainText(text)))}`;
  return amount !== null && verb === 'launch' ? `, asking for ${counted(amount, nounOf(kind))}${size}` : '';
}

function endOf({ outcome, error }: ActGroup): string {
  if (outcome === 'dry-run') return ', only to try it out';
  return outcome === 'refused' ? `, and was refused${error === null ? '' : `: ${plainText(error)}`}` : '';
}
