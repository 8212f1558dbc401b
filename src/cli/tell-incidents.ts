import { relative } from 'node:path';
import type { Incident } from '../model/incident.ts';
import { inert } from '../model/inert.ts';
import { severityCell } from './severity-cell.ts';
import type { Colours } from './terminal.ts';

interface Told {
  readonly incidents: readonly Incident[];
  readonly folder: string;
}

/** Each incident in a few lines: what, who, how far, what is unknown, and where its report lies. */
export function* incidentLines(
  { incidents, folder }: Told,
  { colours, cwd }: { readonly colours: Colours; readonly cwd: string },
): Generator<string> {
  for (const incident of incidents) {
    const { severity, title, incident_uid: uid } = incident;
    const cell = severityCell(severity.level, colours);
    const paint = typeof cell === 'string' ? (text: string) => text : cell.paint;
    yield '';
    yield `  ${paint(severity.level.toUpperCase())} ${severity.score}  ${colours.bold(inert(title))}   ${uid}`;
    for (const [label, text] of facts(incident)) yield `    ${colours.dim(label.padEnd(9))} ${inert(text)}`;
    yield `    ${colours.dim('report'.padEnd(9))} ${inert(relative(cwd, `${folder}/${uid}/report.html`))}`;
  }
}

function* facts(incident: Incident): Generator<readonly [string, string]> {
  const { root, entry, chains, accounts, regions, resources, persistence, impairment, coverage, failed } = incident;
  const from =
    entry === null ? '' : `, ${entry.how} ${entry.time}${entry.address === null ? '' : ` from ${entry.address}`}`;
  yield root === null
    ? ['root', `unknown: ${incident.root_absent_reason ?? ''}`]
    : ['root', `${root.credential ?? 'no key recorded'} of ${root.identity.name}${from}`];
  if (chains.length > 0)
    yield [
      'chain',
      `${count(chains.length, 'hop')} over ${count(new Set(chains.map(({ account }) => account)).size, 'account')}`,
    ];
  yield ['reach', `${count(accounts.length, 'account')}, ${count(regions.length, 'region')}`];
  const running = resources.filter(({ state }) => state === 'running' || state === 'active').length;
  const tries = failed.reduce((sum, { count: tried }) => sum + (tried ?? 1), 0);
  if (resources.length > 0 || tries > 0)
    yield [
      'running',
      `${running} of ${count(resources.length, 'resource')}${tries > 0 ? `; ${count(tries, 'attempt')} failed` : ''}`,
    ];
  if (persistence.length > 0) yield ['persists', `${count(persistence.length, 'way')} back in`];
  if (impairment.length > 0) yield ['blinded', `${count(impairment.length, 'act')} against the defence`];
  const unseen = coverage.filter(({ state }) => state !== 'seen').length;
  if (unseen > 0) yield ['unknown', `${count(unseen, 'cell')} of account × region × source without logs`];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
