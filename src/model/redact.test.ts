import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactJsonText, redacted, redactSecrets } from './redact.ts';

const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sessionToken = `IQoJb3JpZ2luX2Vj${'EXAMPLEtoken0123456789'.repeat(5)}`;
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEexample\n-----END RSA PRIVATE KEY-----';

describe('secrets do not stay in text', () => {
  test.each([
    ['a bare secret key', `key ${secretKey} leaked`, secretKey],
    ['an assignment', `aws_secret_access_key = ${secretKey}`, secretKey],
    ['a quoted assignment', 'export DB_PASSWORD="correct horse battery"', 'correct horse'],
    ['escaped JSON', String.raw`{\"password\":\"hunter2x\"}`, 'hunter2x'],
    ['an option', 'mysql --password hunter2x -u root', 'hunter2x'],
    ['a session token', `token was ${sessionToken}`, sessionToken],
    ['a signed token', `Authorization: ${jwt}`, jwt],
    ['a bearer header', 'curl -H "Authorization: Bearer abcdefghijklmnop0123"', 'abcdefghijklmnop0123'],
    ['an address with a password', 'https://bob:hunter2x@example.com/x', 'hunter2x'],
    ['a signed address', 'https://example.com/o?X-Amz-Signature=abcdef0123&x=1', 'abcdef0123'],
    ['a private key', `before ${pem} after`, 'MIIEexample'],
    ['a private key that is cut off', pem.slice(0, 45), 'MIIEexample'],
    ['a published token prefix', `git clone with ghp_${'a1B2'.repeat(9)}`, 'a1B2a1B2'],
  ])('%s', (_, text, secret) => {
    expect(redactSecrets(text)).toContain(redacted);
    expect(redactSecrets(text)).not.toContain(secret);
  });
});

test.each([
  'AKIAIOSFODNN7EXAMPLE',
  'arn:aws:sts::123456789012:assumed-role/Build/ci-uploader',
  'AROAEXAMPLEID4EXAMPLE:session-1',
  'SHA256:uNiVztksCsDhcc0u9e8BrrF9VxpPDnYRWL0d2gYHzVs',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  '/home/builder/projects/website/assets/v12',
  'ocid1.instance.oc1.iad.anuwcljtexampleexampleexampleexampleexampleexampleexample',
  'ChangePassword by alice',
])('%s is no secret and stays whole', (text) => {
  expect(redactSecrets(text)).toBe(text);
});

describe('secrets do not stay in JSON', () => {
  const record = {
    responseElements: {
      credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'short', sessionToken: 'abc', expiration: 'Nov 1' },
      passwordResetRequired: true,
      nextToken: 'page-2',
    },
    requestParameters: {
      userData: Buffer.from('#!/bin/sh\nexport PASSWORD=hunter2x').toString('base64'),
      newPassword: ['one', 'two'],
    },
    event_uid: `s:${secretKey}`,
  };

  test('by the name of the field, and identifiers stay', () => {
    expect(redactSecrets(record)).toEqual({
      responseElements: {
        credentials: {
          accessKeyId: 'ASIAEXAMPLE',
          secretAccessKey: redacted,
          sessionToken: redacted,
          expiration: 'Nov 1',
        },
        passwordResetRequired: true,
        nextToken: 'page-2',
      },
      requestParameters: { userData: redacted, newPassword: [redacted, redacted] },
      event_uid: `s:${secretKey}`,
    });
  });

  test('a start-up script without a secret is shown, for it may be the miner', () => {
    const script = { userData: Buffer.from('xmrig -o pool.example.com:3333').toString('base64') };
    expect(redactSecrets(script)).toEqual(script);
  });

  test('as text: the same, and nothing else changes', () => {
    const json = `{ "big": 12345678901234567890, "password": "p", "a": 1, "a": 2, "deep": ["x", {"token": "t"}], "note": "line\\n" }`;
    expect(redactJsonText(json)).toBe(
      `{ "big": 12345678901234567890, "password": "${redacted}", "a": 1, "a": 2, "deep": ["x", {"token": "${redacted}"}], "note": "line\\n" }`,
    );
    expect(JSON.parse(redactJsonText(JSON.stringify(record)))).toEqual(redactSecrets(record));
  });
});

test('redacting twice changes nothing more', () => {
  const piece = fc.constantFrom(
    'password=',
    secretKey,
    ' ',
    '"',
    "'",
    '\\',
    ':',
    'Bearer ',
    jwt,
    pem,
    '--token ',
    '://u:p@h',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = redactSecrets(pieces.join(''));
      expect(redactSecrets(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('long hostile text is read in linear time', () => {
  const started = performance.now();
  for (const piece of ["password='", '-----BEGIN PRIVATE KEY-----', '://a:', '"', 'eyJ', 'secret '])
    redactSecrets(piece.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(4000);
});

test('the rule of sudo that asks for no password holds none', () => {
  expect(redactSecrets('echo "bob ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/bob')).toBe(
    'echo "bob ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/bob',
  );
});
