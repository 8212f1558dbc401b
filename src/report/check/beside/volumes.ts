import type { Claim } from '../../../model/claim.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { bytesText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, isAbove, meetsRoughly } from './bounds.ts';
import { claimsOf, evidenceOf, readLogs } from './told.ts';

/** A GB is 7 % less than a GiB, and reports mix them. */
const unitShare = 0.1;
/** What is usual is a middle of many days. */
const usualShare = 0.25;

/** What left a machine: how much, in which time, where to. */
export const volumes = besideCheck(
  { id: 'volumes', asks: 'Did that much leave, and for that?', about: 'amount' },
  ({ incident }) =>
    (amount) => {
      if (amount.of === 'egress-usual') return usual(amount, incident);
      if (amount.of !== 'egress') return null;
      const volume = sentOf(amount, incident);
      // Where mining is said to have sent it, that decides; the figure alone may be right.
      return (amount.cause === 'mining' ? notByMining(amount, incident) : null) ?? volume;
    },
);

function sentOf({ value, within }: Of<'amount'>, incident: Incident): Weighed {
  const hour = ['sent-before-alert', 'sent-peak'];
  const whole = ['sent', 'sent-to', 'sent-to-pools', 'sent-unexplained'];
  const kinds = within === null ? [...whole, ...hour] : within <= 2 * 3600 ? hour : whole;
  const told = kinds.flatMap((kind) => claimsOf(incident, kind));
  if (told.length === 0) return unsupported('no record of these logs tells how much was sent', readLogs(incident));
  const fitting = told.find((claim) => meetsRoughly(value, bytesOf(claim), unitShare));
  if (fitting !== undefined) return supported(fitting.text, fitting.evidence);
  const exposed = incident.data_exposure?.read.find(
    ({ bytes }) => bytes !== null && meetsRoughly(value, exactly(bytes), unitShare),
  );
  if (exposed !== undefined)
    return supported(`${bytesText(exposed.bytes ?? 0)} were read of ${exposed.resource}`, exposed.evidence);
  const most = Math.max(...told.map((claim) => bytesOf(claim).high));
  const [claim] = told.filter((one) => bytesOf(one).high === most);
  if (claim === undefined) return null as never;
  return isAbove(value, most * (1 + unitShare)) || within !== null || claimsOf(incident, 'sent').length === 1
    ? contradicted(claim.text, claim.evidence, claim.method)
    : unsupported(`no sum of these records comes to that; ${claim.text}`, claim.evidence);
}

const bytesOf = ({ value }: Claim) => exactly(typeof value === 'number' ? value : Number.NaN);

function usual({ value, within }: Of<'amount'>, incident: Incident): Weighed | null {
  const told = claimsOf(incident, 'sent-usual');
  const [claim] = told;
  if (claim === undefined)
    return unsupported('too little was measured before to tell what is usual', readLogs(incident));
  if (within !== null && within !== 86_400) return null;
  const fitting = told.find((one) => meetsRoughly(value, bytesOf(one), usualShare));
  return fitting === undefined
    ? contradicted(claim.text, claim.evidence, claim.method)
    : supported(fitting.text, fitting.evidence);
}

/** Mining sends little: a share is some hundred bytes. */
function notByMining({ value }: Of<'amount'>, incident: Incident): Weighed | null {
  const most = claimsOf(incident, 'mining-volume');
  const pools = claimsOf(incident, 'sent-to-pools');
  const bound = most.reduce((sum, claim) => sum + bytesOf(claim).high, 0);
  if (most.length === 0 || !isAbove(value, bound * 2)) return null;
  const elsewhere = claimsOf(incident, 'sent-to')
    .toSorted((a, b) => bytesOf(b).high - bytesOf(a).high)
    .slice(0, 1);
  const unexplained = claimsOf(incident, 'sent-unexplained');
  return contradicted(
    [...pools, ...elsewhere, ...(elsewhere.length === 0 ? unexplained : [])].map(({ text }) => text).join('; ') ||
      `mining sends ${bytesText(bound)} at most in that time`,
    evidenceOf([...pools, ...elsewhere, ...unexplained]),
    most.map(({ text, method }) => `${text}: ${method}`).join('; '),
  );
}
