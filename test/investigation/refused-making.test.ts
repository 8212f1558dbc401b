import { expect, test } from 'vitest';
import { investigateTrail, launched, record, userIdentity } from './trail.ts';

const thief = { who: userIdentity('ci', 'AKIAEXAMPLELEAKEDKEY'), ip: '203.0.113.9', agent: 'aws-cli/1.2' };

test('what was refused made nothing', async () => {
  const records = [
    record('go', '2026-11-20T10:00:00Z', thief, 'ec2:RunInstances', launched('g5.xlarge', 'i-1')),
    record('no', '2026-11-20T10:01:00Z', thief, 'iam:CreateUser', {
      errorCode: 'AccessDenied',
      requestParameters: { userName: 'helper' },
    }),
  ];
  const [incident] = await investigateTrail(records, [{ level: 'high', uids: ['go', 'no'] }]);
  const text = incident?.timeline.find(({ action }) => action === 'CreateUser')?.text;
  expect(text).toMatch(/which would have made 1 user: helper .*was refused: AccessDenied$/);
});
