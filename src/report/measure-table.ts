import type { Measurement } from '../model/incident.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import type { Block, Row } from './document.ts';
import { hourAfter, isAboveUsual, measureNames, measureText } from './measure-figure.ts';
import { clock, data, heading, prose, row, say } from './wording.ts';

/** What the figure of CPU and egress shows, in words; nothing where no machine was measured. */
export function measureBlocks({ measurements = [] }: Pick<TracedIncident, 'measurements'>): readonly Block[] {
  if (measurements.length === 0) return [];
  return [
    heading('CPU and egress against the usual'),
    {
      is: 'table',
      caption: 'What machines did hour by hour, against the 5th to 95th percentile of what was measured before',
      columns: [
        'Machine',
        'Measure',
        'Usual',
        'Highest',
        'Hour of that (UTC)',
        'Hours above the usual',
        'Not measured',
      ],
      rows: measurements.map(measureRow),
      more: null,
    },
  ];
}

function measureRow(measurement: Traced<Measurement>): Row {
  const { machine, measure, from, values, usual } = measurement;
  const highest = Math.max(...values.map((value) => value ?? -Infinity));
  const at = values.findIndex((value) => value === highest);
  const above = values.flatMap((value, hour) => (isAboveUsual(measurement, value) ? [hour] : []));
  const [first] = above;
  const last = above.at(-1);
  return row(
    measurement,
    data(machine),
    prose(measureNames[measure]),
    usual === null
      ? prose('unknown: too little was measured')
      : prose(`${measureText(measure, usual.low)} to ${measureText(measure, usual.high)}`),
    at < 0 ? prose('unknown') : prose(measureText(measure, highest)),
    at < 0 ? prose('unknown') : prose(clock(hourAfter(from, at)).slice(0, 16)),
    aboveText(),
    say`${values.filter((value) => value === null).length} of ${values.length}`,
  );

  function aboveText() {
    if (usual === null) return prose('unknown');
    if (first === undefined || last === undefined) return prose('none that was measured');
    const [begin, end] = [clock(hourAfter(from, first)).slice(0, 16), clock(hourAfter(from, last + 1)).slice(0, 16)];
    return prose(`${above.length} of ${values.length}, between ${begin} and ${end}`);
  }
}
