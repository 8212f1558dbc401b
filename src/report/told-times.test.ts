import { describe, expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { buildReport } from './build-report.ts';
import { renderMarkdown } from './markdown.ts';
import { timesIn } from './told-times.ts';

test('a sentence tells a time in UTC to the second, however the claim wrote it', () => {
  const tell = timesIn(null);
  expect(tell('a pool was spoken to at 2024-02-10T13:35:02.042Z, then no more')).toBe(
    'a pool was spoken to at 2024-02-10 13:35:02 UTC, then no more',
  );
  expect(tell('2024-02-10 13:35:02 – 19:30:15 UTC')).toBe('2024-02-10 13:35:02 – 19:30:15 UTC');
});

describe('with a zone chosen, the local time stands beside it', () => {
  test.each([
    ['America/New_York', '2024-02-10 19:30:15 UTC', '2024-02-10 19:30:15 UTC (14:30:15 EST)'],
    ['America/New_York', '2024-07-10 19:30:15 UTC', '2024-07-10 19:30:15 UTC (15:30:15 EDT)'],
    ['America/New_York', '2024-02-10T19:30:15Z', '2024-02-10 19:30:15 UTC (14:30:15 EST)'],
    ['America/New_York', '2024-02-10 03:00:00', '2024-02-10 03:00:00 (2024-02-09 22:00:00 EST)'],
    [
      'America/New_York',
      '2024-02-10 13:15:02 – 19:30:15 UTC',
      '2024-02-10 13:15:02 – 19:30:15 UTC (08:15:02 – 14:30:15 EST)',
    ],
    [
      'Asia/Kolkata',
      '2024-02-10 13:15:02 – 19:30:15 UTC',
      '2024-02-10 13:15:02 – 19:30:15 UTC (18:45:02 – 2024-02-11 01:00:15 GMT+5:30)',
    ],
    ['Asia/Kolkata', 'no time 99:99:99, no 2024-99-99 99:99:99', 'no time 99:99:99, no 2024-99-99 99:99:99'],
  ])('%s: %s', (zone, text, told) => {
    expect(timesIn(zone)(text)).toBe(told);
  });
});

test('in every part of the report, and never inside a value of a record', () => {
  const [act] = richIncident.timeline;
  if (act === undefined) throw new Error('the fixture has an act');
  const incident = {
    ...richIncident,
    timeline: [{ ...act, action: 'at 2026-11-03T11:02:41Z' }, ...richIncident.timeline],
  };
  const utc = renderMarkdown(buildReport(incident));
  const local = renderMarkdown(buildReport(incident, 'Europe/Berlin'));
  expect(local).toContain('`at 2026-11-03T11:02:41Z`');
  const stamps = (text: string) => text.match(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/g)?.length ?? 0;
  expect(stamps(utc)).toBeGreaterThan(50);
  expect(local.match(/GMT\+1\)/g)?.length ?? 0).toBeGreaterThan(50);
  expect(local.replaceAll(/ \((?:[\d\-: –]+)GMT\+1\)/g, '')).toBe(utc);
});
