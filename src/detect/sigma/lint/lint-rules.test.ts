import { describe, expect, test } from 'vitest';
import { sharedCloudTrail, sharedData, sharedRules } from '../../../../test/oracle/shared-data.ts';
import { fieldNamed } from '../../../app/compile-rules.ts';
import { source as cloudtrail } from '../../../clouds/aws/sources/cloudtrail/source.ts';
import { readOwnRules } from '../../../registry/rules.ts';
import type { RuleFile } from '../collection.ts';
import type { ValueForm } from '../../../model/source.ts';
import { loadRules } from '../load.ts';
import { knownFields } from './known-fields.ts';
import { lintRules } from './lint-rules.ts';
import type { RuleProblem } from './problem.ts';

const sources = [cloudtrail];
const resolve = fieldNamed;

function problemsOf(files: readonly RuleFile[]): readonly RuleProblem[] {
  const loaded = loadRules(files, { resolve });
  expect(loaded.refused).toEqual([]);
  return lintRules(files, loaded, { resolve, sources });
}

const head = `title: A rule
id: 11111111-2222-4333-8444-555555555555
author: Tests
description: A rule.
level: low
falsepositives: [None known]
tags: [attack.t1078]
logsource: {product: aws, service: cloudtrail}
detection:
`;
const fileOf = (text: string, path = 'rule.yml'): RuleFile => ({ path, text, origin: 'test' });

/** Line, kind and message of each problem of a rule whose detection begins in line 10. */
const inDetection = (detection: string): readonly string[] =>
  problemsOf([fileOf(head + detection)]).map(
    ({ line, severity, kind, message, hint }) =>
      `${line} ${severity} ${kind}: ${message}${hint === null ? '' : ` (${hint})`}`,
  );

describe('a detection', () => {
  test('without anything odd has no problem', () => {
    const detection = `  call: {eventSource: ec2.amazonaws.com, eventName: [RunInstances, RequestSpotInstances], errorCode: null}
  deep:
    requestParameters.instanceType|startswith: p4
    responseElements.anything.at.all|exists: true
    resources.ARN|contains: arn
  filter: {userIdentity.invokedBy: autoscaling.amazonaws.com}
  condition: call and deep and not filter
`;
    expect(inDetection(detection)).toEqual([]);
  });

  test('names fields that no record has, each once, and what was probably meant', () => {
    const detection = `  a:
    eventname: RunInstances
    requestParameters.eventname: x
  b:
    eventname: StopInstances
    userIdentity.sessionContext.atributes.mfaAuthenticated: 'false'
    eventName.inner: x
    status: success
    sourceIPAddress|fieldref: sourceIpAddres
  condition: a or b
`;
    expect(inDetection(detection)).toEqual([
      "11 warning unknown-field: no record is known to have the field 'eventname' (did you mean eventName?)",
      "15 warning unknown-field: no record is known to have the field 'userIdentity.sessionContext.atributes.mfaAuthenticated' (did you mean userIdentity.sessionContext.attributes.mfaAuthenticated?)",
      "16 warning unknown-field: no record is known to have the field 'eventName.inner'",
      "17 warning unknown-field: no record is known to have the field 'status'",
      "18 warning unknown-field: no record is known to have the field 'sourceIpAddres' (did you mean sourceIPAddress?)",
    ]);
  });

  test('asks for values that the log never writes', () => {
    const detection = `  a:
    eventSource: [ec2, RDS.amazonaws.com, ec2.amazonaws.com, '*.amazonaws.com', e*]
    eventName: ec2:RunInstances
    readOnly: no
  b:
    eventSource|cased: EC2.amazonaws.com
    userIdentity.type|startswith: Assume
    userIdentity.sessionContext.attributes.mfaAuthenticated|neq: 'maybe'
    eventType|endswith: Call
    eventCategory|contains: manager
  condition: a or b
`;
    expect(inDetection(detection)).toEqual([
      "11 warning no-such-value: 'eventSource' never holds 'ec2': it is written like ec2.amazonaws.com",
      "12 warning no-such-value: 'eventName' never holds 'ec2:RunInstances': it is written like RunInstances",
      "13 warning no-such-value: 'readOnly' never holds 'no': it is true, false",
      "15 warning no-such-value: 'eventSource' never holds 'EC2.amazonaws.com': it is written like ec2.amazonaws.com",
      "17 warning no-such-value: 'userIdentity.sessionContext.attributes.mfaAuthenticated' never holds 'maybe': it is true, false",
      "19 warning no-such-value: 'eventCategory' never holds 'manager': it is Management, Data, NetworkActivity, Insight",
    ]);
  });

  test('has clauses that exclude each other, values that stand twice, and a search that nobody asks for', () => {
    const detection = `  a:
    errorCode: null
    errorCode|contains: Denied
    eventName|contains|all: [Get, get]
  b:
    userIdentity.type: [Root, IAMUser]
    userIdentity.type|endswith: Role
    eventName|all: [GetObject, PutObject]
  _c: {eventName: A}
  condition: a or b
`;
    expect(inDetection(detection)).toEqual([
      "12 warning contradiction: 'errorCode|contains' and 'errorCode' of line 11 can never hold together",
      "13 warning repeated-value: 'eventName|contains|all' names 'get' twice",
      "16 warning contradiction: 'userIdentity.type|endswith' and 'userIdentity.type' of line 15 can never hold together",
      "17 warning contradiction: 'eventName|all' can never hold: its values exclude each other",
      "18 warning unused-search: the condition does not ask for '_c'",
      '19 error never-matches: the rule can never match: what it asks for excludes itself',
    ]);
  });

  test('takes all away again with its own filter', () => {
    const detection = `  call: {eventName: StopLogging}
  filter_all: {eventName|endswith: logging}
  condition: call and not 1 of filter_*
`;
    expect(inDetection(detection)).toEqual([
      '12 error never-matches: the rule can never match: what it asks for excludes itself',
    ]);
  });

  test('of keywords, or of logs that nobody reads, is not judged by fields', () => {
    expect(inDetection("  words: [xmrig, '*stratum*']\n  condition: words\n")).toEqual([]);
    const waf = head.replace('cloudtrail', 'waf') + '  a: {whatever: 1, eventSource: x}\n  condition: a\n';
    expect(problemsOf([fileOf(waf)])).toEqual([]);
  });
});

