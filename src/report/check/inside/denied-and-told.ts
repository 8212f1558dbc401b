import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { reach } from './reach.ts';
import { told } from './told.ts';

/** What a report denies and tells nonetheless. */
const tellings: Partial<Record<Of<'denial'>['of'], (statement: Statement) => boolean>> = {
  'data-read': (statement) =>
    (isAct(statement) && statement.of === 'data-read') ||
    (statement.about === 'amount' &&
      ((statement.of === 'records-read' && reach(statement.value).low > 0) ||
        (statement.of === 'egress' && statement.cause === 'data-theft' && reach(statement.value).low > 0))),
  persistence: (statement) =>
    (isAct(statement) && ['persistence', 'key-added', 'user-made'].includes(statement.of)) ||
    (statement.about === 'indicator' && statement.type === 'schedule'),
  'other-regions': (statement) =>
    statement.about === 'amount' &&
    statement.of === 'regions' &&
    reach(statement.value).low > 1 &&
    !/check|swept|scan|review/i.test(statement.quote.text),
  cost: (statement) => statement.about === 'amount' && statement.of === 'cost' && reach(statement.value).low > 0,
};

/** `No further persistence remains` denies what is left, not what was. */
const leftover =
  /\b(further|other|additional|remain\w*|left|after|any ?more|beyond|outside|besides|except|apart from|customer|sensitive|personal|production|pii)\b/i;
const byOwner = /\b(owner|legitimate|responder|analyst|backup|our|soc|forensic)\b/i;

/** No and yes in one report. */
export const deniedAndTold: Check = {
  id: 'denied-and-told',
  asks: 'Does the report tell what it denies?',
  run: (statements) => found(told(statements, 'denial').map((denial) => against(denial, statements))),
};

function against(denial: Of<'denial'>, statements: readonly Statement[]): Reproach | null {
  if (leftover.test(denial.quote.text)) return null;
  const isTold = tellings[denial.of];
  const [telling] = statements.filter(
    (statement) =>
      isTold?.(statement) === true &&
      statement.quote.passage.line !== denial.quote.passage.line &&
      !byOwner.test(statement.quote.text),
  );
  return telling === undefined
    ? null
    : clash(`"${denial.quote.text}" is denied by what is told elsewhere`, [denial, telling]);
}

const isAct = (statement: Statement): statement is Of<'moment'> | Of<'span'> | Of<'deed'> =>
  (statement.about === 'moment' || statement.about === 'span' || statement.about === 'deed') &&
  !(statement.about === 'deed' && statement.by !== null && statement.by !== 'intruder');
