import { defineLinks } from '../model/links.ts';

/** How records of machines hang together: who makes a user acts as that user from then on. */
export const links = defineLinks({
  cloud: null,
  issues: [],
  makings: [
    { service: 'useradd', operation: 'new user', actor: ['user', 'uid'] },
    { service: 'auditd', operation: 'ADD_USER', actor: 'acct' },
  ],
  // No record of a machine admits an account, and no provider acts there: these find nothing.
  accountPattern: '([^\\s\\S])',
  issueSlackSeconds: 2,
  sessionNamedAfter: [],
  launchers: [],
  ownActorTypes: [],
  provider: { actorTypes: [], actorPattern: '[^\\s\\S]', networks: [] },
  dataEvents: [],
  howToLook: {},
  howToStop: {},
  howTo: {
    'disable-credential':
      'on every machine: ssh-keygen -lf shows the fingerprints in an authorized_keys; take the line of {credential} out of those of {identity} and of all others',
    'deny-identity': 'passwd -l {identity}, and end its sessions: loginctl terminate-user {identity}',
    'find-key-creation':
      'no log of sign-ins says so: the dates of the authorized_keys of {identity}, its backups, and whoever handed the key out',
    'find-key-use': 'grep -rh {credential} in the sign-in logs of all machines, the rotated ones too',
    'read-more-logs': 'the rotated logs of the machine, journalctl --since …, and the sensor on it',
    'remove-persistence':
      '{identity} on that machine: getent passwd, its authorized_keys, crontab -l -u, /etc/sudoers.d, its units and timers',
    'ask-owner': 'ask the owner of {identity} which of these sign-ins are his',
  },
});