describe('what a rule says of itself', () => {
  test('is missing, told in one line', () => {
    const bare = `title: A rule
logsource: {product: aws}
detection: {a: {eventName: A}, condition: a}
`;
    expect(problemsOf([fileOf(bare)])).toEqual([
      {
        path: 'rule.yml',
        line: 1,
        document: 1,
        severity: 'warning',
        kind: 'metadata',
        message:
          'the rule names no id, level, author, description, falsepositives and no ATT&CK technique among its tags',
        hint: null,
      },
    ]);
  });

  test('is misspelt', () => {
    const text = `${head.replace('description', 'descripton').replace('t1078', 't1078.4').replace('id: 1', 'id: x')}  a: {eventName: A}
  condition: a
next:
  - Look at this: it is odd.
`;
    expect(problemsOf([fileOf(text)]).map(({ line, message, hint }) => [line, message, hint])).toEqual([
      [1, 'the rule names no description', null],
      [2, "the id 'x1111111-2222-4333-8444-555555555555' is no UUID, as Sigma wants it", null],
      [4, "the key 'descripton' is not read", 'did you mean description?'],
      [7, "the tag 'attack.t1078.4' names no technique, as attack.t1078.004 does", null],
      [13, "'next' has a map where a sentence should stand", 'a text with a colon in it stands in quotes'],
    ]);
  });
});

test('rules that ask for the same are found in any order of their parts', () => {
  const other = head.replace('11111111', '22222222');
  const files = [
    fileOf(`${head}  a: {eventName: [A, B], awsRegion: us-east-1}\n  condition: a\n`, 'a.yml'),
    fileOf(`${other}  x: {awsRegion: US-EAST-1, eventName: [B, A]}\n  condition: x\n`, 'b.yml'),
    fileOf(`${other.replace('2222', '3333')}  x: {awsRegion: us-east-1, eventName: [b, A]}\n  condition: x\n`, 'c.yml'),
  ];
  const told = problemsOf(files).map(({ path, line, kind, message }) => [path, line, kind, message]);
  expect(told).toEqual([
    ['b.yml', 10, 'same-detection', 'the rule asks for the same as a.yml'],
    ['c.yml', 10, 'same-detection', 'the rule asks for the same as a.yml'],
  ]);
});

