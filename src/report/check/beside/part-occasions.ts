import type { Incident } from '../../../model/incident.ts';
import type { Happening } from '../statement.ts';
import { at, isShared, occasionOf } from './occasion.ts';
import type { Found } from './occasion.ts';
import { outagesOf } from './outages.ts';
import { claimsOf } from './told.ts';

/** What stands in parts of its own. */
export function partOccasions(incident: Incident): readonly Found[] {
  const {
    entry,
    detected_at: detected,
    first_seen: first,
    last_seen: last,
    chains,
    persistence,
    impairment,
    credentials,
  } = incident;
  const begin = claimsOf(incident, 'first-seen').flatMap(({ evidence }) => evidence);
  const end = claimsOf(incident, 'last-seen').flatMap(({ evidence }) => evidence);
  return [
    ...(entry === null
      ? []
      : at(['access', 'compromise'], {
          time: entry.time,
          text: `the intruder came in by ${entry.how}`,
          evidence: entry.evidence,
        })),
    ...at(['compromise'], { time: first, text: "the intruder's first act", evidence: begin }),
    ...(detected === null
      ? []
      : at(['alert', 'notice'], { time: detected, text: 'the first alert', evidence: alertsOf(incident) })),
    ...chains.flatMap(({ time, how, to, evidence }) =>
      at(['access'], { time, text: `${how} led to ${to.name}`, evidence }),
    ),
    ...persistence
      .filter(({ outcome }) => outcome !== 'failure')
      .flatMap(({ time, operation, evidence }) => at(['persistence'], { time, text: operation, evidence })),
    ...impairment.flatMap(({ time, operation, evidence }) => at(['impairment'], { time, text: operation, evidence })),
    ...credentials
      .filter(({ access }) => access === 'created')
      .flatMap(({ first_seen: time, type, evidence }) =>
        time === null ? [] : at(['credential-made', 'key-added'], { time, text: `${type} was made`, evidence }),
      ),
    ...(incident.data_exposure?.read ?? []).flatMap((read): readonly Found[] => [
      [
        'data-read',
        {
          from: Date.parse(read.first),
          to: Date.parse(read.last),
          text: `${read.resource} was read`,
          evidence: read.evidence,
        },
      ],
    ]),
    ...incident.indicators
      .filter(({ role }) => /\bpool\b/.test(role))
      .flatMap(({ first_seen: time, value, evidence }) =>
        at(['pool-connection'], { time, text: `${value} was spoken to`, evidence }),
      ),
    ...incident.timeline.map((act): Found => ['activity', occasionOf(act)]),
    ...at(['activity'], { time: last, text: "the intruder's last act", evidence: end }),
    ...claimOccasions(incident),
  ];
}

const alertsOf = ({ alerts }: Incident): readonly string[] => alerts.slice(0, 1).flatMap(({ evidence }) => evidence);

/** Claims whose value is a moment, by what they tell of. */
const dated: readonly (readonly [kind: string, happenings: readonly Happening[]])[] = [
  ['mining-handled', ['install', 'download', 'mining']],
  ['mining-command', ['mining']],
  ['mining-connection', ['mining', 'pool-connection']],
  ['mining-lookup', ['mining', 'pool-connection']],
  ['contained-from', ['containment']],
];

const claimOccasions = (incident: Incident): readonly Found[] => [
  ...dated.flatMap(([kind, happenings]) =>
    claimsOf(incident, kind).flatMap(({ value, text, evidence }) =>
      typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? happenings.map((of): Found => [of, { from: Date.parse(value), to: Date.parse(value), text, evidence }])
        : [],
    ),
  ),
  ...claimsOf(incident, 'door-guesses').flatMap(({ text, evidence }): readonly Found[] => {
    const [from, to] = [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => Date.parse(time));
    return from === undefined || to === undefined ? [] : [['failed-access', { from, to, text, evidence }]];
  }),
  ...outagesOf(incident).flatMap(({ from, to, text, evidence }) =>
    [...new Set([from, to])].map((time): Found => ['outage', { from: time, to: time, text, evidence }]),
  ),
  // Where machines are the loot, mining begins with the first of them.
  ...claimsOf(incident, 'launched').flatMap(({ evidence }) =>
    incident.timeline
      .filter((entry) => isShared(evidence, entry.evidence))
      .flatMap((entry): readonly Found[] => [
        ['launch', occasionOf(entry)],
        ['mining', occasionOf(entry)],
      ]),
  ),
];
