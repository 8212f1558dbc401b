import { relative } from 'node:path';
import type { Incident } from '../model/incident.ts';
import { ownHops } from '../model/own-hops.ts';
import { waysBack } from '../model/ways-back.ts';
import { inert } from '../model/inert.ts';
import { notSeen } from '../model/coverage-words.ts';
import { severityCell } from './severity-cell.ts';
import { wrap, type Terminal } from './terminal.ts';

interface Told {
  readonly incidents: readonly Incident[];
  readonly folder: string;
}

/** Each incident in a few lines: what, who, how far, what is unknown, and where its report lies. */
export function* incidentLines({ incidents, folder }: Told, terminal: Terminal, cwd: string): Generator<string> {
  const { colours, width } = terminal;
  for (const incident of incidents) {
    const { severity, title, incident_uid: uid } = incident;
    const cell = severityCell(severity.level, colours);
    const paint = typeof cell === 'string' ? (text: string) => text : cell.paint;
    yield '';
    yield `  ${paint(`${severity.level.toUpperCase()} ${severity.score}`)}  ${uid}`;
    for (const line of wrap(inert(title), width - indent)) yield `  ${colours.bold(line)}`;
    for (const [label, text] of facts(incident)) yield* labelled(label, text, terminal);
    yield* labelled('report', relative(cwd, `${folder}/${uid}/report.html`), terminal);
  }
}

const indent = 2;
const labelWidth = 10;

/** A fact behind its label, its further lines under the first. */
export function* labelled(label: string, text: string, { colours, width }: Terminal): Generator<string> {
  const lines = wrap(inert(text), width - 2 * indent - labelWidth);
  for (const [index, line] of lines.entries()) {
    yield `    ${colours.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`;
  }
}

function* facts(incident: Incident): Generator<readonly [string, string]> {
  const { root, entry, accounts, regions, resources, persistence, impairment, coverage, failed } = incident;
  const from =
    entry === null ? '' : `, ${entry.how} ${entry.time}${entry.address === null ? '' : ` from ${entry.address}`}`;
  yield root === null
    ? ['root', `unknown: ${incident.root_absent_reason ?? ''}`]
    : ['root', `${root.credential ?? 'no key recorded'} of ${root.identity.name}${from}`];
  const hops = ownHops(incident).length;
  if (hops > 0) yield ['chain', `${count(hops, 'hop')} from there`];
  const reach = accounts.length + regions.length;
  if (reach > 0) yield ['reach', `${count(accounts.length, 'account')}, ${count(regions.length, 'region')}`];
  const launched = valueOf(incident, 'launched');
  if (launched !== null) yield ['running', `${valueOf(incident, 'running') ?? 0} of ${launched} launched resources`];
  const { cost } = incident;
  if (cost !== null && cost.high > 0)
    yield [
      'cost',
      `about ${cost.likely.toFixed(2)} USD up to ${cost.as_of}${cost.per_hour ? `, ${cost.per_hour.toFixed(2)} USD for every further hour` : ''}`,
    ];
  const left = resources.filter(({ state }) => state === 'active').length;
  if (left > 0) yield ['left', `${count(left, 'other thing')} made or changed and still there`];
  const refused = failed.reduce((sum, { evidence_count: calls }) => sum + calls, 0);
  if (refused > 0) yield ['refused', count(refused, 'call')];
  const back = waysBack(persistence);
  if (back.length > 0) yield ['persists', `${count(back.length, 'way')} back in`];
  if (impairment.length > 0) yield ['blinded', `${count(impairment.length, 'act')} against the defence`];
  const unseen = Map.groupBy(
    coverage.filter(({ state }) => state !== 'seen'),
    ({ state }) => state,
  );
  const parts = [...unseen].map(([state, same]) => `${count(same.length, 'log')} ${notSeen[state]}`);
  if (parts.length > 0) yield ['unknown', `${parts.join(', ')} (account × region × source)`];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** The value of the incident's claim of this kind, where it makes one. */
function valueOf({ claims }: Incident, kind: string): Incident['claims'][number]['value'] {
  return claims.find(({ claim_uid: uid }) => uid.endsWith(`-${kind}`))?.value ?? null;
}