test('a correlation is judged by the fields of its rules, which need say nothing of themselves', () => {
  const text = `${head.replace('logsource: {product: aws, service: cloudtrail}\ndetection:\n', '')}correlation:
  type: value_count
  rules: [made]
  group-by: [userIdentity.Arn, who]
  aliases: {who: {made: sourceIPAddress}}
  timespan: 5m
  condition: {field: eventname, gte: 3}
---
title: A user was made
name: made
logsource: {product: aws, service: cloudtrail}
detection:
  call: {eventName: CreateUser}
  condition: call
`;
  expect(problemsOf([fileOf(text)]).map(({ line, message, hint }) => [line, message, hint])).toEqual([
    [11, "no record is known to have the field 'userIdentity.Arn'", 'did you mean userIdentity.arn?'],
    [14, "no record is known to have the field 'eventname'", 'did you mean eventName?'],
  ]);
});

test('our own rules have nothing odd', async () => {
  expect(problemsOf(await readOwnRules())).toEqual([]);
});

const data = sharedData('lint of the shared rules');

describe.skipIf(data === null)('the shared data (skipped without BEEWOLF_TEST_DATA)', () => {
  test('no rule of the community for this log is called impossible, and few are odd', () => {
    const files = sharedRules(data ?? '', 'cloud/aws').map(({ path, text }) => fileOf(text, path));
    const problems = problemsOf(files);
    expect(problems.length).toBeLessThan(files.length / 4);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(
      problems.filter(({ kind }) => kind !== 'metadata').map(({ path, message }) => `${path}: ${message}`),
    ).toEqual(["cloudtrail/aws_delete_saml_provider.yml: no record is known to have the field 'status'"]);
  });

  test('fields of recorded logs are known', () => {
    const fields = knownFields(cloudtrail);
    const records = sharedCloudTrail(data ?? '').filter((record) => isMap(record) && 'eventVersion' in record);
    expect(records.length).toBeGreaterThan(400);
    const unknown = new Set(
      records.flatMap((record) => pathsIn(record)).filter((path) => fields?.standingOf(path.split('.')) === 'unknown'),
    );
    // Some recorders wrote keys in another case, and those who keep records add keys of their own.
    const strange = [...unknown].filter((path) => fields?.nearestTo(path) === null);
    expect(strange.filter((path) => !/^[@_]|^p_/.test(path))).toEqual([]);
  });

  test('values of recorded logs are of the forms that are documented', () => {
    const records = sharedCloudTrail(data ?? '').filter((record) => isMap(record) && 'eventVersion' in record);
    // Accounts and regions of these records are made up.
    const names = ['eventSource', 'eventName', 'eventType', 'eventCategory', 'readOnly', 'userIdentity.type'];
    const odd = names.flatMap((name) => {
      const form = cloudtrail.valueForms?.[name];
      const values = new Set(records.flatMap((record) => valuesAt(record, name.split('.'))));
      return [...values].filter((value) => form === undefined || !isOfForm(value, form)).map((value) => [name, value]);
    });
    expect(odd).toEqual([]);
  });
});

const isOfForm = (value: string, form: ValueForm): boolean =>
  'oneOf' in form ? form.oneOf.includes(value) : form.form.test(value);

function valuesAt(record: unknown, [key = '', ...deeper]: readonly string[]): readonly string[] {
  const value = isMap(record) ? record[key] : undefined;
  if (deeper.length > 0) return valuesAt(value, deeper);
  return value === undefined || value === null ? [] : [String(value)];
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function pathsIn(value: unknown, before = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, before));
  if (!isMap(value)) return before === '' ? [] : [before];
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, before === '' ? key : `${before}.${key}`));
}
