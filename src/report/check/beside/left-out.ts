import type { Incident } from '../../../model/incident.ts';
import type { Check } from '../check.ts';
import type { Statement } from '../statement.ts';
import { ofKind } from './beside-check.ts';
import { evidenceOf, listed } from './told.ts';
import { spread } from '../../../model/evidence.ts';

/** What others can look for, and so belongs into such a list. */
const wanted: ReadonlySet<string> = new Set(['ip', 'domain', 'url', 'file', 'hash', 'user', 'key', 'wallet']);

/** A name in a command may be anybody's; what he called from, laid down, made or misused is his. */
const isHis = ({ type, role }: Incident['indicators'][number]): boolean =>
  wanted.has(type) && !role.startsWith('named in');

/** A list of indicators that is not whole lets others look for half: said once, of the last of the list. */
export const leftOut: Check = {
  id: 'beside/left-out',
  asks: 'Does the list of indicators hold all that the records give?',
  run: (statements, { incident }) => {
    const named = ofKind(statements, 'indicator').filter(({ isListed }) => isListed);
    const last = named.at(-1);
    const missing =
      incident?.indicators.filter((one) => isHis(one) && !statements.some((said) => isNamedBy(said, one.value))) ?? [];
    if (last === undefined || missing.length === 0) return { judgements: [], clashes: [] };
    const values = listed(
      missing.map(({ value, role }) => `${value} (${role})`),
      8,
    );
    return {
      judgements: [
        {
          statement: last,
          verdict: 'unsupported',
          why: `As the whole list it is not borne out: it leaves out ${values}`,
          arithmetic: null,
          evidence: spread(evidenceOf(missing)),
        },
      ],
      clashes: [],
    };
  },
};

/** Anywhere in the report: what its list alone leaves out a check of the report by itself tells. */
function isNamedBy(said: Statement, own: string): boolean {
  const value = own.toLowerCase();
  if (said.quote.passage.text.toLowerCase().includes(value)) return true;
  if (said.about !== 'indicator') return false;
  const named = said.value.toLowerCase().replace(/…$/, '');
  return named.includes(value) || (said.value.endsWith('…') && value.startsWith(named));
}
