import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textIn } from '../../../../lake/cells.ts';
import { openDuckDb } from '../../../../lake/duckdb/engine.ts';
import { lineJsonSql, lineRecordsSql } from '../../../../lake/line-record.ts';
import { literal } from '../../../../lake/sql.ts';
import type { Random } from '../../../../model/simulation.ts';
import { createRandom } from '../../../../simulate/random.ts';
import { lines } from './forms.ts';

const said = readFileSync(join(import.meta.dirname, 'fixtures/auth.log'), 'utf8')
  .trimEnd()
  .split('\n');
const texts = [
  'sshd[1]: Accepted publickey for alice from 198.51.100.7 port 40000 ssh2: ED25519 SHA256:abc',
  'sshd[1]: Failed password for invalid user admin from 203.0.113.9 port 40000 ssh2',
  'sshd-session[1]: Failed password for root from 203.0.113.9 port 40000 ssh2',
  'sshd[1]: Invalid user admin from 203.0.113.9 port 40000',
  'sshd[1]: Connection closed by invalid user admin 203.0.113.9 port 40000 [preauth]',
  'sshd[1]: Connection reset by authenticating user root 2001:db8::9 port 40000 [preauth]',
  'sshd[1]: Disconnected from user alice 198.51.100.7 port 40000',
  'sshd[1]: Disconnected from authenticating user root 198.51.100.7 port 40000 [preauth]',
  'sshd[1]: Received disconnect from 203.0.113.9 port 40000:11: Bye Bye [preauth]',
  'sshd[1]: pam_unix(sshd:session): session opened for user bob(uid=1000) by bob(uid=0)',
  'su[1]: pam_unix(su-l:session): session opened for user root by (uid=0)',
  'sshd[1]: pam_unix(sshd:session): session closed for user bob',
  'sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9 ',
  'sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=a rhost=203.0.113.9  user=root',
  'CRON[1]: (root) CMD (cd / && run-parts --report /etc/cron.hourly)',
  'systemd-logind[1]: New session 31 of user alice.',
].map((text) => `Feb 10 13:15:02 build-1 ${text}`);

/** What a name or a message may hold to be taken for something else. */
const words =
  'from port user invalid for by ssh2 ssh2: 22 22: 10.0.0.1 10.0.0.1: (uid=0) (uid=0)) ) ( :session) :auth): [preauth] . x. ; ruser= rhost= user= user=root  RSA SHA256:x é \t "\\ CMD (CMD) closed opened session'.split(
    ' ',
  );

/** A line with words put in, left out, doubled or changed, or with a letter gone. */
function mutated(line: string, random: Random): string {
  const parts = line.split(' ');
  for (let left = random.between(1, 3); left > 0; left -= 1) {
    const place = random.between(4, parts.length - 1);
    const change = random.between(1, 5);
    const part = parts[place] ?? '';
    if (change === 1) parts.splice(place, 0, random.pick(words));
    else if (change === 2) parts.splice(place, 1);
    else if (change === 3) parts[place] = random.pick(words);
    else if (change === 4) parts.splice(place, 0, ...parts.slice(random.between(4, parts.length - 1)));
    else parts[place] = part.slice(0, -1) + random.pick(words).slice(0, 1);
  }
  return parts.join(' ');
}

test('usual texts are read as the forms would read them, whatever stands in them', async () => {
  const random = createRandom('usual texts of sign-ins');
  const tried = [...said, ...texts].flatMap((line) => [
    line,
    ...Array.from({ length: 400 }, () => mutated(line, random)),
  ]);
  const engine = await openDuckDb({ memoryMiB: 400, threads: 1, tempDirectory: tmpdir() });
  const { usual, ...forms } = lines;
  await engine.run(`CREATE TABLE tried AS SELECT unnest([${tried.map(literal).join(', ')}]) AS line`);
  const read = async (by: typeof lines): Promise<readonly string[]> =>
    (
      await engine.rows(
        `SELECT CAST(${lineJsonSql(by)} AS VARCHAR) AS record FROM (${lineRecordsSql('FROM tried', by)})`,
      )
    ).map((row) => textIn(row, 'record'));
  const [fast, slow] = [await read(lines), await read(forms)];
  await engine.close();
  expect(usual?.texts).not.toHaveLength(0);
  expect(fast).toEqual(slow);
});
