import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assumed, launched, record, roleIdentity, userIdentity } from '../test/investigation/trail.ts';
import type { TrailRecord } from '../test/investigation/trail.ts';

/** The key that the chain begins with. */
export const deepChainKey = 'AKIAEXAMPLEDEEPCHAIN';

const begun = Date.UTC(2026, 10, 10);
const staff = { ip: '198.51.100.10', agent: 'aws-cli/2.15.30' };
const thief = { ip: '203.0.113.66', agent: 'Boto3/1.34.0 md/Botocore#1.34.0 lang/python#3.11.2' };

/**
 * Writes the records of a leaked key that assumes twelve roles, one out of the other, and launches machines
 * from the last, while a pipeline opens so many sessions of the sixth. Synthetic.
 */
export function writeDeepChain(folder: string, siblings: number): void {
  const records: TrailRecord[] = [];
  const add = (second: number, ...[caller, call, more]: Tail): void =>
    void records.push(record(`deep-chain-${records.length}`, at(second), caller, call, more));
  const pipeline = { ...staff, who: userIdentity('pipeline', 'AKIAEXAMPLEPIPELINE1') };
  for (let number = 0; number < siblings; number += 1) {
    const key = `ASIAEXAMPLE${String(number).padStart(9, '0')}`;
    const session = { role: 'role6', name: `build-${number}`, key, created: at(number * 80) };
    add(number * 80, pipeline, 'sts:AssumeRole', assumed(session));
    add(number * 80 + 5, { ...staff, who: roleIdentity(session) }, 's3:ListBuckets');
  }
  const start = siblings * 80;
  let who = userIdentity('developer', deepChainKey);
  add(0, { ...staff, who }, 's3:ListBuckets');
  add(start, { ...thief, who }, 'sts:GetCallerIdentity');
  for (let hop = 1; hop <= 12; hop += 1) {
    const key = `ASIAEXAMPLEHOP${String(hop).padStart(6, '0')}`;
    const session = { role: `role${hop}`, name: `hop-${hop}`, key, created: at(start + hop * 20) };
    add(start + hop * 20, { ...thief, who }, 'sts:AssumeRole', assumed(session));
    who = roleIdentity(session);
  }
  add(start + 300, { ...thief, who }, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-0123456789abcdef0'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'deep-chain.json.gz'), gzipSync(JSON.stringify({ Records: records })));
}

type Tail = [caller: Parameters<typeof record>[2], call: string, more?: Parameters<typeof record>[4]];

const at = (second: number): string => `${new Date(begun + second * 1000).toISOString().slice(0, 19)}Z`;
