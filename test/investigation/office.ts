import { record, roleIdentity } from './trail.ts';

/** A network in which a team works, under one role, each with a session a day. */
export const office = '192.0.2.10';
export const agent = 'aws-cli/2.15';
export const at = (day: number, clock: string): string => `2026-11-${String(day).padStart(2, '0')}T${clock}:00Z`;

/** The session of a person on one day. */
export const session = (name: string, day: number) =>
  roleIdentity({ role: 'Science', name, key: `ASIAEXAMPLE${name.toUpperCase()}${day}`, created: at(day, '08:00') });

/** Three who work there on three days. */
export const colleagues = ['sana', 'tom', 'ulla'].flatMap((name) =>
  [2, 3, 4].map((day) =>
    record(`${name}-${day}`, at(day, '09:00'), { who: session(name, day), ip: office, agent }, 'ec2:DescribeInstances'),
  ),
);
