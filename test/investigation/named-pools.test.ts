import { expect, test } from 'vitest';
import { investigateTrail, record, userIdentity } from './trail.ts';
import type { Level } from '../../src/model/rule.ts';

const thief = { who: userIdentity('build', 'AKIAEXAMPLEROOTKEY01'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const defined = record('d', '2026-11-20T10:00:00Z', thief, 'ecs:RegisterTaskDefinition', {
  requestParameters: {
    family: 'web',
    containerDefinitions: [
      { command: ['/bin/sh', '-c', './nx -o stratum+ssl://pool.example.com:8029 -u x'] },
      { command: ['./x', '-o', 'eu.example.net:3333'] },
    ],
  },
});
const asked = record('a', '2026-11-20T10:01:00Z', thief, 'sts:GetCallerIdentity');
const toldOf = async (uid: string, level: Level) => {
  const [incident] = await investigateTrail([defined, asked], [{ level, uids: [uid] }]);
  return incident?.indicators.flatMap(({ type, value, role }) => (type === 'domain' ? [`${value}: ${role}`] : []));
};

test('a pool in the commands of a request that rules speak of is an indicator, and is said to be one', async () => {
  expect(await toldOf('d', 'high')).toEqual([
    "eu.example.net: named in the intruder's requests",
    "pool.example.com: the mining pool named in the intruder's requests",
  ]);
});

test('what a request names of which no rule speaks may be anybody’s', async () => {
  expect(await toldOf('a', 'high')).toEqual([]);
});
