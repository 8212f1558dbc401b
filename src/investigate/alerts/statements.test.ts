import { describe, expect, test } from 'vitest';
import { statementsIn } from './statements.ts';

describe('what an alert says is taken apart', () => {
  test.each([
    [
      'processes',
      { processes: '/usr/bin/xmrig, /tmp/.systemd/systemd-update.' },
      ['/usr/bin/xmrig', '/tmp/.systemd/systemd-update'],
    ],
    [
      'processes in a list',
      { Detected: ['process /var/tmp/.ICE-unix/kworker (hidden)'] },
      ['/var/tmp/.ICE-unix/kworker'],
    ],
    ['no path of a link', { file: 'https://example.com/usr/bin/x' }, []],
  ])('%s', (_, record, paths) => {
    expect(statementsIn(record).flatMap((one) => (one.is === 'process' ? one.path : []))).toEqual(paths);
  });

  test('addresses and names with their ports, defanged or not', () => {
    expect(
      statementsIn({
        connections: ['mining-pool[.]example.com:3333 (TCP)', '203.0.113[.]89:8080 (proxy)', '192.0.2.7'],
      }),
    ).toEqual([
      { is: 'endpoint', host: 'mining-pool.example.com', port: '3333' },
      { is: 'endpoint', host: '203.0.113.89', port: '8080' },
      { is: 'endpoint', host: '192.0.2.7', port: null },
    ]);
  });

  test('load and volume, each with what is said to be usual', () => {
    expect(
      statementsIn({
        cpuUsage: 'Normal 15–30% → Now 98% sustained for 6+ hours',
        egress: 'Normal 50MB/day → Now 2.3GB in last hour',
      }),
    ).toEqual([
      { is: 'cpu-usual', low: 15, high: 30 },
      { is: 'cpu-level', percent: 98 },
      { is: 'cpu-time', hours: 6 },
      { is: 'sent-usual', bytes: 50e6 },
      { is: 'sent', bytes: 2.3e9, within: 'hour' },
    ]);
  });

  test('when it began, who was made, what was added, and how grave it is said to be', () => {
    expect(
      statementsIn({
        compromisedTime: 'Approximately 2024-02-10T08:00:00-05:00',
        firstDetected: '2024-02-10T19:30:15.000Z',
        activity: [
          'Unauthorized SSH key added: “devops_temp_key”',
          'New user created: “ubuntu-update”',
          'Sudoers file modified',
        ],
        riskLevel: 'CRITICAL',
        riskScore: 95,
      }),
    ).toEqual([
      { is: 'begin', time: '2024-02-10T13:00:00Z' },
      { is: 'key', name: 'devops_temp_key' },
      { is: 'user', name: 'ubuntu-update' },
      { is: 'sudoers' },
      { is: 'severity', words: 'riskLevel CRITICAL, riskScore 95' },
    ]);
  });

  test('a description of many lines line by line, with zones by their letters', () => {
    const description = [
      'Severity: CRITICAL (95/100)',
      'Shape: Flex (16 cores, 128GB RAM)',
      'Compromised Time: Approximately 2024-02-10 08:00 EST',
      '- CPU Usage: Normal 15-30% → Now 98% sustained for 6+ hours',
      '- Network Egress: Normal 50MB/day → Now 2.3GB in last hour',
      '- /tmp/.systemd/systemd-update (hidden mining process)',
      '- Destination: crypto.usa-west[.]pool:4444 (TCP)',
      '- 08:15: SSH login from 203.0.113[.]89 (somewhere)',
    ].join('\n');
    expect(statementsIn({ description })).toEqual([
      { is: 'begin', time: '2024-02-10T13:00:00Z' },
      { is: 'cpu-usual', low: 15, high: 30 },
      { is: 'cpu-level', percent: 98 },
      { is: 'cpu-time', hours: 6 },
      { is: 'sent-usual', bytes: 50e6 },
      { is: 'sent', bytes: 2.3e9, within: 'hour' },
      { is: 'process', path: '/tmp/.systemd/systemd-update' },
      { is: 'endpoint', host: 'crypto.usa-west.pool', port: '4444' },
      { is: 'endpoint', host: '203.0.113.89', port: null },
      { is: 'severity', words: 'Severity CRITICAL (95/100)' },
    ]);
  });

  test('nothing of what only looks alike, and no end is made of what is endless', () => {
    expect(statementsIn({ version: '1.2.3.4.5', id: 'a/b/c', share: '98%', note: 'the processor is fine' })).toEqual(
      [],
    );
    expect(statementsIn({ processes: '/tmp/a '.repeat(10_000) })).toEqual([{ is: 'process', path: '/tmp/a' }]);
    expect(statementsIn({ riskScore: 95, name: 'x' })).toEqual([]);
    expect(statementsIn(null)).toEqual([]);
  });
});
