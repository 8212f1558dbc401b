import { attackName } from '../model/attack-names.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Block, Section } from './document.ts';
import { activeLine, detected } from './executive.ts';
import { claimsOfKind, groundFor } from './grounds.ts';
import { ofKind } from './money.ts';
import { recordsIn, data, listed, many, moment, prose, row, say, section, state, unknown } from './wording.ts';

/** Section 1: who raised the alarm, what it says and whether that holds, and the frame of the case. */
export function initialContext(incident: TracedIncident): Section {
  const { accounts, regions, timeline } = incident;
  return section(
    '1. Initial Context',
    {
      is: 'facts',
      rows: [
        { label: 'Detected', line: detected(incident) },
        { label: 'Intruder active', line: activeLine(incident) },
        {
          label: 'Accounts',
          line:
            accounts.length === 0
              ? unknown(prose('no record names one'))
              : state(listed(accounts), groundFor(incident, ['accounts'], timeline)),
        },
        {
          label: 'Regions',
          line:
            regions.length === 0
              ? unknown(prose('no record names one'))
              : state(listed(regions, 40), groundFor(incident, ['regions'], timeline)),
        },
        ...['clock', 'log-owner']
          .flatMap((kind) => ofKind(incident.claims, kind))
          .map((claim) => ({
            label: 'Assumed',
            line: state(prose(claim.text), claim, claim.confidence),
          })),
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
    techniques(incident),
  );
}

function techniques({ techniques: all }: TracedIncident): Block {
  if (all.length === 0) return unknown(prose('which techniques; none is mapped'));
  return {
    is: 'table',
    caption: 'Techniques of ATT&CK, as the rules that fired map them',
    columns: ['Technique', 'Name', 'ATT&CK'],
    rows: all.map((one) => row(one, data(one.id), prose(attackName(one.id) ?? ''), prose(one.attack_version))),
    more: null,
  };
}

function alerts({ alerts: all, claims }: TracedIncident): Block {
  if (all.length === 0) return unknown(prose('the source of detection; no alert is among the records read'));
  return {
    is: 'table',
    caption: 'Alerts, and whether the evidence bears them out',
    columns: ['Source', 'It says', 'Verdict'],
    rows: all.map((alert) => {
      const people = claimsOfKind(claims, 'stated-verdict').filter(({ subject }) => subject === alert.claim_uid);
      const verdicts = [alert.verdict, ...people.map(({ value, method }) => `${value} (${method})`)];
      return row([alert, ...people], data(alert.source), prose(alert.claim), prose(verdicts.join('; ')));
    }),
    more: null,
  };
}
