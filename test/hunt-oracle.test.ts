import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { expect, test } from 'vitest';
import type { Finding } from '../src/model/finding.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { oracleMatches } from './oracle/sigma.ts';
import { sharedCloudTrail, sharedData, sharedRules } from './oracle/shared-data.ts';
import { violations } from './contract.ts';

const data = sharedData('hunt against the oracle');

test.skipIf(data === null)(
  'hunt gives the (rule, event) pairs of the independent evaluator, with the shared data',
  async () => {
    if (data === null) return;
    const records = sharedCloudTrail(data).filter(isTimed);
    const folder = temporaryFolder();
    const rules = join(data, 'sigma/rules/cloud/aws');
    const inputs = [join(data, 'cloudtrail'), join(folder, 'more.jsonl')];
    const { writeFileSync } = await import('node:fs');
    // The labelled records and StreamAlert's stand inside test cases: as lines they are logs like any other.
    writeFileSync(join(folder, 'more.jsonl'), records.map((record) => JSON.stringify(record)).join('\n'));

    const ran = await beewolf(['hunt', ...inputs, '--no-builtin', '--rules', rules, '-o', 'jsonl', '--per-event'], {
      cwd: folder,
    });
    expect(ran.status, ran.stderr).toBe(0);
    const findings = ran.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Finding);
    for (const finding of findings) expect(violations('finding', finding)).toEqual([]);
    const found = new Set(findings.map(({ rule, evidence }) => `${rule.uid} ${plainUid(evidence[0])}`));

    const documents = sharedRules(data, 'cloud/aws').flatMap(({ text }) =>
      parseAllDocuments(text).map((document) => document.toJS() as { id: string }),
    );
    const expected = new Set<string>();
    for (const record of records) {
      for (const document of documents) {
        if (typeof record.eventID === 'string' && oracleMatches(document, record))
          expected.add(`${document.id} aws.cloudtrail:${record.eventID}`);
      }
    }
    const ids = new Set(records.map(({ eventID }) => `aws.cloudtrail:${String(eventID)}`));
    const withId = [...found].filter((pair) => ids.has(pair.slice(pair.indexOf(' ') + 1)));
    expect(expected.size).toBeGreaterThan(50);
    expect(withId.toSorted()).toEqual([...expected].toSorted());
  },
  60_000,
);

interface Timed {
  readonly eventID?: unknown;
}

const isTimed = (record: unknown): record is Timed => {
  const { eventTime, '@timestamp': stamp } = record as Record<string, unknown>;
  return [eventTime, stamp].some((time) => typeof time === 'string' && /^\d{4}-/.test(time));
};

/** Records of one id that differ are numbered: the oracle looks at each on its own. */
const plainUid = (uid: string | undefined): string => (uid ?? '').replace(/#\d+$/, '');
