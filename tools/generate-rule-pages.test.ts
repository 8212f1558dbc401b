import { dirname, join, normalize } from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pagesFolder, standingPages, wantedPages } from './generate-rule-pages.ts';
import { rulePages } from './rule-pages.ts';

test('docs/rules/ holds what the rules say; run `node tools/generate-rule-pages.ts`', async () => {
  const wanted = await wantedPages();
  expect(Object.fromEntries(await standingPages())).toEqual(
    Object.fromEntries(wanted.map(({ path, text }) => [path, text])),
  );
});

test('every link inside the pages leads somewhere', async () => {
  const lost = (await wantedPages()).flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^):]+)\)/g)]
      .map(([, target = '']) => normalize(join(pagesFolder, dirname(path), target)))
      .filter((target) => !existsSync(target)),
  );
  expect(lost).toEqual([]);
});

const ruleText = `title: Something | odd
id: 11111111-2222-4333-8444-555555555555
status: test
description: What <it> is.
why: >-
  Because of
  *this*.
references: [https://example.com/a]
author: Beewolf
date: 2026-01-02
tags: [attack.t1496.001, attack.t1078]
attack_version: '19.1'
logsource:
  product: aws
detection:
  a:
    eventName: A # as it stands
  condition: a
falsepositives: [One, Two]
next: [Look]
level: high
`;

describe('a page', () => {
  const pages = rulePages([
    { path: 'rules/aws/odd/rule.yml', text: ruleText },
    {
      path: 'rules/aws/lesser/rule.yml',
      text: ruleText.replace('level: high', 'level: low').replace(', attack.t1078]', ']'),
    },
  ]);
  const textOf = (path: string): string => pages.find((page) => page.path === path)?.text ?? '';

  test('shows the text of the rule and nothing that Markdown makes of it', () => {
    const text = textOf('aws/odd.md');
    expect(text).toContain('# Something \\| odd\n');
    expect(text).toContain('\nBecause of \\*this\\*.\n');
    expect(text).toContain(
      '```yaml\nlogsource:\n  product: aws\ndetection:\n  a:\n    eventName: A # as it stands\n  condition: a\n```',
    );
    expect(text).toContain('[rules/aws/odd/rule.yml](../../../rules/aws/odd/rule.yml)');
  });

  test('of coverage names for each technique its version and its rules, the gravest first', () => {
    const row = textOf('attack-coverage.md')
      .split('\n')
      .find((line) => line.startsWith('| [T1496.001]'));
    expect(row).toBe(
      '| [T1496.001](https://attack.mitre.org/techniques/T1496/001/) | 19.1 | 2 | [Something \\| odd](aws/odd.md) (high)<br>[Something \\| odd](aws/lesser.md) (low) |',
    );
    expect(textOf('attack-coverage.md')).toContain(
      '| [T1078](https://attack.mitre.org/techniques/T1078/) | 19.1 | 1 |',
    );
  });

  test('is not made of a rule that does not say what it must', () => {
    expect(() => rulePages([{ path: 'rules/aws/x/rule.yml', text: ruleText.replace('next:', 'then:') }])).toThrow(
      /rules\/aws\/x\/rule\.yml:.*next/s,
    );
  });
});
