import type { Incident } from '../../../model/incident.ts';
import { waysBack } from '../../../model/ways-back.ts';
import type { Of } from '../statement.ts';
import { moneyText } from './amount-text.ts';
import { besideCheck, contradicted, ofKind, supported, unsupported } from './beside-check.ts';
import type { Setting, Weighed } from './beside-check.ts';
import { deniedData } from './denied-data.ts';
import { regionIs } from './region-names.ts';
import { stillOpen } from './still-open.ts';
import { claimsOf, counted, evidenceOf, listed, readLogs } from './told.ts';
import { coverageRef } from '../../../model/evidence.ts';

/** What the report says did not happen, against what the records show and what was never read. */
export const denials = besideCheck(
  { id: 'denials', asks: 'Can that be ruled out?', about: 'denial' },
  (setting) => (denial) => weighersOf[denial.of](setting, denial),
);

const weighersOf: Readonly<Record<Of<'denial'>['of'], (setting: Setting, denial: Of<'denial'>) => Weighed | null>> = {
  'data-read': ({ incident }, denial) => deniedData(incident, denial),
  persistence: ({ incident }, { quote }) => noPersistence(incident, quote.text),
  'lateral-movement': ({ incident }) => noMovement(incident),
  'other-regions': (setting) => noOtherRegions(setting),
  'remaining-access': ({ incident }) => noAccessLeft(incident),
  cost: ({ incident }) => noCost(incident),
  reputation: () => null,
};

/** Cells of which nothing was read, by region or log. */
const unread = ({ coverage }: Incident) => coverage.filter(({ state }) => state !== 'seen');

/** Nothing was found, which counts as far as everything was read. */
function notFound(incident: Incident, what: string): Weighed {
  const holes = unread(incident);
  return holes.length === 0
    ? supported(`no record of these logs shows ${what}`, readLogs(incident))
    : unsupported(
        `no record read shows ${what}, but ${counted(holes.length, 'log')} of this incident ${holes.length === 1 ? 'was' : 'were'} not read whole: ${listed(holes.map(({ source, region }) => [source, region].filter(Boolean).join(' in ')))}`,
        holes.slice(0, 100).map(coverageRef),
      );
}

function noPersistence(incident: Incident, words: string): Weighed {
  const laid = incident.persistence.filter(({ outcome }) => outcome !== 'failure');
  if (laid.length === 0) return notFound(incident, 'a way back that was laid');
  const open = waysBack(laid);
  const names = listed([...new Set(laid.map(({ operation, target }) => target?.name ?? operation))]);
  if (open.length > 0)
    return contradicted(
      `${counted(open.length, 'way')} back in ${open.length === 1 ? 'is' : 'are'} open by these records: ${listed(open.map(({ name }) => name))}`,
      open.flatMap(({ acts }) => evidenceOf(acts)),
    );
  return /\b(?:remain\w*|left|any ?more|any longer|still|now)\b/i.test(words)
    ? supported(`ways back were laid (${names}), and all are ended by these records`, evidenceOf(laid))
    : contradicted(`ways back were laid before they were ended: ${names}`, evidenceOf(laid));
}

function noMovement(incident: Incident): Weighed {
  const { chains, accounts } = incident;
  const machines = claimsOf(incident, 'machines').filter(({ value }) => typeof value === 'number' && value > 1);
  const [hop] = chains;
  if (machines.length > 0 || hop !== undefined || accounts.length > 1)
    return contradicted(
      [
        ...machines.map(({ text }) => text),
        ...(hop === undefined ? [] : [`${hop.from.name} became ${hop.to.name} by ${hop.how} at ${hop.time}`]),
        ...(accounts.length > 1 ? [`the intruder acted in ${accounts.length} accounts`] : []),
      ].join('; '),
      evidenceOf([...machines, ...chains, ...claimsOf(incident, 'accounts')]),
    );
  return notFound(incident, 'a step to another machine, account or identity');
}

function noOtherRegions({ incident, statements }: Setting): Weighed {
  const named = ofKind(statements, 'indicator').filter(({ type }) => type === 'region');
  const others = incident.regions.filter((region) => !named.some(({ value }) => regionIs(value, region)));
  const evidence = evidenceOf(claimsOf(incident, 'regions'));
  const isToldApart = named.every(({ value }) => incident.regions.some((region) => regionIs(value, region)));
  if (incident.regions.length > 1 && others.length > 0 && isToldApart && (named.length > 0 || others.length > 1))
    return contradicted(
      `the intruder acted in ${counted(incident.regions.length, 'region')}, ${listed(others)} among them`,
      evidence.length > 0 ? evidence : readLogs(incident),
    );
  const holes = unread(incident).filter(({ region }) => region !== null && !incident.regions.includes(region));
  return holes.length === 0
    ? supported(
        `the intruder's acts on record are of ${listed(incident.regions)} alone`,
        evidence.length > 0 ? evidence : readLogs(incident),
      )
    : unsupported(
        `no act elsewhere is on record, but not all logs of ${listed([...new Set(holes.map(({ region }) => region ?? ''))])} were read`,
        holes.slice(0, 100).map(coverageRef),
      );
}

function noAccessLeft(incident: Incident): Weighed {
  const open = stillOpen(incident);
  if (open.length > 0)
    return contradicted(`by these records ${listed(open.map(({ text }) => text))}`, evidenceOf(open));
  const unclear = incident.credentials.filter(
    ({ state, access }) => access !== 'readable' && (state === 'unknown' || state === 'active'),
  );
  return unclear.length > 0
    ? unsupported(`no record shows that ${listed(unclear.map(({ uid }) => uid))} was withdrawn`, evidenceOf(unclear))
    : notFound(incident, 'an access that is left');
}

function noCost({ cost, ...incident }: Incident): Weighed {
  if (cost === null) return unsupported('what it cost is not known from these records', readLogs(incident));
  const extra = cost.incremental ?? cost.likely;
  const told = `at list prices ${moneyText(extra, cost.currency)} would not have been paid without the intrusion`;
  return extra < 1 ? supported(told, cost.evidence) : contradicted(told, cost.evidence);
}
