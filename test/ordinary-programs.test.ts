import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { levels, type Level } from '../src/model/rule.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';

const account = '123456789012';
const callSchema = z.strictObject({
  do: z.string().regex(/^[a-z0-9]+ \w+$/),
  source: z.string().optional(),
  times: z.number().default(1),
  regions: z.number().default(1),
  error: z.string().optional(),
  message: z.string().optional(),
  response: z.record(z.string(), z.unknown()).optional(),
  more: z.record(z.string(), z.unknown()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const programSchema = z.strictObject({
  who: z.string(),
  role: z.string().optional(),
  session: z.string().default(''),
  user: z.string().optional(),
  provider: z.literal('eks').optional(),
  invokedBy: z.string().optional(),
  inside: z.boolean().default(false),
  agent: z.string().optional(),
  calls: z.array(callSchema).min(1),
});
type Program = z.infer<typeof programSchema>;

const programs = z
  .array(programSchema)
  .parse(parse(readFileSync(join(import.meta.dirname, 'ordinary-programs.yml'), 'utf8')));

/** Work that nobody would be asked about, whoever did it. */
const harmless = [
  'functions that mend what is not as it should be',
  'patches of machines by the clock',
  'releases of a service behind a proxy',
  "a pipeline that writes under the company's own central key",
];

const regions = ['us', 'ca', 'sa', 'eu', 'ap', 'me'].flatMap((part) =>
  [1, 2, 3].map((number) => `${part}-west-${number}`),
);

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyOf = (prefix: string, name: string): string => `${prefix}EXAMPLE${hashed(name).toUpperCase().slice(0, 9)}`;

function identityOf({ role, session, user, provider, invokedBy }: Program): object {
  if (user !== undefined)
    return {
      type: 'IAMUser',
      principalId: keyOf('AIDA', user),
      arn: `arn:aws:iam::${account}:user/${user}`,
      accountId: account,
      accessKeyId: keyOf('AKIA', user),
      userName: user,
    };
  const name = role ?? '';
  const federatedProvider = `arn:aws:iam::${account}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE`;
  return {
    type: 'AssumedRole',
    principalId: `${keyOf('AROA', name)}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: keyOf('ASIA', name + session),
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/${name}`, accountId: account, userName: name },
      ...(provider && { webIdFederationData: { federatedProvider } }),
    },
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

/** What a program does, as CloudTrail has it: all within ten minutes, from one address. */
function recordsOf(program: Program): readonly object[] {
  const calls = program.calls.flatMap((call) => Array.from({ length: call.times }, (_, index) => ({ call, index })));
  return calls.map(({ call, index }, place) => {
    const [service = '', eventName = ''] = call.do.split(' ');
    return {
      eventVersion: '1.11',
      userIdentity: identityOf(program),
      eventTime: new Date(Date.UTC(2026, 10, 20, 3) + Math.floor((place * 600) / calls.length) * 1000).toISOString(),
      eventSource: `${call.source ?? service}.amazonaws.com`,
      eventName,
      awsRegion: regions[index % call.regions],
      sourceIPAddress: program.invokedBy ?? '198.51.100.24',
      userAgent: program.agent ?? program.invokedBy,
      ...(call.error !== undefined && { errorCode: call.error, errorMessage: call.message ?? 'refused' }),
      requestParameters: JSON.parse(JSON.stringify(call.with ?? null).replaceAll('{n}', String(index))) as unknown,
      responseElements: call.response ?? null,
      ...(call.more && { additionalEventData: call.more }),
      eventID: hashed(`${program.who}/${place}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5'),
      eventType: 'AwsApiCall',
      recipientAccountId: account,
      ...(program.inside && { vpcEndpointId: 'vpce-0123456789abcdef0', vpcEndpointAccountId: account }),
    };
  });
}

/** Who set off which rule of medium or more. */
async function gravely(given: readonly Program[]): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const lines = given.flatMap(recordsOf).map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(folder, 'life.ndjson'), lines.join(''));
  const ran = await beewolf(['hunt', 'life.ndjson', '-o', 'jsonl'], { cwd: folder });
  expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('0 duplicates') as unknown });
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly rule: { title: string; level: Level }; readonly actors: string[] })
    .filter(({ rule }) => levels.indexOf(rule.level) >= levels.indexOf('medium'))
    .map(({ rule, actors }) => `${rule.title}: ${actors[0] ?? ''}`);
}

test('programs and services in their daily work raise no finding of medium or more', async () => {
  expect(await gravely(programs)).toEqual([]);
});

test('a stranger with a key who does the same is seen, whichever program it is', async () => {
  const imitated = programs.filter(({ user, who }) => user === undefined && !harmless.includes(who));
  const strangers = imitated.map((program, index) => ({
    ...program,
    user: `stranger-${index}`,
    invokedBy: undefined,
    agent: 'aws-cli/2.27.49 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-60-generic',
  }));
  const seen = new Set((await gravely(strangers)).map((line) => line.split('/').at(-1)));
  const unseen = imitated.flatMap(({ who }, index) => (seen.has(`stranger-${index}`) ? [] : [who]));
  expect(unseen).toEqual([]);
});
