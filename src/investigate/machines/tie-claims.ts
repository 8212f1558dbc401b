import type { Claim } from '../../model/claim.ts';
import { cite } from '../../model/evidence.ts';
import type { Advice } from '../../model/incident.ts';
import { nounOf } from '../../model/kind-words.ts';
import { listed, plainText } from '../plain-text.ts';
import { isTie } from './grounds.ts';
import type { Ground } from './grounds.ts';
import type { Tie } from './tie-machines.ts';

const reasons: Readonly<Record<Tie['by'][number], string>> = {
  id: 'a record of the machine names that id',
  name: 'it was the only one of that name at that time',
  address: 'it was the only one with that address of its own at that time',
};

/** Which instance each machine was, with the records that say so. */
export function tieClaims(incidentUid: string, grounds: readonly Ground[]): readonly Claim[] {
  const tied = grounds.flatMap(({ host, tied: tie }) => (isTie(tie) ? [{ host, tie }] : []));
  return tied.map(({ host, tie: { instance, by, confidence, citations } }, index) => ({
    claim_uid: `${incidentUid}-machine-${index + 1}`,
    subject: instance.uid,
    text: `${plainText(host)} ${confidence === 'confirmed' ? 'is' : 'is most likely'} the ${nounOf(instance.kind)} ${plainText(instance.uid)}`,
    value: instance.uid,
    unit: null,
    confidence,
    method: by.map((way) => reasons[way]).join(', and '),
    ...cite(citations),
    contradicts: [],
  }));
}

/** Machines that several instances may be: nothing is joined by such a likeness. */
export function tieQuestions(grounds: readonly Ground[]): readonly Advice[] {
  return grounds.flatMap(({ host, tied }) =>
    tied === null || isTie(tied)
      ? []
      : [
          {
            text: `Which of ${listed(tied.several.map(({ uid }) => plainText(uid)))} is ${plainText(host)}?`,
            why: 'name or address fit more than one of them, so that none was joined',
            how: null,
            ...cite(tied.citations),
          },
        ],
  );
}
