import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The key that the chain begins with. */
export const deepChainKey = 'AKIAEXAMPLEDEEPCHAIN';

const account = '123456789012';
const begun = Date.UTC(2026, 10, 10);
const staff = { sourceIPAddress: '198.51.100.10', userAgent: 'aws-cli/2.15.30' };
const thief = { sourceIPAddress: '203.0.113.66', userAgent: 'Boto3/1.34.0 md/Botocore#1.34.0 lang/python#3.11.2' };

type Json = Readonly<Record<string, unknown>>;

/**
 * Writes the records of a leaked key that assumes twelve roles, one out of the other, and launches machines
 * from the last, while a pipeline opens so many sessions of the sixth. Synthetic.
 * @returns the number of records
 */
export function writeDeepChain(folder: string, siblings: number): number {
  const records: Json[] = [];
  const record = (second: number, call: string, who: Json, more: Json): void => {
    const [service = '', operation = ''] = call.split(':');
    records.push({
      eventVersion: '1.10',
      userIdentity: who,
      eventTime: at(second),
      eventSource: `${service}.amazonaws.com`,
      eventName: operation,
      awsRegion: 'us-east-1',
      eventID: `deep-chain-${records.length}`,
      eventType: 'AwsApiCall',
      recipientAccountId: account,
      eventCategory: 'Management',
      ...more,
    });
  };
  const pipeline = user('pipeline', 'AKIAEXAMPLEPIPELINE1');
  for (let number = 0; number < siblings; number += 1) {
    const opened = { role: 'role6', name: `build-${number}`, key: `ASIAEXAMPLE${String(number).padStart(9, '0')}` };
    record(number * 80, 'sts:AssumeRole', pipeline, { ...staff, ...assumed(opened) });
    record(number * 80 + 5, 's3:ListBuckets', session(opened, number * 80), staff);
  }
  const start = siblings * 80;
  let who = user('developer', deepChainKey);
  record(0, 's3:ListBuckets', who, staff);
  record(start, 'sts:GetCallerIdentity', who, thief);
  for (let hop = 1; hop <= 12; hop += 1) {
    const opened = { role: `role${hop}`, name: `hop-${hop}`, key: `ASIAEXAMPLEHOP${String(hop).padStart(6, '0')}` };
    record(start + hop * 20, 'sts:AssumeRole', who, { ...thief, ...assumed(opened) });
    who = session(opened, start + hop * 20);
  }
  const machine = { imageId: 'ami-0abcdef1234567890', minCount: 1, maxCount: 1 };
  const launch = { instanceType: 'p4d.24xlarge', instancesSet: { items: [machine] } };
  const instances = { instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0', instanceType: 'p4d.24xlarge' }] } };
  record(start + 300, 'ec2:RunInstances', who, { ...thief, requestParameters: launch, responseElements: instances });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'deep-chain.json.gz'), gzipSync(JSON.stringify({ Records: records })));
  return records.length;
}

const at = (second: number): string => `${new Date(begun + second * 1000).toISOString().slice(0, 19)}Z`;

const user = (name: string, accessKeyId: string): Json => ({
  type: 'IAMUser',
  principalId: `AIDAEXAMPLE${name.toUpperCase()}`,
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
  accessKeyId,
  userName: name,
});

interface Opened {
  readonly role: string;
  readonly name: string;
  readonly key: string;
}

const assumed = ({ role, name, key }: Opened): Json => ({
  readOnly: true,
  requestParameters: { roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: name },
  responseElements: {
    credentials: { accessKeyId: key, expiration: 'Nov 30, 2026, 1:00:00 AM' },
    assumedRoleUser: {
      assumedRoleId: `AROAEXAMPLE${role.toUpperCase()}:${name}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    },
  },
});

const session = ({ role, name, key }: Opened, second: number): Json => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE${role.toUpperCase()}:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
  accountId: account,
  accessKeyId: key,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: `AROAEXAMPLE${role.toUpperCase()}`,
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: at(second), mfaAuthenticated: 'false' },
  },
});
