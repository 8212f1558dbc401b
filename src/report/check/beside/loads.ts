import type { Incident } from '../../../model/incident.ts';
import type { Claim } from '../../../model/claim.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { meets } from './bounds.ts';
import type { Truth } from './bounds.ts';
import type { Of } from '../statement.ts';
import { claimsOf, listed, readLogs } from './told.ts';

/** Points of a per cent by which a reading by eye may differ from the measure. */
const pointsOff = 5;

const claimOf = { cpu: 'cpu-level', 'cpu-usual': 'cpu-usual' } as const;

/** The load of processors, against what was measured. */
export const loads = besideCheck(
  { id: 'loads', asks: 'Were the processors as busy as that?', about: 'amount' },
  ({ incident }) =>
    (amount) =>
      amount.of === 'cpu' || amount.of === 'cpu-usual' ? weighLoad(amount, claimOf[amount.of], incident) : null,
);

function weighLoad({ value, of }: Of<'amount'>, kind: string, incident: Incident): Weighed {
  const told = claimsOf(incident, kind);
  const [claim] = told;
  if (claim === undefined)
    return unsupported('no measurement of the processors is among these records', readLogs(incident));
  const fitting = told.find((one) => meets(value, levelOf(one), pointsOff) && isWithin(value, levelOf(one), of));
  if (fitting !== undefined) return supported(fitting.text, fitting.evidence);
  return contradicted(
    listed(
      told.map(({ text }) => text),
      3,
    ),
    claim.evidence,
    claim.method,
  );
}

/** `14 % to 19 %` of the text, else the value alone. */
function levelOf({ text, value }: Claim): Truth {
  const [low, high] = /(\d+(?:\.\d+)?) % to (\d+(?:\.\d+)?) %/.exec(text)?.slice(1).map(Number) ?? [];
  const alone = typeof value === 'number' ? value : Number.NaN;
  return { low: low ?? alone, high: high ?? alone };
}

/** A usual range that reaches far beyond what was measured is another range. */
const isWithin = ({ low, high }: Of<'amount'>['value'], truth: Truth, of: string): boolean =>
  of !== 'cpu-usual' ||
  ((low === null || low >= truth.low - pointsOff * 2) && (high === null || high <= truth.high + pointsOff * 2));
