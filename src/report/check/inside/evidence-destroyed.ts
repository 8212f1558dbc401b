import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { textsOf } from './told.ts';

const copy =
  /\b(snapshot\w*|forensic (copy|copies|image\w*)|disk (image|copy|clone)\w*|memory (dump|capture|image)\w*|preserv\w*|(?<!re-)imaged|evidence (copy|copies|was kept|kept|secured|collected)|(boot|block) volume (backup|clone|cop)\w*|backup of the (disk|volume|boot)|acquired|(disks?|volumes?)\b.{0,40}\b(cloned|copied|imaged|kept|saved|backed up|snapshotted)|not (deleted|terminated)|cop(y|ies) of (it\b|(its|their|the|all|both) (disk|volume|machine|instance|file.?system|boot|memory)s?))\b/i;

/** Nothing is examined after it was destroyed. */
export const evidenceDestroyed: Check = {
  id: 'evidence-destroyed',
  asks: 'Was a copy kept before the machine was destroyed?',
  run(statements, beside) {
    const ends = statements.filter(isEnd);
    const [first] = ends;
    if (first === undefined || statements.some(isCopy) || textsOf(statements, beside).some((text) => copy.test(text)))
      return nothingFound;
    const why =
      'No snapshot or copy of disk and memory is told before the machine was terminated: its evidence was destroyed, and what the report says of it can no longer be examined';
    return found([{ ...judged('unsupported', first, { why }), standsAlone: true }]);
  },
};

/** By the responders: what the intruder destroys is his deed. */
const isEnd = (statement: Statement): statement is Of<'moment'> | Of<'span'> | Of<'deed'> =>
  (statement.about === 'moment' || statement.about === 'span' || statement.about === 'deed') &&
  (statement.of === 'termination' || statement.of === 'rebuild') &&
  !(statement.about === 'deed' && statement.by === 'intruder') &&
  /\b(instances?|servers?|machines?|vms?|hosts?|nodes?|workers?|clusters?|re-?imaged|rebuil\w+)\b/i.test(
    `${statement.quote.passage.label ?? ''} ${statement.quote.text}`,
  ) &&
  !/\b(attacker|intruder|process\w*|sessions?)\b/i.test(statement.quote.text);

const isCopy = (statement: Statement): boolean => statement.about === 'deed' && statement.of === 'snapshot';
