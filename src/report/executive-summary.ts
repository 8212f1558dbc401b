import type { Claim } from '../model/claim.ts';
import type { TracedIncident } from '../model/traced.ts';
import { ownHops } from '../model/own-hops.ts';
import type { Line, Text } from './document.ts';
import { groundFor, windowGround } from './grounds.ts';
import { blank, clock, many, pending, prose, say, state, unknown } from './wording.ts';

/** The case in a paragraph: whose access, from where, how far, what it left and cost, and what is being done. */
export function executiveSummary(incident: TracedIncident): readonly Line[] {
  return [
    beginning(incident),
    ...reach(incident),
    ...told(incident, ['launched', 'gpu', 'running']),
    ...told(incident, ['taken-1', 'taken-2']),
    ...told(incident, ['models-called', 'reads', 'ruined', 'destroyed']),
    ...told(incident, ['cost', 'cost-per-hour']),
    ...told(incident, ['persistence', 'impairment']),
    ...told(incident, ['answered-before']),
    ...told(incident, ['contained-from']),
    ...openSteps(incident),
  ];
}

function beginning(incident: TracedIncident): Line {
  const { root, entry, claims } = incident;
  const window = `From ${clock(incident.first_seen)} to ${clock(incident.last_seen)} UTC`;
  if (root === null) {
    const reason = incident.root_absent_reason ?? 'no reason is recorded';
    return unknown(say`whose access it began with (${prose(reason)}).`);
  }
  const key = root.credential === null ? prose('access') : say`${root.credential}`;
  const from = entry === null || entry.address === null ? blank : say`, first from ${entry.address}`;
  const sure = claims.find(({ claim_uid: uid }) => uid.endsWith('-root'))?.confidence ?? null;
  const ground = [root, ...(entry === null ? [] : [entry]), ...windowGround(incident)];
  return state(say`${prose(window)} an intruder used ${key} of ${root.identity.name}${from}.`, ground, sure);
}

function reach(incident: TracedIncident): readonly Line[] {
  const { accounts, regions, timeline } = incident;
  const chains = ownHops(incident);
  if (accounts.length === 0 && regions.length === 0) return [];
  const hops = chains.length === 0 ? blank : say`, over ${many(chains.length, 'hop')} from identity to identity`;
  const places = [placed(regions, 'region'), placed(accounts, 'account')].filter((place) => place.length > 0);
  const far = say`The intruder acted in ${joined(places, ' of ')}${hops}.`;
  return [state(far, [...groundFor(incident, ['accounts', 'regions'], timeline), ...chains])];
}

/** A name that reads well in a sentence: longer ones stand in the cards. */
const longestName = 20;

/** One place by its name, several by their number; nothing where the records name none. */
function placed(places: readonly string[], noun: string): Text {
  const [first] = places;
  if (first === undefined) return blank;
  const isNamed = places.length === 1 && first.length <= longestName;
  return isNamed ? say`${many(1, noun)} (${first})` : many(places.length, noun);
}

const joined = (parts: readonly Text[], joint: string): Text =>
  parts.flatMap((part, index) => (index === 0 ? part : [...prose(joint), ...part]));

/** Claims of these kinds as one sentence, in their own words. */
function told({ claims }: TracedIncident, kinds: readonly string[]): readonly Line[] {
  const found = kinds.flatMap((kind) => claims.filter(({ claim_uid: uid }) => uid.endsWith(`-${kind}`)));
  const [first] = found;
  if (first === undefined) return [];
  const weakest = found.reduce(
    (worst, { confidence }) => (order[confidence] > order[worst] ? confidence : worst),
    first.confidence,
  );
  return [
    state(
      prose(`${found.map(({ text }, index) => `${index === 0 ? '' : joint(text)}${text}`).join('')}.`),
      found,
      weakest,
    ),
  ];
}
/** A claim that begins like a sentence is one. */
const joint = (text: string): string => (/^\p{Lu}/u.test(text) ? '. ' : '; ');
const order: Readonly<Record<Claim['confidence'], number>> = { confirmed: 0, likely: 1, possible: 2 };

function openSteps({ plan, status, manual_steps: byHand }: TracedIncident): readonly Line[] {
  if (status === 'closed') return [];
  const open = plan?.steps.filter((step) => step.status === 'open') ?? [];
  const [next] = open;
  const isLastLook = open.every(({ phase }) => phase === 'sweep');
  const people: readonly Line[] =
    isLastLook && byHand.length > 0
      ? [
          state(
            say`${many(byHand.length, 'step')} for people ${prose(byHand.length === 1 ? 'is' : 'are')} open.`,
            byHand,
          ),
        ]
      : [];
  if (next === undefined) return people.length > 0 ? people : [pending(prose('No step of containment is open.'))];
  return [
    ...people,
    state(
      say`${many(open.length, 'step')} of containment ${prose(open.length === 1 ? 'is open' : 'are open; the next')}: ${prose(next.title)}.`,
      open,
    ),
  ];
}
