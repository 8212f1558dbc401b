import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deed, key, open, planOf, resource, role, types, user } from '../../test/plan-fixture.ts';
import { howto } from '../clouds/aws/howto.ts';
import { semantics } from '../clouds/aws/semantics.ts';
import type { Plan } from '../model/plan.ts';

describe('hostile names', () => {
  const payloads = [
    '$(touch OWNED)',
    '`touch OWNED`',
    '; touch OWNED; #',
    "'; touch OWNED; '",
    '" && touch OWNED && "',
    '\ntouch OWNED\n',
    '> OWNED',
    '| tee OWNED',
    '${IFS}touch${IFS}OWNED',
    "$'",
    '{identity} {resource}',
    '-x',
    '--profile=evil',
    '[{"a":1}]',
    '*',
    '\u001b[31m\u202e',
    '../../OWNED',
  ];
  const planFor = (name: string): Plan => {
    const resources = types.map((type) => resource({ uid: type === 'ec2:instance' ? `i-${name}` : name, name, type }));
    const hostile = { ...user, name, uid: `arn:aws:iam::123456789012:user/${name}` };
    return planOf(
      {
        resources,
        identities: [hostile, { ...role(name) }],
        credentials: [{ ...key, identity: { uid: hostile.uid, name } }],
      },
      {
        deeds: howto.remedies.flatMap(({ takesBack = [] }) =>
          takesBack.map((call) => {
            const [service = '', operation = ''] = call.split(' ');
            const act = [semantics.acts[service]?.[operation] ?? []].flat()[0];
            const details = { policy: [name], policyName: [name], group: [name], profile: [name], statement: [name] };
            return deed({ service, operation, verb: 'impair', kind: act?.kind ?? '', targets: [name], details });
          }),
        ),
      },
    );
  };
  const linesOf = (plan: Plan): readonly string[] =>
    plan.steps.flatMap(({ cli, undo, verify }) => [...cli, ...(undo?.cli ?? []), ...verify.cli]);

  test.each(payloads)('%j stays one word of every line, in a shell that runs them', (payload) => {
    const name = `x${payload}`;
    const [whole, bare] = [planFor(name), planFor(payload)];
    for (const plan of [whole, bare]) {
      const lines = linesOf(plan);
      expect(lines.length).toBeGreaterThan(100);
      const { files, told } = run(lines);
      expect(files.filter((file) => !/^kept-[\w.-]+\.txt$/.test(file))).toEqual([]);
      expect(told).not.toContain('not found');
    }
    expect(run(linesOf(whole)).told.split('\0')).toContain(name);
  });

  test.each(['file:///etc/passwd', 'https://evil.example.com/x'])(
    '%j, which a command line would read, stands in none',
    (payload) => {
      const plan = planFor(payload);
      expect(linesOf(plan).filter((line) => line.includes('://'))).toEqual([]);
      expect(open(plan).filter(({ terraform }) => terraform?.includes('://'))).toEqual([]);
    },
  );

  test('no line holds what acts on a terminal', () => {
    for (const payload of payloads) expect(linesOf(planFor(payload)).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  /** Runs lines in an empty folder, with a command that only tells what it was given. */
  function run(lines: readonly string[]): { readonly files: readonly string[]; readonly told: string } {
    const folder = mkdtempSync(join(tmpdir(), 'beewolf-plan-'));
    try {
      const script = ['aws() { printf \'%s\\0\' "$@" >&2; }', 'beewolf() { :; }', ...lines].join('\n');
      const told = execFileSync('bash', ['--norc', '-c', `exec 2>&1 1>/dev/null\n${script}`], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { files: readdirSync(folder), told };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
