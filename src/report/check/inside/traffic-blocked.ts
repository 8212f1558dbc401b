import type { Check } from '../check.ts';
import type { Statement } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { textsOf, told } from './told.ts';

const group = /\b(security groups?|nsgs?)\b/i;
/** What cuts for certain, or proves the cut. */
const cut =
  /\b(security lists?|acls?|flow logs?|no flow|deny rule|established|stateless|verified|confirmed by|unplugged|detach\w*|stopped|shut down|quarantine (vlan|subnet))\b/i;

/** Rules of a group only allow; what others allow stays open. */
export const trafficBlocked: Check = {
  id: 'all-traffic-blocked',
  asks: 'Does the means that is named block all traffic?',
  run(statements, beside) {
    const claims = told(statements, 'deed').filter(({ of }) => of === 'traffic-blocked');
    const [claim] = claims;
    if (claim === undefined) return nothingFound;
    const means = statements.find((statement) => group.test(wordsOf(statement)) && isNear(statement, claim));
    if (means === undefined || textsOf(statements, beside).some((text) => cut.test(text))) return nothingFound;
    return found([
      judged('unsupported', claim, {
        why: "Rules of a security group add up with what the subnet's lists allow, and connections that stand outlive the change: all traffic is blocked only if those lists allow nothing either and no flow is seen",
      }),
    ]);
  },
};

const wordsOf = ({ quote: { passage, text } }: Statement): string => `${passage.text} ${text}`;

/** In the same row, or the same part of the report. */
const isNear = (a: Statement, b: Statement): boolean =>
  (a.quote.passage.row !== null && a.quote.passage.row === b.quote.passage.row) ||
  a.quote.passage.headings.join('/') === b.quote.passage.headings.join('/');
