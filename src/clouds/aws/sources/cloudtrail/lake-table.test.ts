import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { eventColumns } from '../../../../model/event.ts';
import type { Row } from '../../../../lake/engine.ts';
import { source } from './source.ts';

let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(source);
});
afterEach(() => lake.close());

const account = '123456789012';

/** One call as a trail delivers it. */
const full = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROACKCEVSQ6C2EXAMPLE:build-7',
    arn: `arn:aws:sts::${account}:assumed-role/deploy/build-7`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      attributes: { creationDate: '2026-03-10T11:00:00Z', mfaAuthenticated: 'false' },
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROACKCEVSQ6C2EXAMPLE',
        arn: `arn:aws:iam::${account}:role/ci/deploy`,
        accountId: account,
        userName: 'deploy',
      },
      sourceIdentity: 'alice@example.com',
    },
  },
  eventTime: '2026-03-10T11:02:41Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.9',
  userAgent: 'aws-cli/2.27.1 md/awscrt, with a comma and a "quote"',
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized, sorry',
  requestParameters: {
    instanceType: 'p4d.24xlarge',
    instancesSet: { items: [{ imageId: 'ami-0abc', minCount: 1, maxCount: 5 }] },
    clientToken: 'a=b',
  },
  responseElements: null,
  requestID: 'REQ-1',
  eventID: '6e7a3f3a-0000-4000-8000-000000000001',
  readOnly: false,
  resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/ci/deploy` }],
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: account,
  sharedEventID: '6e7a3f3a-0000-4000-8000-00000000000f',
  eventCategory: 'Management',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com',
  },
  sessionCredentialFromConsole: 'true',
};

/** The same as a row of CloudTrail Lake has it: text, nested values without quotes and in lower case. */
const row: Readonly<Record<string, string>> = {
  eventVersion: '1.11',
  userIdentity:
    `{type=AssumedRole, principalid=AROACKCEVSQ6C2EXAMPLE:build-7, arn=arn:aws:sts::${account}:assumed-role/deploy/build-7, accountid=${account}, accesskeyid=ASIAIOSFODNN7EXAMPLE, username=null, ` +
    `sessioncontext={attributes={creationdate=2026-03-10 11:00:00.000, mfaauthenticated=false}, sessionissuer={type=Role, principalid=AROACKCEVSQ6C2EXAMPLE, arn=arn:aws:iam::${account}:role/ci/deploy, accountid=${account}, username=deploy}, ` +
    `webidfederationdata=null, sourceidentity=alice@example.com, ec2roledelivery=null, ec2issuedinvpc=null}, invokedby=null, identityprovider=null, credentialid=null, onbehalfof=null, inscopeof=null}`,
  eventTime: '2026-03-10 11:02:41.000',
  eventSource: full.eventSource,
  eventName: full.eventName,
  awsRegion: full.awsRegion,
  sourceIPAddress: full.sourceIPAddress,
  userAgent: full.userAgent,
  errorCode: full.errorCode,
  errorMessage: full.errorMessage,
  requestParameters:
    '{instanceType=p4d.24xlarge, instancesSet={"items":[{"imageId":"ami-0abc","minCount":1,"maxCount":5}]}, clientToken=a=b}',
  responseElements: 'null',
  requestID: full.requestID,
  eventID: full.eventID,
  readOnly: 'false',
  resources: `[{accountid=${account}, type=AWS::IAM::Role, arn=arn:aws:iam::${account}:role/ci/deploy, arnprefix=null}]`,
  eventType: full.eventType,
  managementEvent: 'true',
  recipientAccountId: account,
  sharedEventID: full.sharedEventID,
  eventCategory: 'Management',
  tlsDetails:
    '{tlsversion=TLSv1.3, ciphersuite=TLS_AES_128_GCM_SHA256, clientprovidedhostheader=ec2.eu-west-1.amazonaws.com}',
  sessionCredentialFromConsole: 'true',
};

type Columns = Readonly<Record<string, string>>;

const answer = (rows: readonly Columns[], space?: number): string =>
  JSON.stringify(
    {
      QueryStatus: 'FINISHED',
      QueryStatistics: { ResultsCount: rows.length, TotalResultsCount: rows.length, BytesScanned: 1 },
      QueryResultRows: rows.map((columns) => Object.entries(columns).map(([name, value]) => ({ [name]: value }))),
    },
    null,
    space,
  );

const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly Columns[], headers = Object.keys(rows[0] ?? {}), end = '\n'): string =>
  [headers, ...rows.map((columns) => Object.values(columns))].map((fields) => fields.map(field).join(',')).join(end) +
  end;
const lower = (headers: readonly string[]): string[] => headers.map((header) => header.toLowerCase());

const mapped = Object.keys(eventColumns).filter((column) => !['raw', 'object', 'record'].includes(column));
const columnsOf = (event: Row | undefined): Row =>
  Object.fromEntries(mapped.map((column) => [column, event?.[column] ?? null]));
const only = async (): Promise<Row> => {
  const events = await lake.events();
  expect(events).toHaveLength(1);
  return events[0] ?? {};
};
const onlyRaw = async (): Promise<string> => {
  const { raw } = await only();
  return typeof raw === 'string' ? raw : '';
};
const other = (id: string): Columns => ({ ...row, eventID: id });

describe('rows of query results become the columns that the full record has', () => {
  let expected: Row;

  beforeEach(async () => {
    const of = await TemporaryLake.open(source);
    await of.ingest({ 'full.json': JSON.stringify({ Records: [full] }) });
    expected = columnsOf((await of.events())[0]);
    await of.close();
  });

  test.each<readonly [string, string | Buffer]>([
    ['as GetQueryResults answers', answer([row])],
    ['as the command line prints them', answer([row], 2)],
    [
      'with columns in lower case',
      answer([Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]))]),
    ],
    ['saved as CSV', csv([row])],
    ['saved as compressed CSV', gzipSync(csv([row]))],
    ['as CSV with columns in lower case and other line ends', csv([row], lower(Object.keys(row)), '\r\n')],
    ['as CSV with a byte-order mark', `\uFEFF${csv([row])}`],
    ['with the record whole', csv([{ eventJson: JSON.stringify(full) }])],
  ])('%s', async (_form, bytes) => {
    const { objects, records } = await lake.ingest({ 'rows.csv': bytes });
    expect(objects.refused).toEqual([]);
    expect(records).toEqual({ read: 1, events: 1, duplicates: 0, conflicts: 0, set_aside: [] });
    expect(columnsOf(await only())).toEqual(expected);
  });

  test('and the record, as far as the text tells', async () => {
    await lake.ingest({ 'rows.csv': csv([row]) });
    const { responseElements: _, ...told } = full;
    expect(JSON.parse(await onlyRaw())).toEqual(told);
  });
});

describe('a row', () => {
  test.each<readonly [string, string, unknown]>([
    [
      'a name with what parts keys',
      `{type=SAMLUser, principalid=x:CN=Doe, John, username=CN=Doe, John, identityprovider=x}`,
      { type: 'SAMLUser', principalId: 'x:CN=Doe, John', userName: 'CN=Doe, John', identityProvider: 'x' },
    ],
    [
      'a user on whose behalf a role acts',
      '{type=IdentityCenterUser, onbehalfof={userid=544894e8, identitystorearn=arn:aws:identitystore::1:identitystore/d-1}, credentialid=C}',
      {
        type: 'IdentityCenterUser',
        onBehalfOf: { userId: '544894e8', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
        credentialId: 'C',
      },
    ],
    [
      'a web identity with attributes',
      '{type=AssumedRole, sessioncontext={webidfederationdata={federatedprovider=accounts.google.com, attributes={accounts.google.com:aud=a, accounts.google.com:sub=b}}}}',
      {
        type: 'AssumedRole',
        sessionContext: {
          webIdFederationData: {
            federatedProvider: 'accounts.google.com',
            attributes: { 'accounts.google.com:aud': 'a', 'accounts.google.com:sub': 'b' },
          },
        },
      },
    ],
    ['nothing', '{}', {}],
    ['text of another form', 'alice', 'alice'],
    ['a structure that is cut off', '{type=Root, arn=', '{type=Root, arn='],
  ])('may hold as identity %s', async (_what, userIdentity, expected) => {
    await lake.ingest({ 'rows.csv': csv([{ ...row, userIdentity }]) });
    expect(JSON.parse(await onlyRaw())).toMatchObject({ userIdentity: expected });
  });

  test.each<readonly [string, string, unknown]>([
    [
      'a document',
      '{policyDocument={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"}]}, userName=alice}',
      { policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*' }] }, userName: 'alice' },
    ],
    ['a document with brackets in a string', '{a={"b":"}, c=1{"}, d=2}', { a: { b: '}, c=1{' }, d: '2' }],
    ['text with commas', '{description=one, two, three, name=x}', { description: 'one, two, three', name: 'x' }],
    ['a key of the prototype', '{__proto__=x}', JSON.parse('{"__proto__":"x"}')],
    ['JSON', '{"a":{"b":1}}', { a: { b: 1 } }],
  ])('may hold as request %s', async (_what, requestParameters, expected) => {
    await lake.ingest({ 'rows.csv': csv([{ ...row, requestParameters }]) });
    expect((JSON.parse(await onlyRaw()) as { requestParameters: unknown }).requestParameters).toEqual(expected);
  });

  test('needs no more columns than those that tell a record', async () => {
    const { eventTime = '', eventSource = '', eventName = '', eventID = '' } = row;
    const { records } = await lake.ingest({ 'rows.csv': csv([{ eventTime, eventSource, eventName, eventID }]) });
    expect(records).toMatchObject({ read: 1, events: 1 });
    expect(await only()).toMatchObject({
      time: '2026-03-10T11:02:41.000Z',
      operation: 'RunInstances',
      actor_uid: null,
    });
  });
});

describe('a record that is known in full and as a row is one event, and the full one stays', () => {
  const files = {
    'full.json': JSON.stringify({ Records: [full] }),
    'rows.csv': csv([row]),
    'answer.json': answer([row]),
    'few.csv': csv([
      {
        eventTime: row['eventTime'] ?? '',
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        eventID: full.eventID,
      },
    ]),
  };
  const names = Object.keys(files);
  const orders = names.flatMap((first) =>
    names
      .filter((name) => name !== first)
      .map((second) => [first, second, ...names.filter((name) => name !== first && name !== second)]),
  );

  test.each(orders)('in one run: %s, %s, %s, %s', async (...order) => {
    const { records } = await lake.ingest(files, order);
    expect(records).toEqual({ read: 4, events: 1, duplicates: 3, conflicts: 0, set_aside: [] });
    expect(JSON.parse(await onlyRaw())).toEqual(full);
  });

  test.each(orders.filter(([first], index) => first !== orders[index - 1]?.[0]))(
    'in four runs: %s, %s, %s, %s',
    async (...order) => {
      const sums = { read: 0, events: 0, duplicates: 0, conflicts: 0 };
      for (const name of order) {
        const { records } = await lake.ingest(files, [name]);
        for (const key of ['read', 'events', 'duplicates', 'conflicts'] as const) sums[key] += records[key];
      }
      expect(sums).toEqual({ read: 4, events: 1, duplicates: 3, conflicts: 0 });
      expect(JSON.parse(await onlyRaw())).toEqual(full);
    },
  );

  test('of rows alone the one that tells most stays', async () => {
    for (const order of [
      ['few.csv', 'rows.csv'],
      ['rows.csv', 'few.csv'],
    ]) {
      const each = await TemporaryLake.open(source);
      for (const name of order) await each.ingest(files, [name]);
      const events = await each.events();
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ actor_name: 'deploy' });
      await each.close();
    }
  });

  test('two full ones that differ are a conflict all the same', async () => {
    const changed = JSON.stringify({ Records: [{ ...full, errorCode: 'AccessDenied' }] });
    const { records } = await lake.ingest({ ...files, 'changed.json': changed });
    expect(records).toEqual({ read: 5, events: 1, duplicates: 3, conflicts: 1, set_aside: [] });
    expect((await lake.events()).map((event) => event['event_uid'])).toEqual([
      `aws.cloudtrail:${full.eventID}`,
      `aws.cloudtrail:${full.eventID}#2`,
    ]);
  });

  test('a record that stands whole in a row loses nothing', async () => {
    const { records } = await lake.ingest({
      'whole.csv': csv([{ eventJson: JSON.stringify({ ...full, errorCode: 'AccessDenied' }) }]),
      'full.json': files['full.json'],
    });
    expect(records).toMatchObject({ events: 1, conflicts: 1 });
  });
});

