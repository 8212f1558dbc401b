import type { ReportDocument } from './document.ts';
import { chainLabel, svgChain } from './svg-chain.ts';
import { mapLabel, svgMap } from './svg-map.ts';
import { measureLabel, svgMeasures } from './svg-measures.ts';
import { svgTimeline, timelineLabel } from './svg-timeline.ts';

export interface Figure {
  readonly caption: string;
  /** What it shows, for who cannot see it: plain text. */
  readonly label: string;
  /** An `svg` element whose look `figureStyle` gives. */
  readonly svg: string;
}

/** The figures that this report has something for, in the order in which every rendering shows them. */
export function figuresOf({ chain, timeline, measures, map }: ReportDocument): readonly Figure[] {
  return [
    chain.rows.length >= 2 && {
      caption:
        'Chain: each identity under the one it was reached from. A dashed line is not confirmed; red is what still runs, by whoever made it.',
      label: chainLabel(chain),
      svg: svgChain(chain),
    },
    timeline.lanes.length > 0 && {
      caption: 'Timeline, UTC. A number in a dot counts acts close together.',
      label: timelineLabel(timeline),
      svg: svgTimeline(timeline),
    },
    measures.panels.length > 0 && {
      caption:
        'CPU and egress by the hour, UTC, before the band of what was usual (5th to 95th percentile); bars with an edge are above it, a dashed stub was not measured.',
      label: measureLabel(measures),
      svg: svgMeasures(measures),
    },
    map.cells.length > 0 && {
      caption:
        'Account × region: running / made by the intruder; – nothing made there; a word or ? says why a cell proves nothing.',
      label: mapLabel(map),
      svg: svgMap(map),
    },
  ].filter((figure) => figure !== false);
}
