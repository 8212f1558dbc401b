import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { source as auditd } from '../hosts/linux/sources/auditd/source.ts';
import { source as auth } from '../hosts/linux/sources/auth/source.ts';
import { eventsSql } from './events-sql.ts';
import { readManifest } from './manifest.ts';
import { settleHosts, withSettledHosts } from './settle-hosts.ts';

const sources = [auditd, auth];
let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(...sources);
});
afterEach(() => lake.close());

const stamp = '2026-02-10T13:15:02.000Z';
const seconds = `${Date.parse(stamp) / 1000}.000`;
const accepted = (host: string, address: string, pid: number): string =>
  `${stamp} ${host} sshd[${pid}]: Accepted publickey for devops from ${address} port 51022 ssh2\n`;
const opened = (host: string, user: string, uid: number): string =>
  `${stamp} ${host} sshd[1]: pam_unix(sshd:session): session opened for user ${user}(uid=${uid}) by (uid=0)\n`;
const signIn = (address: string, pid: number): string =>
  `type=USER_LOGIN msg=audit(${seconds}:1): pid=${pid} uid=0 auid=1000 ses=3 msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=${address} addr=${address} terminal=ssh res=success'\n`;
const ran = (auid: number, uid: number, serial = 2): string =>
  `type=SYSCALL msg=audit(${seconds}:${serial}): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=9 auid=${auid} uid=${uid} gid=0 euid=${uid} tty=pts1 ses=3 comm="id" exe="/usr/bin/id"\n`;

/** `host actor` of what the audit daemon's logs tell of processes. */
async function told(): Promise<readonly string[]> {
  const manifest = readManifest(lake.lake);
  const next = await settleHosts(manifest, {
    engine: lake.engine,
    lake: lake.lake,
    scratch: `${lake.folder}/naming`,
    sources,
  });
  expect(withSettledHosts(manifest, lake.lake)).toEqual(next);
  const rows = await lake.engine.rows(
    `SELECT host, actor_uid, actor_name FROM (${eventsSql(lake.lake, next.partitions)}) WHERE operation = 'execve' ORDER BY ALL`,
  );
  return rows.map(({ host, actor_uid, actor_name }) => [host, actor_uid, actor_name].join(' '));
}

describe('a log that does not name its machine', () => {
  test('is of the machine whose other log holds the same sign-in, wherever it lies', async () => {
    await lake.ingest({
      'a/auth.log': accepted('web-1', '198.51.100.7', 400) + opened('web-1', 'devops', 1000),
      'a/b/other.log': accepted('web-2', '198.51.100.7', 401),
      'c/audit.log': signIn('198.51.100.7', 400) + ran(1000, 0),
    });
    expect(await told()).toEqual(['web-1 web-1/devops devops']);
  });

  test('is of the machine that its path names', async () => {
    await lake.ingest({
      'web-1/audit/audit.log': ran(1000, 1000),
      'all/secure': opened('web-1.example.com', 'devops', 1000) + opened('web-2', 'other', 1000),
    });
    expect(await told()).toEqual(['web-1.example.com web-1.example.com/devops devops']);
  });

  test('is of the only machine that is named at all, and of nobody where there are several', async () => {
    await lake.ingest({ secure: opened('web-1', 'devops', 1000), 'audit.log': ran(1000, 1000) });
    expect(await told()).toEqual(['web-1 web-1/devops devops']);
    await lake.ingest({ 'secure.1': opened('web-2', 'other', 1000) });
    expect(await told()).toEqual([' 1000 1000']);
  });

  test('names also what runs as a user without a sign-in', async () => {
    const service = (uid: number): string => ran(4_294_967_295, uid, 3 + uid);
    await lake.ingest({
      'auth.log': opened('web-1', 'www-data', 33),
      'audit.log': service(33) + service(48),
    });
    expect(await told()).toEqual([
      'web-1 web-1/service 48 service 48',
      'web-1 web-1/service www-data service www-data',
    ]);
  });

  test('and is of it whichever of the two arrived first', async () => {
    await lake.ingest({ 'audit.log': ran(1000, 1000) });
    expect(await told()).toEqual(['unnamed-machine unnamed-machine/1000 1000']);
    await lake.ingest({ secure: opened('web-1', 'devops', 1000) });
    expect(await told()).toEqual(['web-1 web-1/devops devops']);
  });
});

describe('logs of a case in which no machine is named', () => {
  test('are those of one machine without a name, whose users are known all the same', async () => {
    const starts = `type=USER_START msg=audit(${seconds}:7): pid=400 uid=0 auid=1000 ses=3 msg='op=PAM:session_open acct="devops" exe="/usr/sbin/sshd" hostname=198.51.100.7 addr=198.51.100.7 terminal=ssh res=success'\n`;
    await lake.ingest({ 'audit.log': starts + ran(1000, 0) });
    expect(await told()).toEqual(['unnamed-machine unnamed-machine/devops devops']);
  });
});

describe('a user known by number', () => {
  test('keeps it where a machine has two names for it, or none', async () => {
    await lake.ingest({
      secure: opened('web-1', 'devops', 1000) + opened('web-1', 'again', 1000),
      'audit.log': ran(1000, 1000) + ran(1002, 1002, 3),
    });
    expect(await told()).toEqual(['web-1 web-1/1000 1000', 'web-1 web-1/1002 1002']);
  });

  test('is the superuser by the number 0, and nobody by that of no session', async () => {
    await lake.ingest({ secure: opened('web-1', 'devops', 1000), 'audit.log': ran(0, 0) + ran(4294967295, 0, 3) });
    expect(await told()).toEqual(['web-1 web-1/root root', 'web-1 web-1/service 0 service 0']);
  });

  test('is named by the audit daemon itself where a session opens', async () => {
    const starts = `type=USER_START msg=audit(${seconds}:7): pid=400 uid=0 auid=1000 ses=3 msg='op=PAM:session_open acct="devops" exe="/usr/sbin/sshd" hostname=198.51.100.7 addr=198.51.100.7 terminal=ssh res=success'\n`;
    const named = (line: string): string => line.replace('type=', 'node=web-1 type=');
    await lake.ingest({ 'audit.log': named(starts) + named(ran(1000, 0)) });
    expect(await told()).toEqual(['web-1 web-1/devops devops']);
  });
});
