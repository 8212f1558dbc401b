import type { ReportDocument } from './document.ts';
import { chainLabel, svgChain } from './svg-chain.ts';
import { mapBands, mapLabel, svgMap } from './svg-map.ts';
import { measureBands, measureLabel, svgMeasures } from './svg-measures.ts';
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
    ...measureBands(measures).map((band) => ({
      caption:
        'CPU and egress by the hour, UTC, before the band of what was usual (5th to 95th percentile); bars with an edge are above it, a dashed mark was not measured.',
      label: measureLabel(band),
      svg: svgMeasures(band),
    })),
    ...mapBands(map).map((band, index, all) => ({
      caption: `Account × region${all.length > 1 ? ` (${index + 1} of ${all.length})` : ''}: running / made by the intruder; – nothing made there; a word or ? says why a cell proves nothing.`,
      label: mapLabel(band),
      svg: svgMap(band),
    })),
  ].filter((figure) => figure !== false);
}
