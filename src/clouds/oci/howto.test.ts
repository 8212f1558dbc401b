import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Remedy, Subject } from '../../model/howto.ts';
import { phases } from '../../model/plan.ts';
import { howto } from './howto.ts';
import { semantics } from './semantics.ts';

const { remedies } = howto;
const acts = Object.entries(semantics.acts).flatMap(([service, byName]) =>
  Object.entries(byName).map(([name, variants]) => ({ call: `${service} ${name}`, variants: [variants].flat() })),
);
const kinds = new Set(acts.flatMap(({ variants }) => variants).map(({ kind }) => kind));
const operations = new Map(acts.map(({ call, variants }) => [call, variants]));

const tenancy = 'ocid1.tenancy.oc1..aaaaaaaaexampletenancy';
const subject = (type: string, more: Partial<Subject> = {}): Subject => ({
  uid: 'ocid1.instance.oc1.iad.anuwcljtexample',
  name: 'plain',
  type,
  account: tenancy,
  region: 'us-ashburn-1',
  owner: 'alice@example.com',
  details: {
    group: ['ocid1.group.oc1..aaaaaaaaexample'],
    statements: ['allow group Admins to manage all-resources in tenancy'],
    rule: ["instance.compartment.id = 'ocid1.compartment.oc1..aaaaaaaaexample'"],
    bucket: ['b'],
    logGroup: ['ocid1.loggroup.oc1.iad.amaaaaaaexample'],
    region: ['us-ashburn-1'],
  },
  ...more,
});
const orderOf = (one: Subject) => ({ subjects: [one], incidentUid: 'abcdef123456' });
const linesOf = (remedy: Remedy, one = subject(remedy.on?.[0] ?? 'iam:user')): readonly string[] => [
  ...remedy.cli(orderOf(one)),
  ...(remedy.undo?.cli?.(orderOf(one)) ?? []),
  ...(remedy.verify.cli?.(orderOf(one)) ?? []),
];
const find = (id: string): Remedy => {
  const found = remedies.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
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
    expect(remedy.permissions).not.toEqual([]);
    for (const permission of remedy.permissions) expect(permission).toMatch(/^(inspect|read|use|manage) [a-z-]+$/);
    expect(remedy.isReversible || remedy.undo === null).toBe(true);
  });

  test('has lines that name the tenancy as profile', () => {
    const lines = linesOf(remedy);
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(line).toMatch(/(?:^|\()oci (?:[a-z0-9-]+ )+--profile ocid1\.tenancy\./);
    for (const line of lines) expect(line).not.toContain('undefined');
  });

  test('asks nobody: what the command line would ask about is forced', () => {
    for (const line of linesOf(remedy).filter((one) =>
      /^oci (?:[a-z0-9-]+ )+(?:delete|terminate|remove-user) --/.test(one),
    ))
      expect(line).toMatch(/ --force$/);
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

test('a call is taken back only where a variant of it is told as such, so that nothing falls between plan and people', () => {
  const reversed = [
    'create-identity',
    'create-credential',
    'change-credential',
    'grant',
    'impair',
    'share',
    'raise-quota',
  ];
  for (const { takesBack = [] } of remedies)
    for (const call of takesBack)
      expect([call, operations.get(call)?.some(({ verb }) => reversed.includes(verb))]).toEqual([call, true]);
});

test('users and groups are never deleted', () => {
  expect(remedies.flatMap((remedy) => linesOf(remedy)).join('\n')).not.toMatch(
    /iam (?:user|group|dynamic-group) delete/,
  );
});

describe('an API key', () => {
  const uid = 'aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99';
  const lines = (more: Partial<Subject> = {}) =>
    find('oci.delete-api-key').cli(orderOf(subject('iam:api-key', { uid, ...more })));

  test('is deleted only after its public half is kept, which can be uploaded again', () => {
    const [kept = '', deleted = ''] = lines();
    const file = / > (kept-[\w.-]+\.txt)$/.exec(kept)?.[1] ?? 'none';
    expect(kept).toContain('"key-value"');
    expect(deleted).toContain(`api-key delete --profile ${tenancy}`);
    expect(
      find('oci.delete-api-key')
        .undo?.cli?.(orderOf(subject('iam:api-key', { uid })))
        .join(''),
    ).toContain(`--key-file ${file}`);
  });

  test('is that of the user whom the record names by OCID or by name', () => {
    expect(lines({ owner: 'ocid1.user.oc1..aaaaaaaaexamplealice' })[1]).toContain(
      '--user-id ocid1.user.oc1..aaaaaaaaexamplealice',
    );
    expect(lines()[1]).toContain('--user-id "$(oci iam user list');
    expect(lines({ owner: null })).toEqual([]);
  });

  test('stays a text of the query, whatever is in it', () => {
    expect(lines({ uid: "x' || `1`" })[0]).toContain(String.raw`fingerprint=='\''x\'\'' || `);
  });
});

test('machines are detached from their pool before any of them ends, and autoscaling is off before', () => {
  const order = [
    'oci.disable-autoscaling',
    'oci.detach-pool-instances',
    'oci.backup-boot-volume',
    'oci.stop-instance',
    'oci.terminate-instance',
  ];
  const places = order.map((id) => phases.indexOf(find(id).phase) * 1000 + remedies.indexOf(find(id)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(
    find('oci.detach-pool-instances')
      .cli(orderOf(subject('compute:instance-pool')))
      .join(''),
  ).toContain('--is-auto-terminate false');
  expect(
    find('oci.terminate-instance')
      .cli(orderOf(subject('compute:instance')))
      .join(''),
  ).toContain('--preserve-boot-volume true');
});

test('isolation says that security lists of the subnet still count', () => {
  expect(find('oci.isolate-instance').verify.text).toContain('An empty group does not isolate while a security list');
});

test('a policy gets its former statements back, and is only kept where no record tells them', () => {
  const restore = find('oci.restore-policy');
  expect(restore.cli(orderOf(subject('iam:policy'))).at(-1)).toContain('--statements \'["allow group Admins');
  expect(restore.cli(orderOf(subject('iam:policy', { details: {} })))).toHaveLength(1);
});

test.each([
  ['PHX', 'us-phoenix-1'],
  ['ap-tokyo-1', 'ap-tokyo-1'],
  ['x} zero compute quotas in tenancy', 'unknown'],
])('the region %j that was subscribed to gets a quota of zero as %s', (name, region) => {
  const remedy = find('oci.forbid-region');
  expect(remedy.cli(orderOf(subject('iam:region', { name }))).join('')).toContain(`request.region = ${region}"`);
  expect(remedy.terraform?.(orderOf(subject('iam:region', { name })))).toContain(`request.region = ${region}"`);
  expect(remedy.verify.text).toContain('stays subscribed for good');
});

test('who is of another directory, a machine or a service is left to people', () => {
  for (const type of ['federated', 'instance', 'resource', 'service'])
    expect(howto.typeOf({ type, name: 'one', ownerType: null })).toBeNull();
  expect(howto.typeOf({ type: 'user', name: 'alice', ownerType: null })).toBe('iam:user');
  expect(howto.typeOf({ type: 'key', name: 'alice', ownerType: 'user' })).toBe('iam:api-key');
  expect(howto.typeOf({ type: 'iam:auth-token', name: 'alice', ownerType: 'user' })).toBe('iam:auth-token');
  expect(howto.hostOf('ocid1.instance.oc1.iad.anuwcljtexample')).toBe('ocid1.instance.oc1.iad.anuwcljtexample');
  expect(howto.hostOf('csidbob')).toBeNull();
});

/** Runs lines in an empty folder, with a command that only tells what it was given. */
function run(lines: readonly string[]): { readonly files: readonly string[]; readonly told: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-oci-'));
  try {
    const script = ['oci() { printf \'%s\\0\' "$@" >&2; echo answer; }', ...lines].join('\n');
    const told = execFileSync('bash', ['--norc', '-c', `exec 2>&1 1>/dev/null\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { files: readdirSync(folder), told: told.split('\0') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  '$(touch OWNED)',
  '`touch OWNED`',
  "'; touch OWNED; '",
  '" && touch OWNED && "',
  '\ntouch OWNED\n',
  '> OWNED',
  '--profile=evil',
  '../../OWNED',
  '\u001b[31m\u202e',
])('%j stays one word of every line, in a shell that runs them', (payload) => {
  const name = `x${payload}`;
  const details = Object.fromEntries(Object.keys(subject('').details).map((key) => [key, [name]]));
  const hostile = { uid: name, name, owner: name, account: name, region: name, details };
  const { files, told } = run(
    remedies.flatMap((remedy) => linesOf(remedy, subject(remedy.on?.[0] ?? 'iam:user', hostile))),
  );
  expect(files.filter((file) => !/^kept-[\w.-]+\.txt$/.test(file))).toEqual([]);
  expect(told.join('')).not.toContain('not found');
  expect(told).toContain(name);
});
