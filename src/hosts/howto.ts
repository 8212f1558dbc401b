import { defineHowto } from '../model/howto.ts';

/** How to contain on a machine: by hand, since no provider can be asked. */
export const howto = defineHowto({
  cloud: null,
  details: {},
  typeOf: () => null,
  hostOf: () => null,
  remedies: [],
  byHand: {
    'capture-memory':
      'with a tool that is trusted, onto another disk or over the network, before the machine is stopped',
    'deny-by-hand':
      'on the machine: passwd -l and usermod -e 1 for the user, loginctl terminate-user; its key out of every authorized_keys (ssh-keygen -lf shows fingerprints); of root, PermitRootLogin no until it is renewed',
    'take-back':
      'on the machine, with the values that stand in the record cited: users (userdel), groups (gpasswd -d), timetables (crontab -l -u), units, sudoers; a copy is kept first. What root did there may hide more: a machine that was root’s is built anew',
    'other-copies': 'backups of the machine, and whoever else holds an image of it',
    'short-lived': 'certificates of an SSH authority that end within the day, instead of lasting keys',
  },
});
