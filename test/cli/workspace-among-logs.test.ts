import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Summary } from '../../src/model/summary.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';

test.each(['.beewolf', 'logs', '.'])(
  'a run on all of a folder does not take the workspace %s in it for logs',
  async (workspace) => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'logs'));
    const record = (number: number) => ({
      eventVersion: '1.08',
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::123456789012:user/u',
        accountId: '123456789012',
        userName: 'u',
      },
      eventTime: `2024-05-01T12:00:0${number}Z`,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      awsRegion: 'us-east-1',
      sourceIPAddress: '203.0.113.9',
      eventID: `e-${number}`,
      eventType: 'AwsApiCall',
      recipientAccountId: '123456789012',
    });
    writeFileSync(join(cwd, 'logs/a.json'), JSON.stringify({ Records: [record(1), record(2)] }));
    for (const command of ['investigate', 'hunt', 'investigate', 'investigate']) {
      const { status, stderr } = await beewolf([command, '.', '-w', workspace], { cwd });
      expect(stderr).not.toContain('refused');
      expect(status).toBeLessThan(2);
    }
    const { objects } = JSON.parse(readFileSync(join(cwd, workspace, 'incidents/summary.json'), 'utf8')) as Summary;
    expect(objects).toMatchObject({ seen: 1, known: 1, refused: [] });
  },
);
