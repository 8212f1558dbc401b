import { describe, expect, test } from 'vitest';
import { readDocument } from './read-document.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const passages = async (given: string) => (await readDocument(bytes(given))).passages;

describe('what cannot be read', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['a file of blanks', bytes(' \n\t\n'), /empty/],
    ['PDF', bytes('%PDF-1.7\n…'), /PDF.*not read/],
    ['an old Word document', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old or an encrypted/],
    ['rich text', bytes('{\\rtf1 x}'), /RTF/],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /picture/],
    ['rubbish', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919) % 256)), /binary/],
    [
      'a page of pictures',
      bytes('<html><body><img src="a.png"><img src="b.png"></body></html>'),
      /2 pictures and no text: it is a scan/,
    ],
  ])('%s is refused with the reason', async (_, given, why) => {
    await expect(readDocument(given)).rejects.toThrow(why);
    await expect(readDocument(given)).rejects.toMatchObject({ code: 'input.unreadable' });
  });

  test('a document in another language is told by its name', async () => {
    const german =
      'Am Morgen des zehnten Februar meldete sich ein Angreifer mit dem gestohlenen Schlüssel einer Entwicklerin an und richtete auf dem Rechner ein Programm zum Schürfen ein. Der Rechner war danach über sechs Stunden lang voll ausgelastet, ehe jemand es bemerkte und ihn vom Netz nahm. Daten wurden nach allem, was wir wissen, nicht gelesen.';
    expect((await readDocument(bytes(german))).language).toBe('German');
    expect(
      (
        await readDocument(
          bytes('系统在上午八点十五分遭到入侵，攻击者安装了挖矿程序，持续运行超过六个小时，随后被隔离并重新安装。'),
        )
      ).language,
    ).toContain('Chinese');
  });

  test.each([
    [
      'French',
      'Un attaquant est entré sur le serveur. Nous avons isolé la machine et supprimé le compte ajouté par lui.',
    ],
    [
      null,
      'Host isolated. User disabled. Keys rotated. Instance terminated. Miner removed. Snapshot taken. Ticket closed.',
    ],
    [null, 'Login attacker. Key added. User created. Miner installed. Sudoers modified. Pool connected. Alert raised.'],
  ])('a few lines are %s or none but English', async (language, text) => {
    expect((await readDocument(bytes(text))).language).toBe(language);
  });

  test('five hundred pages are read whole and soon', async () => {
    const page = Array.from(
      { length: 45 },
      (_, at) => `08:${at + 10} – the intruder did something on host-${at} at line ${at}`,
    );
    const text = Array.from({ length: 500 }, (_, at) => `${at + 1}. Part ${at + 1}:\n${page.join('\n')}`).join('\n');
    const started = performance.now();
    expect((await passages(text)).length).toBe(500 * 46);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.each([
    ['stars', '# x\n' + '*a '.repeat(100_000)],
    ['brackets', '# x\n' + '[('.repeat(100_000)],
    ['backticks', '# x\n' + '`'.repeat(100_000)],
    ['bars', '|a|b|\n|---|---|\n' + '|'.repeat(100_000)],
    ['tags', '<p>' + '<b>'.repeat(1500) + 'x'],
    ['blanks', 'a' + ' '.repeat(200_000) + 'b:'],
    ['colons', 'a:'.repeat(100_000)],
  ])('a line of nothing but %s takes no long time', async (_, text) => {
    const started = performance.now();
    await readDocument(bytes(text)).catch(() => null);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
