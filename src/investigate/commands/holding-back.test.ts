import { expect, test } from 'vitest';
import { holdingBackIn } from './holding-back.ts';

test.each([
  ['sudo systemctl disable --now kworkerd.service', 'stop', 'service', ['kworkerd']],
  ['/usr/sbin/service kworkerd stop', 'stop', 'service', ['kworkerd']],
  ['crontab -r -u deploy', 'delete', 'jobs', ['deploy']],
  ['passwd -l deploy', 'disable-credential', 'user', ['deploy']],
  ['usermod -L -e 1 deploy', 'disable-credential', 'user', ['deploy']],
  ['userdel -r ubuntu-update', 'delete', 'user', ['ubuntu-update']],
  ['pkill -9 -f xmrig', 'stop', 'process', ['xmrig']],
  ["bash -c 'killall -KILL xmrig'", 'stop', 'process', ['xmrig']],
  ['rm -rf /tmp/.systemd', 'delete', 'file', ['/tmp/.systemd']],
])('%s holds something back', (command, verb, kind, of) => {
  expect(holdingBackIn(command)).toStrictEqual([{ verb, kind, of }]);
});

test.each([
  'systemctl restart sshd',
  'service sshd status',
  'crontab -l',
  'crontab -r',
  'passwd deploy',
  'usermod -aG sudo deploy',
  'kill -9 4242',
  'rm',
])('%s holds nothing back', (command) => {
  expect(holdingBackIn(command)).toStrictEqual([]);
});
