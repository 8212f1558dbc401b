import type { TracedIncident } from '../../model/traced.ts';
import type { Block } from '../document.ts';
import { pending, prose, row } from '../wording.ts';
import { measures } from './measures.ts';

/** What follows from the evidence for the time after: only what this incident shows the need of. */
export function prevention(incident: TracedIncident): Block {
  const needed = measures.flatMap((measure) => {
    const shown = measure.shownBy(incident);
    return shown.length === 0 ? [] : [{ ...measure, shown }];
  });
  if (needed.length === 0) return pending(prose('Nothing follows from these records beyond the steps above.'));
  return {
    is: 'table',
    caption: 'What would have hindered, shown or shortened this intrusion; all open, since no record shows it done',
    columns: ['What', 'Why'],
    rows: needed.map(({ what, why, shown }) => row(shown, prose(what), prose(why))),
    more: null,
  };
}
