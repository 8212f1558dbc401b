import { notSeen } from '../model/coverage-words.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import type { Indicator, IndicatorType } from '../model/indicator.ts';
import { blastMap, nowhere } from './blast-map.ts';
import type { BlastCell } from './blast-map.ts';
import type { Block, Row, Section } from './document.ts';
import { statedByPeople } from './stated.ts';
import { foldTimeline } from './folded-timeline.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import {
  blank,
  clock,
  data,
  heading,
  listed,
  nameOf,
  orUnknown,
  prose,
  row,
  say,
  section,
  span,
  state,
  strong,
  unknown,
} from './wording.ts';

/** Section 3: what happened in order, why it could, what is claimed on which ground, and what to look for elsewhere. */
export function investigationFindings(incident: TracedIncident): Section {
  return section(
    '3. Investigation Findings',
    [heading('Timeline'), timeline(incident)],
    [heading('Root cause analysis'), ...rootCause(incident)],
    [heading('Accounts and regions'), places(incident)],
    incident.contradictions.length === 0 ? [] : [heading('Contradictions'), contradictions(incident)],
    statedByPeople(incident),
    incident.findings.length === 0 ? [] : [heading('Rules that fired'), findings(incident)],
    [heading('Indicators of compromise'), ...indicators(incident)],
    [heading('Coverage'), coverage(incident)],
  );
}

function timeline(incident: TracedIncident): Block {
  const folded = foldTimeline(incident.timeline);
  return {
    is: 'table',
    caption: 'Everything in order of time: acts of the intruder, alerts, containment',
    columns: ['Time (UTC)', 'Who', 'Operation', 'Target', 'What'],
    rows: firstRows(folded).map(({ first, last, entries }) => {
      const [one] = entries;
      const what = entries.length === 1 ? prose(one.text) : say`${entries.length} times: ${prose(one.text)}`;
      return row(
        entries,
        prose(span(first, last)),
        nameOf(one.actor),
        data(one.action),
        one.target === null ? blank : data(one.target.name),
        what,
      );
    }),
    more: moreThan(folded.length, 'timeline.csv'),
  };
}

function rootCause({ root_cause: cause }: TracedIncident): readonly Block[] {
  if (cause === null) return [unknown(prose('the root cause'))];
  const rejected: readonly Block[] =
    cause.alternatives.length === 0
      ? []
      : [
          {
            is: 'list',
            lines: cause.alternatives.map((one) => state(say`${strong('Rejected alternative:')} ${prose(one)}`, cause)),
          },
        ];
  return [state(prose(cause.text), cause, cause.confidence), ...rejected];
}

function places(incident: TracedIncident): Block {
  const { cells } = blastMap(incident);
  if (cells.length === 0)
    return unknown(prose('where; the records name neither accounts with regions nor what was read of them'));
  const rows = cells.flatMap((cell): readonly Row[] => {
    const ground = [
      ...incident.resources.filter((resource) => isAt(cell, resource)),
      ...incident.coverage.filter((log) => isAt(cell, log)),
    ];
    return [
      row(
        ground,
        data(cell.account),
        data(cell.region),
        say`${cell.running}`,
        say`${cell.left}`,
        say`${cell.made}`,
        prose(seenText(cell)),
      ),
    ];
  });
  return {
    is: 'table',
    caption: 'Resources of the intruder and logs by account and region',
    columns: ['Account', 'Region', 'Running', 'Still there', 'Made in all', 'Logs'],
    rows: firstRows(rows),
    more: moreThan(rows.length, 'incident.json'),
  };
}

const isAt = (cell: BlastCell, place: { readonly account: string | null; readonly region: string | null }): boolean =>
  (place.account ?? nowhere) === cell.account && (place.region ?? nowhere) === cell.region;

export function seenText({ seen }: Pick<BlastCell, 'seen'>): string {
  if (seen === null) return 'not known';
  return seen === 'part' ? 'seen in part' : notSeen[seen];
}

function contradictions({ contradictions: all }: TracedIncident): Block {
  return {
    is: 'list',
    lines: all.map((one) =>
      state(prose(`${one.statements.map((text) => `“${text}”`).join(' against ')}${reasonOf(one)}`), one),
    ),
  };
}

/** Not said twice where a statement says it already. */
const reasonOf = ({ statements, why }: TracedIncident['contradictions'][number]): string =>
  statements.some((text) => text.includes(why)) ? '' : `: ${why}`;

function findings({ findings: all }: TracedIncident): Block {
  return {
    is: 'table',
    caption: 'Findings that belong to this incident',
    columns: ['First to last (UTC)', 'Level', 'Rule', 'Author', 'Acts', 'Who'],
    rows: firstRows(all).map((finding) =>
      row(
        finding,
        prose(span(finding.first_seen, finding.last_seen)),
        prose(finding.severity),
        say`${prose(finding.rule.title)} (${finding.rule.uid})`,
        finding.rule.author === null ? prose('not named') : prose(finding.rule.author),
        say`${finding.count}`,
        listed(finding.actors, 3),
      ),
    ),
    more: moreThan(all.length, 'incident.json'),
  };
}

const groups: Readonly<Record<string, readonly IndicatorType[]>> = {
  Network: ['ip', 'domain', 'url', 'port', 'user-agent'],
  Files: ['file', 'hash', 'image'],
  'Users and keys': ['user', 'key', 'account'],
  Money: ['wallet'],
};

function indicators({ indicators: all }: TracedIncident): readonly Block[] {
  if (all.length === 0) return [unknown(prose('what to look for elsewhere; the records read gave no indicator'))];
  return Object.entries(groups).flatMap(([title, types]): readonly Block[] => {
    const some = all.filter(({ type }) => types.includes(type));
    return some.length === 0 ? [] : [indicatorTable(title, some)];
  });
}

function indicatorTable(title: string, some: readonly Traced<Indicator>[]): Block {
  return {
    is: 'table',
    caption: title === 'Network' ? `${title} (addresses are defanged)` : title,
    columns: ['Type', 'Value', 'Role', 'First to last (UTC)'],
    rows: firstRows(some).map((one) =>
      row(one, prose(one.type), data(one.value), prose(one.role), prose(span(one.first_seen, one.last_seen))),
    ),
    more: moreThan(some.length, 'indicators.csv'),
  };
}

/** Cells that were not seen stand first: they are the holes in everything above. */
function coverage({ coverage: all }: TracedIncident): Block {
  if (all.length === 0)
    return unknown(prose('which logs exist beside those read; an act that is absent here may still have happened'));
  const ordered = [...all.filter((cell) => cell.state !== 'seen'), ...all.filter((cell) => cell.state === 'seen')];
  return {
    is: 'table',
    caption: 'Which logs were seen, with those that were not first',
    columns: ['State', 'Account', 'Region', 'Log', 'First to last (UTC)', 'Events'],
    rows: firstRows(ordered).map((cell) =>
      row(
        cell,
        prose(notSeen[cell.state]),
        orUnknown(cell.account),
        orUnknown(cell.region),
        data(cell.source),
        cell.first === null || cell.last === null
          ? prose('unknown')
          : prose(`${clock(cell.first)} – ${clock(cell.last)}`),
        say`${cell.count}`,
      ),
    ),
    more: moreThan(all.length, 'summary.json'),
  };
}
