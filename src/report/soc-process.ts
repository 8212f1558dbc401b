import { waysBack } from '../model/ways-back.ts';
import { parseEvidenceRef } from '../model/evidence.ts';
import type { Traceable, TracedIncident } from '../model/traced.ts';
import { distinctCredentials } from './distinct-credentials.ts';
import type { Row, Section, Text } from './document.ts';
import { isLive } from './blast-map.ts';
import { claimsOfKind, lookedAt } from './grounds.ts';
import { usdOf } from './money.ts';
import { blank, counted, listed, prose, row, section } from './wording.ts';

/** One of the six steps of an investigation: what it found, and whether anything of it is left. */
interface Finding {
  readonly state: 'done' | 'in part' | 'open';
  readonly told: readonly string[];
  readonly ground: readonly Traceable[];
}

interface SocStep {
  readonly step: string;
  readonly action: string;
  readonly find: (incident: TracedIncident) => Finding;
}

const steps: readonly SocStep[] = [
  { step: '1. Alert validation', action: 'Hold what each alert says against the records', find: validation },
  { step: '2. Immediate containment', action: 'Hold the intruder back', find: isolation },
  { step: '3. Forensic analysis', action: 'Find the way in, what was done and what was left behind', find: forensics },
  { step: '4. Credential review', action: 'Find the credentials in reach and take them back', find: credentialReview },
  { step: '5. Impact assessment', action: 'Work out cost, and what data was in reach', find: impact },
  { step: '6. Remediation', action: 'Remove what the intruder made, and restore', find: remediationStep },
];

/** The investigation as the six steps of a security operations centre, from what happened and what is still open. */
export function socProcess(incident: TracedIncident): Section {
  return section('Investigation Process', {
    is: 'table',
    caption: 'Six steps: what was done, with which logs and sensors, and what is left',
    columns: ['Step', 'Action', 'Tools', 'State', 'Findings'],
    rows: steps.map(({ step, action, find }): Row => {
      const { state, told, ground } = find(incident);
      return row(ground, prose(step), prose(action), toolsIn(ground), prose(state), prose(sentences(told)));
    }),
    more: null,
  });
}

const sentences = (told: readonly string[]): string => told.map((text) => text.replace(/\.$/, '')).join('. ');

const mostTools = 5;

/** The logs and sensors that the evidence comes from. */
function toolsIn(ground: readonly Traceable[]): Text {
  const sources = ground.flatMap(({ evidence }) =>
    evidence.flatMap((text) => {
      const ref = parseEvidenceRef(text);
      if (ref?.is === 'coverage') return ref.cell.source;
      if (ref?.is === 'note') return 'statement of a person';
      return ref?.is === 'event' ? (ref.uid.split(':', 1)[0] ?? []) : [];
    }),
  );
  const distinct = [...new Set(sources)].toSorted();
  return distinct.length === 0 ? blank : listed(distinct, mostTools);
}

function validation(incident: TracedIncident): Finding {
  const { alerts, findings } = incident;
  if (alerts.length === 0)
    return findings.length === 0
      ? { state: 'open', told: ['No alert is among the records read'], ground: lookedAt(incident) }
      : {
          state: 'done',
          told: [`No alert is among the records read; ${counted(findings.length, 'finding')} of rules raised it`],
          ground: findings,
        };
  const verdicts = [...Map.groupBy(alerts, ({ verdict }) => verdict)].map(
    ([verdict, all]) => `${all.length} ${verdict}`,
  );
  const sources = new Set(alerts.map(({ source }) => source)).size;
  return {
    state: 'done',
    told: [`${counted(alerts.length, 'statement')} of ${counted(sources, 'source')}: ${verdicts.join(', ')}`],
    ground: alerts,
  };
}

function isolation(incident: TracedIncident): Finding {
  const acts = incident.containment.filter(({ does }) => does === 'isolation');
  const silent = claimsOfKind(incident.claims, 'isolation');
  const first = claimsOfKind(incident.claims, 'contained-from');
  if (acts.length + first.length === 0)
    return {
      state: 'open',
      told: ['No act that holds the intruder back is among the records read'],
      ground: lookedAt(incident),
    };
  const told = [
    ...(acts.length === 0 ? first.map(({ text }) => text) : [`${counted(acts.length, 'act')} held the intruder back`]),
    ...silent.map(({ text }) => text),
  ];
  // That somebody held him back does not prove that he is held back.
  return {
    state: incident.status === 'new' ? 'in part' : 'done',
    told,
    ground: [...(acts.length === 0 ? first : acts), ...silent],
  };
}

