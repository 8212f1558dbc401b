import { expect, test } from 'vitest';
import { investigateTrail, record, userIdentity } from './trail.ts';

const who = userIdentity('chat-app', 'AKIAEXAMPLEROOTKEY01');
const owner = { who, ip: '198.51.100.20', agent: 'Boto3/1.34.0' };
const thief = { who, ip: '203.0.113.9', agent: 'Boto3/1.29.7' };
const minutes = (count: number, hour: number) =>
  Array.from({ length: count }, (_, at) => `2026-11-20T${hour}:${String(at).padStart(2, '0')}:00Z`);
const models = (uid: string, caller: typeof owner, hour: number) =>
  minutes(30, hour).map((time, at) =>
    record(`${uid}${at}`, time, caller, 'bedrock:InvokeModel', { requestParameters: { modelId: 'big-model' } }),
  );

test('models that a thief called are told and counted, and the calls of the owner are not among them', async () => {
  const asked = record('asked', '2026-11-20T10:59:00Z', thief, 'bedrock:GetModelInvocationLoggingConfiguration');
  const records = [...models('o', owner, 9), ...models('b', owner, 11), asked, ...models('t', thief, 11)];
  const [incident] = await investigateTrail(records, [{ level: 'medium', uids: ['asked', 't0'] }]);
  expect(incident?.title).toContain('called AI models 30 times');
  expect(incident?.kind).toBe('credential-abuse');
  expect(incident?.severity.why).toContain('30 calls of AI models (25)');
  expect(incident?.claims.find(({ claim_uid: uid }) => uid.endsWith('-models-called'))?.value).toBe(30);
  expect(incident?.timeline.flatMap(({ evidence }) => evidence).filter((ref) => /:[ob]\d/.test(ref))).toEqual([]);
});
