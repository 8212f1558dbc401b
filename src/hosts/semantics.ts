import { type Act, defineSemantics } from '../model/semantics.ts';
import { machineNames } from './machine-names.ts';

const login: Act = { verb: 'login', kind: 'linux:session', target: 'user' };
const execute: Act = { verb: 'execute', kind: 'linux:process' };
const userMade: Act = { verb: 'create-identity', kind: 'linux:user', made: ['user', 'acct'] };
const userChanged: Act = { verb: 'grant', kind: 'linux:user', target: ['user', 'acct'] };
const passwordSet: Act = { verb: 'change-credential', kind: 'linux:user', target: ['user', 'acct'] };
const userDeleted: Act = { verb: 'delete', kind: 'linux:user', target: ['user', 'acct'] };
const jobsChanged: Act = { verb: 'modify', kind: 'linux:cron-jobs', target: ['user', 'by'] };

/** Somebody's session is over. */
const left: Act = { verb: 'other', kind: 'linux:session', nature: 'end' };

/** What cron starts of a user's timetable. */
const started: Act = { verb: 'other', kind: 'linux:session', nature: 'timed' };
const timed: Readonly<Record<string, Act>> = {
  CMD: { verb: 'execute', kind: 'linux:cron-jobs', nature: 'timed' },
  'session opened': started,
  'session closed': started,
};
/** A process that a list tells of was started at some other time. */
const seen: Act = { verb: 'other', kind: 'linux:process', nature: 'state' };

/** What the shadow tools say of users and groups, whichever of them says it. */
const shadow: Readonly<Record<string, Act>> = {
  'new user': userMade,
  'new group': { verb: 'create', kind: 'linux:group', made: 'group' },
  add: userChanged,
  added: userChanged,
  'password changed': passwordSet,
  changed: passwordSet,
  'delete user': userDeleted,
};

/**
 * What is done on machines, by the words of their logs: sign-ins, users, rights, commands. The sources that hold
 * it name no cloud.
 */
export const semantics = defineSemantics({
  cloud: null,
  superuser: 'root',
  unattended: '^service ',
  numberedSessions: ['linux.auditd'],
  sources: ['linux.auth', 'linux.auditd', 'falco', 'osquery', 'crowdstrike', 'process-list'],
  dryRunErrors: [],
  refusedWhen: [],
  acts: {
    sshd: {
      Accepted: login,
      Failed: login,
      'Invalid user': login,
      'not allowed': login,
      'session closed': left,
      Disconnected: left,
      'Received disconnect': left,
      Disconnecting: left,
      'Connection closed': left,
      'Connection reset': left,
    },
    sudo: { COMMAND: execute, 'session closed': left },
    su: {
      'Successful su': { verb: 'assume', kind: 'linux:user', target: 'user' },
      to: { verb: 'assume', kind: 'linux:user', target: 'user' },
    },
    useradd: shadow,
    usermod: shadow,
    userdel: shadow,
    groupadd: shadow,
    gpasswd: shadow,
    passwd: shadow,
    chpasswd: shadow,
    CRON: timed,
    CROND: timed,
    cron: timed,
    crond: timed,
    anacron: timed,
    '/USR/SBIN/CRON': timed,
    crontab: { REPLACE: jobsChanged, 'END EDIT': jobsChanged, DELETE: jobsChanged },
    auditd: {
      execve: execute,
      execveat: execute,
      USER_CMD: execute,
      USER_LOGIN: { verb: 'login', kind: 'linux:session', target: 'acct' },
      ADD_USER: userMade,
      DEL_USER: userDeleted,
      USER_CHAUTHTOK: passwordSet,
      ADD_GROUP: { verb: 'create', kind: 'linux:group', made: 'acct' },
      USER_END: left,
      CRED_DISP: left,
      SERVICE_STOP: { verb: 'stop', kind: 'linux:service', target: 'unit' },
    },
    falco: { execve: execute, execveat: execute },
    osquery: { added: { ...execute, when: [{ at: 'columns.cmdline', exists: true }] }, snapshot: seen },
    'process-list': { listed: seen },
    crowdstrike: { ProcessRollup2: execute, SyntheticProcessRollup2: execute },
  },
  prefixes: [],
  shapes: [],
  processes: {
    parent: [
      '$.output_fields."proc.pexepath"',
      '$.output_fields."proc.pname"',
      '$.ParentBaseFileName',
      '$.event.ParentImageFileName',
      '$.parent',
    ],
    parentUid: ['$.ppid', '$.output_fields."proc.ppid"', '$.ParentProcessId', '$.columns.parent'],
    sha256: ['$.SHA256HashData', '$.event.SHA256String', '$.columns.sha256'],
  },
  machines: machineNames,
});
