import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';

const program = '/tmp/.x/kworkerd';
const command = `${program} -o stratum+tcp://pool.example.com:3333 --donate-level 1`;
const job = '/etc/cron.d/update-check';
const pool = { address: '203.0.113.44', port: 3333 };

const inJson = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const call = (serial: number, number: number, exe: string): string =>
  `type=SYSCALL msg=audit(1795000${serial}.100:${serial}): arch=c000003e syscall=${number} success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=2 ppid=1 pid=4711 auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=pts0 ses=31 comm="x" exe="${exe}" key="watched"`;

/** A miner that starts, speaks to its pool, and is put into cron: the same in the words of each sensor. */
const sensors = {
  falco: inJson(
    [
      { 'evt.type': 'execve', 'proc.exepath': program, 'proc.cmdline': command.replace('/tmp/.x/', '') },
      { 'evt.type': 'connect', 'proc.exepath': program, 'fd.rip': pool.address, 'fd.rport': pool.port },
      { 'evt.type': 'openat', 'evt.arg.flags': 'O_CREAT|O_WRONLY', 'fd.name': job, 'proc.exepath': '/usr/bin/tee' },
    ].map((fields, index) => ({
      hostname: 'build-1',
      output: 'seen',
      output_fields: fields,
      priority: 'Notice',
      rule: 'Seen',
      time: `2026-11-20T03:02:0${index}.000000000Z`,
    })),
  ),
  osquery: inJson(
    [
      { path: program, cmdline: command, pid: '4711', syscall: 'execve' },
      { path: program, remote_address: pool.address, remote_port: String(pool.port), pid: '4711', action: 'connect' },
      { path: job, executable: '/usr/bin/tee', operation: 'write', pid: '4712' },
    ].map((columns, index) => ({
      name: 'events',
      hostIdentifier: 'build-1',
      unixTime: 1_795_000_000 + index,
      action: 'added',
      columns,
    })),
  ),
  crowdstrike: inJson(
    [
      { event_simpleName: 'ProcessRollup2', ImageFileName: program, CommandLine: command },
      {
        event_simpleName: 'NetworkConnectIP4',
        ContextImageFileName: program,
        RemoteAddressIP4: pool.address,
        RemotePort: String(pool.port),
      },
      { event_simpleName: 'NewScriptWritten', ContextImageFileName: '/usr/bin/tee', TargetFileName: job },
    ].map((fields, index) => ({
      aid: '00000000000000000000000000000a1d',
      cid: '00000000000000000000000000000c1d',
      event_platform: 'Lin',
      id: `10000000-0000-4000-8000-00000000000${index}`,
      timestamp: String(1_795_000_000_000 + index),
      ...fields,
    })),
  ),
  auditd: [
    call(501, 59, program),
    `type=EXECVE msg=audit(1795000501.100:501): argc=5 ${command
      .split(' ')
      .map((word, index) => `a${index}="${word}"`)
      .join(' ')}`,
    call(502, 42, program),
    'type=SOCKADDR msg=audit(1795000502.100:502): saddr=02000D05CB00712C0000000000000000',
    call(503, 257, '/usr/bin/tee'),
    `type=PATH msg=audit(1795000503.100:503): item=1 name="${job}" inode=23 mode=0100644 ouid=0 ogid=0 nametype=CREATE`,
    '',
  ].join('\n'),
} as const;

test.each(Object.entries(sensors))('a rule for machines serves %s', async (sensor, log) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, `${sensor}.log`), log);
  const { stdout, stderr } = await beewolf(['hunt', `${sensor}.log`, '-o', 'jsonl'], { cwd: folder });
  expect(stderr).toContain('3 events');
  const titles = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly rule: { readonly title: string } }).rule.title);
  expect(titles).toEqual(
    expect.arrayContaining([
      'A program was started with the options of a miner',
      'A program passes itself off as a thread of the kernel',
      'A program runs from a hidden folder',
      'A program in a temporary or hidden folder spoke to a port of mining pools',
      'Timed work of the system was changed',
    ]),
  );
});
