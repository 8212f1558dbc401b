import type { TakenAway } from '../machines/taken-away.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import { bytesText } from './amounts.ts';
import type { Draft } from './claims.ts';

const mostTold = 10;

/** What was sent away from machines: by which command, made of what, and what traffic agrees with it. */
export const takenClaims = (all: readonly TakenAway[]): readonly Draft[] =>
  all.slice(0, mostTold).flatMap((taken, index) => [sending(taken, index + 1), ...packing(taken, index + 1)]);

function sending({ machine, act, upload, flows, bytes, citations }: TakenAway, number: number): Draft {
  const what = upload.what.length === 0 ? 'something that no record names' : listed(upload.what.map(plainText));
  const by = `${plainText(act.actorName ?? 'somebody')} sent ${what} from ${plainText(machine)} to ${plainText(upload.host)} port ${upload.port} by ${plainText(upload.program)} at ${act.time}`;
  const traffic =
    flows === null
      ? '; no record of its traffic says how much went there'
      : bytes === null
        ? `; ${bytesText(flows.bytes)} went there in all since the intruder's first act`
        : `; ${bytesText(bytes)} went there from then on, until ${flows.last}`;
  return {
    key: `taken-${number}`,
    subject: machine,
    text: `${by}${traffic}`,
    value: bytes ?? flows?.bytes ?? null,
    unit: flows === null ? null : 'byte',
    confidence: flows === null ? 'possible' : 'likely',
    method: `the command names what it sends and where to${flows === null ? '; whether it succeeded no record tells' : `; ${counted(flows.flows, 'flow')} to that address and port`}`,
    citations: [...citations, ...(flows?.citations ?? [])],
  };
}

const packing = ({ machine, packed }: TakenAway, number: number): readonly Draft[] =>
  packed.map(({ packing: { program, archive, of }, time, citations }, index) => ({
    key: `packed-${number}-${index + 1}`,
    subject: machine,
    text: `${plainText(archive)} had been made of ${listed(of.map(plainText))} by ${plainText(program)} at ${time}`,
    value: of.length,
    unit: null,
    confidence: 'confirmed',
    method: 'the command names the file that it writes and what it puts into it',
    citations,
  }));
