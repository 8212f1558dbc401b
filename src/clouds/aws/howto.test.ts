import { describe, expect, test } from 'vitest';
import { hclText } from '../../model/hcl-text.ts';
import type { Remedy, Subject } from '../../model/howto.ts';
import { phases } from '../../model/plan.ts';
import { howto } from './howto.ts';
import { semantics } from './semantics.ts';

const { remedies } = howto;
const kinds = new Set(
  Object.values(semantics.acts)
    .flatMap((operations) => Object.values(operations).flat())
    .map(({ kind }) => kind),
);
const operations = new Set(
  Object.entries(semantics.acts).flatMap(([service, byName]) =>
    Object.keys(byName).map((name) => `${service} ${name}`),
  ),
);
const subject = (type: string): Subject => ({
  uid: 'i-0123456789abcdef0',
  name: 'plain',
  type,
  account: '123456789012',
  region: 'us-east-1',
  owner: 'owner',
  details: { policy: ['p'], policyName: ['n'], group: ['g'], profile: ['r'], statement: ['s'], cluster: ['c'] },
});
const linesOf = (remedy: Remedy): readonly string[] => {
  const order = { subjects: [subject(remedy.on?.[0] ?? 'iam:user')], incidentUid: 'abcdef123456' };
  return [...remedy.cli(order), ...(remedy.undo?.cli?.(order) ?? []), ...(remedy.verify.cli?.(order) ?? [])];
};

test('every remedy has an id of its own', () => {
  expect(new Set(remedies.map(({ id }) => id)).size).toBe(remedies.length);
});

describe.each(remedies)('$id', (remedy) => {
  test('is for kinds that semantics know, or takes back calls that they know', () => {
    expect((remedy.on ?? []).filter((kind) => !kinds.has(kind))).toEqual([]);
    expect((remedy.takesBack ?? []).filter((call) => !operations.has(call))).toEqual([]);
    expect((remedy.on ?? []).length + (remedy.takesBack ?? []).length).toBeGreaterThan(0);
  });

  test('says what it needs and what undoes it', () => {
    if (remedy.isProviders) return;
    expect(remedy.permissions).not.toEqual([]);
    for (const permission of remedy.permissions) expect(permission).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
    expect(remedy.isReversible || remedy.undo === null).toBe(true);
  });

  test('has lines that name the account as profile, or none', () => {
    const lines = linesOf(remedy);
    expect(lines.length > 0).toBe(!remedy.isProviders);
    for (const line of lines.filter((one) => one !== ''))
      expect(line).toMatch(/(?:^|\()aws [a-z0-9-]+ [a-z0-9-]+(?: [a-z0-9-]+)? --profile 123456789012/);
  });

  test('destroys nothing of which the evidence is not kept before', () => {
    if (!remedy.isDestructive) return;
    for (const type of remedy.on ?? []) {
      const keeping = remedies.filter(({ phase, on = [] }) => phase === 'preserve' && on.includes(type));
      expect([type, keeping.length]).toEqual([type, 1]);
      expect(phases.indexOf('preserve')).toBeLessThan(phases.indexOf(remedy.phase));
    }
  });
});

test('what can be switched off is never deleted: keys, users, roles', () => {
  const lines = remedies.flatMap(linesOf).join('\n');
  expect(lines).not.toMatch(
    /delete-(?:access-key|user|role|service-specific-credential|ssh-public-key|signing-certificate)\b(?!-)/,
  );
  expect(lines).toContain('update-access-key');
});

test('roles that AWS or Identity Center keeps, and keys of root, are left to people', () => {
  expect(
    howto.typeOf({ type: 'AssumedRole', name: 'AWSReservedSSO_Admin_0123456789abcdef', ownerType: null }),
  ).toBeNull();
  expect(howto.typeOf({ type: 'AssumedRole', name: 'AWSServiceRoleForAutoScaling', ownerType: null })).toBeNull();
  expect(howto.typeOf({ type: 'Root', name: 'root', ownerType: null })).toBeNull();
  expect(howto.typeOf({ type: 'key', name: 'root', ownerType: 'Root' })).toBeNull();
  expect(howto.typeOf({ type: 'AssumedRole', name: 'deploy', ownerType: null })).toBe('iam:role');
});

test.each([
  ['plain', '"plain"'],
  ['${file("/etc/passwd")}', '"$${file(\\"/etc/passwd\\")}"'],
  ['%{ for x in y }', '"%%{ for x in y }"'],
  ['a"b\\c\nd', '"a\\"b\\\\c\\nd"'],
  ['\u202e', '"\\u202e"'],
])('%j is a text of Terraform and nothing else', (text, quoted) => {
  expect(hclText(text)).toBe(quoted);
});

describe.each([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-iso', 'us-iso-east-1'],
])('in the partition %s', (partition, home) => {
  test.each(['user', 'role'])("the provider's own policy for a %s is that of the partition", (kind) => {
    const remedy = remedies.find(({ id }) => id === `aws.deny-${kind}`);
    const uid = `arn:${partition}:iam::123456789012:${kind}/plain`;
    const order = { subjects: [{ ...subject(`iam:${kind}`), uid, region: null }], incidentUid: 'abcdef123456' };
    const policy = `arn:${partition}:iam::aws:policy/AWSDenyAll`;
    const lines = [...(remedy?.cli(order) ?? []), ...(remedy?.undo?.cli?.(order) ?? []), remedy?.terraform?.(order)];
    expect(lines.map((line) => /arn:[^" ]+/.exec(line ?? '')?.[0])).toEqual([policy, policy, policy]);
    if (kind === 'user') expect(remedy?.verify.cli?.(order).join('\n')).toContain(`--region ${home} `);
  });
});

test('a subject without an ARN stands in the partition of its region', () => {
  const remedy = remedies.find(({ id }) => id === 'aws.deny-role');
  const one = { ...subject('iam:role'), uid: 'AROAEXAMPLE', region: 'cn-northwest-1' };
  expect(remedy?.cli({ subjects: [one], incidentUid: 'abcdef123456' }).join('\n')).toContain(
    'arn:aws-cn:iam::aws:policy/AWSDenyAll',
  );
});
