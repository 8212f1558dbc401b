import { attackName } from '../model/attack-names.ts';
import type { IncidentTechnique } from '../model/incident.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Block, Section } from './document.ts';
import { detected } from './executive.ts';
import { ofKind } from './money.ts';
import {
  recordsIn,
  data,
  lasting,
  listed,
  many,
  moment,
  prose,
  row,
  say,
  section,
  span,
  state,
  unknown,
} from './wording.ts';

/** Section 1: who raised the alarm, what it says and whether that holds, and the frame of the case. */
export function initialContext(incident: TracedIncident): Section {
  const { accounts, regions, timeline, techniques } = incident;
  return section(
    '1. Initial Context',
    {
      is: 'facts',
      rows: [
        { label: 'Detected', line: detected(incident) },
        {
          label: 'Intruder active',
          line: state(
            say`${prose(span(incident.first_seen, incident.last_seen))} UTC, ${prose(lasting(incident.first_seen, incident.last_seen))}`,
            timeline,
          ),
        },
        {
          label: 'Accounts',
          line: accounts.length === 0 ? unknown(prose('no record names one')) : state(listed(accounts), timeline),
        },
        {
          label: 'Regions',
          line: regions.length === 0 ? unknown(prose('no record names one')) : state(listed(regions, 40), timeline),
        },
        ...['clock', 'log-owner']
          .flatMap((kind) => ofKind(incident.claims, kind))
          .map((claim) => ({
            label: 'Assumed',
            line: state(prose(claim.text), claim, claim.confidence),
          })),
        {
          label: 'Techniques',
          line:
            techniques.length === 0
              ? unknown(prose('no technique is mapped'))
              : state(listed(techniques.map(techniqueText)), techniques),
        },
        {
          label: 'Records',
          line: state(
            say`${many(recordsIn(timeline), 'record')} in ${many(timeline.length, 'line')} of the timeline, the first ${moment(incident.timeline[0]?.time ?? incident.first_seen)}`,
            timeline,
          ),
        },
      ],
    },
    alerts(incident),
  );
}

function techniqueText({ id, attack_version: version }: IncidentTechnique): string {
  const name = attackName(id);
  return `${id}${name === null ? '' : ` ${name}`} (ATT&CK ${version})`;
}

function alerts({ alerts: all }: TracedIncident): Block {
  if (all.length === 0) return unknown(prose('the source of detection; no alert is among the records read'));
  return {
    is: 'table',
    caption: 'Alerts, and whether the evidence bears them out',
    columns: ['Source', 'It says', 'Verdict'],
    rows: all.map((alert) => row(alert, data(alert.source), prose(alert.claim), prose(alert.verdict))),
    more: null,
  };
}
