import type { LineForm, Lines } from '../../../../model/source.ts';

/** A value as the kernel writes what others chose: in quotes, or as hex digits where it holds a blank, a quote or worse. */
const encoded = '("[^"]*"|[0-9A-Fa-f]+)';
const word = '([^ \\n\\x1d]+)';

const contains = (...texts: readonly string[]): Pick<LineForm, 'when'> => ({ when: [{ contains: texts }] });
const args = Array.from({ length: 10 }, (_, number) => `a${number}`);

const callForms: readonly LineForm[] = [
  {
    ...contains('type=SYSCALL '),
    pattern: `type=SYSCALL [^ ]+ arch=${word} syscall=${word}(?: per=[^ ]+)?(?: success=${word} exit=${word})?[^\\n]*? ppid=${word} pid=${word} auid=${word} uid=${word} gid=${word} euid=${word}[^\\n]*? tty=${word} ses=${word}`,
    keys: ['arch', 'syscall', 'success', 'exit', 'ppid', 'pid', 'auid', 'uid', 'gid', 'euid', 'tty', 'ses'],
  },
  {
    ...contains('type=SYSCALL '),
    pattern: ` comm=${encoded} exe=${encoded}(?:[^\\n]*? key=${encoded})?`,
    keys: ['comm', 'exe', 'key'],
    isEncoded: true,
  },
  // What the daemon resolves where `log_format = ENRICHED`, behind a separator of its own.
  { ...contains('SYSCALL='), pattern: '[\\x1d ]SYSCALL=([a-z0-9_]+)', keys: ['call_name'] },
  { ...contains('AUID="'), pattern: '[\\x1d ]AUID="([^"]*)"', keys: ['signed_in_as'] },
  { ...contains('UID="'), pattern: '[\\x1d ]UID="([^"]*)"', keys: ['runs_as'] },
];

const commandForms: readonly LineForm[] = [
  { ...contains('type=EXECVE '), pattern: '\\): (argc=[^\\n]*)', keys: ['arguments'] },
  {
    of: 'arguments',
    ...contains('type=EXECVE '),
    pattern: ` a[0-9]+(?:\\[[0-9]+\\])?=${encoded}`,
    keys: ['command'],
    isEncoded: true,
    every: 'words',
  },
  {
    of: 'arguments',
    ...contains('type=EXECVE '),
    pattern: `^argc=[0-9]+${args.map((arg) => `(?: ${arg}=${encoded}`).join('')}${args.map(() => ')?').join('')}`,
    keys: args,
    isEncoded: true,
  },
  {
    ...contains('type=PROCTITLE '),
    pattern: `\\): proctitle=${encoded}`,
    keys: ['proctitle'],
    isEncoded: true,
  },
  { ...contains('type=CWD '), pattern: `\\): +cwd=${encoded}`, keys: ['cwd'], isEncoded: true },
];

const pathForms: readonly LineForm[] = [
  {
    ...contains('type=PATH '),
    pattern: ` item=[0-9]+ name=${encoded}`,
    keys: ['name'],
    isEncoded: true,
    every: 'list',
  },
  {
    ...contains('type=PATH '),
    pattern: ' nametype=([A-Z]+)',
    keys: ['nametype'],
    every: 'list',
  },
  {
    ...contains('nametype=CREATE', 'nametype=DELETE'),
    pattern: ` item=[0-9]+ name=${encoded}[^\\n]* nametype=(?:CREATE|DELETE)`,
    keys: ['touched'],
    isEncoded: true,
  },
  { ...contains('type=PATH '), pattern: ` item=0 name=${encoded}`, keys: ['opened'], isEncoded: true },
];

/** `struct sockaddr`: the family in the machine's own order, the rest in the network's. */
const addressForms: readonly LineForm[] = [
  {
    ...contains('saddr=0200'),
    pattern: 'saddr=0200([0-9A-F]{4})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})',
    keys: ['port_hex', 'ip_1', 'ip_2', 'ip_3', 'ip_4'],
  },
  { ...contains('laddr='), pattern: 'laddr=([^ }]+) lport=([0-9]+)', keys: ['laddr', 'lport'] },
];

/** Records that programs send: sign-ins, sessions, users, services. */
const userForms: readonly LineForm[] = [
  {
    ...contains("msg='"),
    pattern: `: pid=${word} uid=${word} auid=${word} ses=${word}`,
    keys: ['pid', 'uid', 'auid', 'ses'],
  },
  { ...contains("msg='"), pattern: "[ ']op=([^ ']+)", keys: ['op'] },
  { ...contains('acct='), pattern: `[ ']acct=${encoded}`, keys: ['acct'], isEncoded: true },
  { ...contains("msg='"), pattern: `[ ']exe=${encoded}`, keys: ['exe'], isEncoded: true },
  { ...contains('cmd='), pattern: `[ ']cmd=${encoded}`, keys: ['command'], isEncoded: true },
  { ...contains('unit='), pattern: "[ ']unit=([^ ']+)", keys: ['unit'] },
  {
    ...contains('hostname='),
    pattern: "[ ']hostname=([^ ']+) addr=([^ ']+) terminal=([^ ']+)",
    keys: ['hostname', 'addr', 'terminal'],
  },
  { ...contains('res='), pattern: "[ ']res=([a-z0-9]+)", keys: ['res'] },
];

/** How the records of one serial are read together. */
export const lines: Lines = {
  recognise: ['^(?:node=[^ ]+ )?type=[A-Z0-9_\\[\\]]+ msg=audit\\(\\d+\\.\\d+:\\d+\\):'],
  joinedBy: '^(?:node=([^ ]+) )?type=[^ ]+ msg=audit\\((\\d+\\.\\d+:\\d+)\\):',
  forms: [
    {
      pattern: '^(?:node=[^ ]+ )?type=([^ ]+) msg=audit\\(([0-9]+\\.[0-9]+):([0-9]+)\\):',
      keys: ['record_type', 'seconds', 'serial'],
    },
    { when: [{ starts: ['node='] }], pattern: '^node=([^ ]+) ', keys: ['node'] },
    { pattern: '(?:^|\\n)(?:node=[^ ]+ )?type=([^ ]+) ', keys: ['type'], every: 'list' },
    ...callForms,
    ...commandForms,
    ...pathForms,
    ...addressForms,
    ...userForms,
  ],
};
