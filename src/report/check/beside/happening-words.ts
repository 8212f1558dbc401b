import type { Happening } from '../statement.ts';

/** What the records would show, for a sentence about its absence or its time. */
export const happeningWords: Readonly<Record<Happening, string>> = {
  activity: 'an act of the intruder',
  exposure: 'the exposure of a secret',
  compromise: 'the compromise',
  'failed-access': 'a refused sign-in',
  access: 'the access',
  'key-added': 'the adding of a key',
  'user-made': 'the making of a user',
  'rights-raised': 'the raising of rights',
  download: 'the download',
  install: 'the installation',
  persistence: 'the laying of a way back',
  hiding: 'the hiding',
  mining: 'mining',
  'pool-connection': 'a connection to a pool',
  launch: 'a launch',
  'credential-made': 'the making of a credential',
  'data-read': 'the reading of data',
  impairment: 'an act against the defence',
  alert: 'an alert',
  notice: 'a notice',
  investigation: 'the beginning of the investigation',
  isolation: 'an isolation',
  'credential-revoked': 'the withdrawal of a credential',
  'user-disabled': 'the disabling of a user',
  termination: 'a termination',
  'logging-resumed': 'the return of a log',
  rebuild: 'a rebuild',
  outage: 'an outage',
  containment: 'an act of containment',
  resolution: 'the resolution',
  report: 'the report',
};

/** What no record of a cloud or a machine can show. */
export const beyondRecords: Partial<Readonly<Record<Happening, string>>> = {
  exposure: 'no log tells when or where a secret lay open',
  investigation: 'no log tells when people began to look',
  rebuild: 'no record of these logs tells of a machine that took its place',
};

/** Said of the report and its closing, which are no part of the intrusion. */
export const ofTheReport: ReadonlySet<Happening> = new Set(['report', 'resolution']);
