import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { levels, type Level } from '../src/model/rule.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { machineRecords, storyAct } from './machine-story.ts';

const life = z
  .strictObject({
    processes: z.record(z.string(), z.array(z.record(z.string(), z.string())).min(1)),
    files: z.record(z.string(), z.array(z.string()).min(1)),
    names: z.array(z.string()).min(1),
    lines: z.array(z.string()).min(1),
    connections: z.array(z.string()).min(1),
  })
  .parse(parse(readFileSync(join(import.meta.dirname, 'ordinary-machines.yml'), 'utf8')));

const timeOf = (place: number): string => new Date(Date.UTC(2026, 10, 20, 3) + place * 60_000).toISOString();

/** What Falco says of a system call, whatever the name of the rule that told it to speak. */
const seen = (fields: Readonly<Record<string, string>>, place: number): object => ({
  hostname: 'build-1.example.com',
  output: 'seen',
  output_fields: { 'user.name': 'dev', 'user.uid': 1001, 'proc.pid': 4000 + place, ...fields },
  priority: 'Notice',
  rule: 'Seen',
  source: 'syscall',
  time: timeOf(place),
});

const started = Object.entries(life.processes).flatMap(([parent, children]) =>
  children.flatMap((child) =>
    Object.entries(child).map(([program, command]) => ({
      'evt.type': 'execve',
      'proc.exepath': program,
      'proc.name': basename(program),
      'proc.cmdline': command,
      'proc.pname': parent,
    })),
  ),
);
const written = Object.entries(life.files).flatMap(([program, paths]) =>
  paths.map((path) => ({
    'evt.type': 'openat',
    'evt.arg.flags': 'O_CREAT|O_WRONLY',
    'fd.name': path,
    'proc.exepath': program,
    'proc.name': basename(program),
    'proc.cmdline': basename(program),
  })),
);
const asked = (name: string, place: number): object => ({
  version: '1.100000',
  account_id: '123456789012',
  region: 'us-east-1',
  query_timestamp: timeOf(place),
  query_name: `${name}.`,
  query_type: 'A',
  rcode: 'NOERROR',
  answers: [],
  srcaddr: '192.0.2.20',
  srcport: String(50_000 + place),
  transport: 'UDP',
});

test('machines at their daily work raise no finding of medium or more', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  const logs = {
    'sensor.json': [...started, ...written].map((fields, place) => JSON.stringify(seen(fields, place))),
    'names.json': life.names.map((name, place) => JSON.stringify(asked(name, place))),
    'flows.json': machineRecords(
      {
        acts: life.connections.map((flow) =>
          storyAct({ at: '1 03:00', minutes: 240, every: 2, flow, out: 300, in: 500 }),
        ),
      },
      0,
    ).flows,
    'auth.log': life.lines.map((line, place) => `${timeOf(place)} build-1 ${line}`),
  };
  for (const [name, lines] of Object.entries(logs)) writeFileSync(join(folder, 'logs', name), `${lines.join('\n')}\n`);
  const { stdout, stderr, status } = await beewolf(['hunt', 'logs', '-o', 'jsonl'], { cwd: folder });
  const count = Object.values(logs).flat().length;
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(`${count.toLocaleString('en')} events · 0 duplicates`) as unknown,
  });
  const found = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly rule: { title: string; level: Level } });
  const isGrave = (level: Level): boolean => levels.indexOf(level) >= levels.indexOf('medium');
  expect(found.filter(({ rule }) => isGrave(rule.level)).map(({ rule }) => rule.title)).toEqual([]);
  // What is low only marks where to begin to read; that it is there shows that the logs were understood.
  expect([...new Set(found.map(({ rule }) => rule.title))].toSorted()).toEqual([
    'A unit of systemd was written',
    'A user who may sign in was made',
    'Timed work of a user was replaced',
    'sudo was refused',
  ]);
});