describe('bad rows', () => {
  test.each<readonly [string, (good: string) => string, string]>([
    ['a row of another length', (good) => good.replace('\n', '\na,b\n'), 'a row of 2 fields under a header of 23'],
    [
      'a quote that is not closed',
      (good) => `${good}"never closed,\n${good.split('\n')[1]}\n`,
      'a quote that is not closed',
    ],
    ['a quote where none can stand', (good) => good.replace('\n', '\na"b"c\n'), 'not a row of CSV'],
  ])('%s is set aside and costs no other row', async (_what, spoil, reason) => {
    const { records } = await lake.ingest({ 'rows.csv': spoil(csv([other('a'), other('b')])) });
    expect(records.set_aside).toEqual([{ reason, count: 1 }]);
    expect((await lake.events()).map((event) => event['event_uid'])).toEqual(['aws.cloudtrail:a', 'aws.cloudtrail:b']);
  });

  test('a quote that closes only in another bad row costs no row between them', async () => {
    const [header, ...rows] = csv([other('a'), other('x'), other('b'), other('y'), other('c')]).split('\n');
    const spoilt = rows.map((row) => (/,[xy],/.test(row) ? `"${row}` : row));
    const { records } = await lake.ingest({ 'rows.csv': [header, ...spoilt].join('\n') });
    expect(records.set_aside).toEqual(
      [
        { reason: 'not a row of CSV', count: 1 },
        { reason: 'a quote that is not closed', count: 1 },
      ].toReversed(),
    );
    expect(records.events).toBe(3);
  });

  test.each<readonly [string, (row: string) => string, string]>([
    ['a row with a quote too many', (row) => row.replace('[{"', '[{""'), 'not valid JSON'],
    [
      'a row whose text does not end',
      (row) => row.replace('"eventSource":"', '"eventSource":"\\'),
      'not a row of a query result',
    ],
    ['a row that is none', () => '"eventName"', 'not valid JSON'],
    ['a row without columns', () => '[1,"x"]', 'columns of no known source'],
    ['nothing between two commas', () => 'nil', 'not valid JSON'],
  ])('%s of an answer is set aside and costs no other row', async (_what, spoil, reason) => {
    const rows = ['a', 'bad', 'b'].map((id) => answer([other(id)]).replace(/^.*:\[(?=\[)|\]\}$/g, ''));
    const text = answer([]).replace('[]', `[${rows.map((row, index) => (index === 1 ? spoil(row) : row)).join(', ')}]`);
    const { records } = await lake.ingest({ 'answer.json': `\uFEFF${text}` });
    expect(records).toMatchObject({ read: 3, events: 2, set_aside: [{ reason, count: 1 }] });
    expect((await lake.events()).map((event) => event['event_uid'])).toEqual(['aws.cloudtrail:a', 'aws.cloudtrail:b']);
  });

  test('an answer that tempts to be read again and again is read in linear time', async () => {
    const rows = '[{"eventName":'.repeat(150_000);
    const { objects } = await lake.ingest({ 'answer.json': answer([other('a')]).replace('[[{', `[${rows}[[{`) });
    expect(objects.seen).toBe(1);
  }, 20_000);

  test('an answer that is cut off keeps the rows before the break', async () => {
    const text = answer([other('a'), other('b')]);
    const { records } = await lake.ingest({ 'answer.json': text.slice(0, text.indexOf('"eventID":"b"')) });
    expect(records).toMatchObject({ read: 2, events: 1, set_aside: [{ reason: 'not valid JSON', count: 1 }] });
  });

  test('a row that names a column twice is set aside: two rows may have run into each other', async () => {
    const text = answer([other('a'), other('b')]).replace('"b"}', '"b"},{"eventID":"c"}');
    const { records } = await lake.ingest({ 'a.json': text });
    expect(records).toMatchObject({ read: 2, events: 1, set_aside: [{ reason: 'has a key twice', count: 1 }] });
  });

  test('several answers may follow one another', async () => {
    const { records } = await lake.ingest({
      'answers.json': `${answer([other('a')])}\n${answer([other('b')], 2)}\n${answer([])}`,
    });
    expect(records).toMatchObject({ read: 2, events: 2 });
  });

  test('a record that only speaks of query results is none', async () => {
    const speaking = { ...full, responseElements: { QueryResultRows: [[{ eventName: 'x' }]] } };
    const { records } = await lake.ingest({ 'lines.json': `${JSON.stringify(speaking)}\n` });
    expect(records).toMatchObject({ read: 1, events: 1 });
  });

  test('other CSV is refused as before', async () => {
    const { objects } = await lake.ingest({ 'other.csv': 'name,age\nalice,42\n' });
    expect(objects.refused).toMatchObject([{ reason: 'not JSON, nor lines of a known log' }]);
  });
});

test('rows that lie across the pieces in which an object is read are cut at their ends', async () => {
  const rows = Array.from({ length: 3_000 }, (_, index) => other(`id-${index}`));
  for (const [name, text] of Object.entries({ 'rows.csv': csv(rows), 'answer.json': answer(rows, 1) })) {
    const each = await TemporaryLake.open(source);
    const { records } = await each.ingest({ [name]: gzipSync(text) });
    expect(records).toEqual({ read: 3_000, events: 3_000, duplicates: 0, conflicts: 0, set_aside: [] });
    await each.close();
  }
});