function forensics(incident: TracedIncident): Finding {
  const { root_cause: cause, persistence, questions } = incident;
  const lost = claimsOfKind(incident.claims, 'evidence-kept').filter(({ value }) => value === false);
  const ways = waysBack(persistence);
  const ground = [...(cause === null ? [] : [cause]), ...ways.flatMap(({ acts }) => acts), ...lost];
  return {
    state: cause === null ? 'open' : questions.length > 0 || cause.confidence !== 'confirmed' ? 'in part' : 'done',
    told: [
      cause === null ? 'The root cause is unknown' : `Root cause (${cause.confidence}): ${firstSentence(cause.text)}`,
      ...(ways.length > 0 ? [`${counted(ways.length, 'way')} back in ${ways.length === 1 ? 'was' : 'were'} laid`] : []),
      ...(lost.length > 0 ? ['A machine was ended without a copy of it on record'] : []),
    ],
    ground: ground.length > 0 ? ground : lookedAt(incident),
  };
}

const firstSentence = (text: string): string => /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;

function credentialReview(incident: TracedIncident): Finding {
  const distinct = distinctCredentials(incident.credentials);
  const acts = incident.containment.filter(({ does }) => does === 'credentials');
  if (distinct.length === 0)
    return { state: 'open', told: ['The records read name no credential'], ground: lookedAt(incident) };
  const live = distinct.filter(({ one: { state } }) => state === 'active' || state === 'unknown');
  const taken = acts.length === 0 ? [] : [`${counted(acts.length, 'act')} took credentials or rights away`];
  return {
    state: live.length === 0 ? 'done' : acts.length > 0 ? 'in part' : 'open',
    told: [
      `${counted(distinct.length, 'credential')} held, made or in reach, ${live.length} of them not known to be withdrawn`,
      ...taken,
    ],
    ground: [...distinct.flatMap(({ ground }) => ground), ...acts],
  };
}

function impact(incident: TracedIncident): Finding {
  const { cost, data_exposure: exposed } = incident;
  const ground = [...(cost === null ? [] : [cost]), ...(exposed === null ? [] : [exposed])];
  const data =
    exposed === null
      ? 'Whether data was read is not examined'
      : exposed.read.length > 0
        ? `${counted(exposed.read.length, 'resource')} read or sent away by the intruder`
        : exposed.unknown.length > 0
          ? 'Whether data was read cannot be told from these logs'
          : 'No read of data stands in the logs that record reads';
  const money = cost === null ? 'The cost is unknown' : `It cost ${usdOf(cost.likely)} ${cost.currency} so far`;
  return {
    state:
      ground.length === 0
        ? 'open'
        : cost === null || exposed === null || exposed.unknown.length > 0
          ? 'in part'
          : 'done',
    told: [money, data],
    ground: ground.length > 0 ? ground : lookedAt(incident),
  };
}

function remediationStep(incident: TracedIncident): Finding {
  const { containment, resources, plan } = incident;
  const acts = containment.filter(({ does }) => does === 'removal');
  const live = resources.filter(isLive);
  const open = plan?.steps.filter(({ status }) => status === 'open') ?? [];
  const ground = [...acts, ...(live.length > 0 ? live : resources), ...open];
  return {
    state: acts.length === 0 ? 'open' : live.length + open.length === 0 ? 'done' : 'in part',
    told: [
      acts.length === 0
        ? 'No act that removes anything is among the records read'
        : `${counted(acts.length, 'act')} stopped, ended or removed things`,
      ...(resources.length > 0 ? [`${live.length} of ${counted(resources.length, 'resource')} still there`] : []),
      ...(open.length > 0 ? [`${counted(open.length, 'step')} of the plan open`] : []),
    ],
    ground: ground.length > 0 ? ground : lookedAt(incident),
  };
}
