import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadRules } from '../src/detect/sigma/load.ts';
import { levels } from '../src/model/rule.ts';
import { readOwnRules } from '../src/registry/rules.ts';
import { oracleMatches } from './oracle/sigma.ts';
import { readTwins } from './twin-records.ts';

const files = (await readOwnRules()).filter(({ path }) => path.startsWith('rules/oci/'));
const { rules, silent } = loadRules(files, { resolve: (name) => ({ path: name.split('.') }) });
const grave = rules
  .filter(({ identity: { uid, level } }) => !silent.has(uid) && levels.indexOf(level) >= levels.indexOf('medium'))
  .map(({ identity }) => ({
    identity,
    document: parse(files.find(({ path }) => path === identity.path)?.text ?? '') as unknown,
  }));
const blinding = grave.filter(({ identity }) => identity.techniques.some(({ id }) => id.startsWith('T1685')));
const twins = await readTwins(files);

interface Called {
  readonly data: { readonly eventName: string; readonly response: object };
}

/** The record as it would be had the caller no right to. */
const refused = (record: Called): Called => ({
  ...record,
  data: { ...record.data, response: { ...record.data.response, status: '404' } },
});

test('a refused attempt to blind the watch in Oracle Cloud is of medium or more', () => {
  const missed = blinding
    .flatMap(({ identity }) => twins(identity.path, 'malicious').map(({ record }) => refused(record as Called)))
    .filter((record) => !grave.some(({ document }) => oracleMatches(document, record)));
  expect(missed.map(({ data }) => data.eventName)).toEqual([]);
  expect(blinding.length).toBeGreaterThan(5);
});
