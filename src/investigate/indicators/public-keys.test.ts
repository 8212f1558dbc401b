import { expect, test } from 'vitest';
import { publicKeysIn } from './public-keys.ts';

// `ssh-keygen -lf` says the same of this key.
const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';

test('a key that is written down is known by the fingerprint under which the daemon logs its use, and by its name', () => {
  const [key] = publicKeysIn(`bash -c "echo ssh-ed25519 ${blob} devops_temp_key >> /home/devops/.ssh/authorized_keys"`);
  expect(key?.comment).toBe('devops_temp_key');
  expect(key?.fingerprint).toBe('SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA');
  expect(publicKeysIn(`echo 'ssh-ed25519 ${blob}' | tee -a k`)).toEqual([{ ...key, comment: null }]);
  expect(publicKeysIn('ssh-keygen -t ed25519; cat ssh-rsa AAAA')).toEqual([]);
});
