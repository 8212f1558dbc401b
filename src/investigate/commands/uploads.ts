import { packingOf } from './packings.ts';
import { optionsOf, type Options } from './program-options.ts';
import { isInteractiveShell, pipelinesOf, type Pipeline, type SimpleCommand } from './simple-commands.ts';

/** A command that hands something of its machine to another place. */
export interface Upload {
  readonly program: string;
  /** What is sent, as the command names it; empty where it comes from a pipe that names nothing. */
  readonly what: readonly string[];
  /** A name in lower case, or an address. */
  readonly host: string;
  readonly port: string;
}

type End = Pick<Upload, 'host' | 'port'>;

/** What a program does with its options, and with what a pipe or a redirection gives it. */
interface Sender {
  /** Letters and names of options that a value belongs to. */
  readonly valued: string;
  readonly read: (options: Options, stdin: readonly string[] | null) => Sent | null;
}

interface Sent {
  readonly what: readonly string[];
  readonly end: End | null;
}

/** What a command line sends away, and where to. What an option of a configuration file says is not seen. */
export function uploadsIn(command: string): readonly Upload[] {
  return pipelinesOf(command).flatMap((pipeline) =>
    pipeline.flatMap((simple, at) => {
      const stdin = stdinOf(pipeline, at);
      const sender = senders.get(simple.program);
      const sent = sender?.read(optionsOf(simple.args, sender.valued), stdin);
      const end = sent?.end ?? null;
      if (sent && end !== null) return [{ program: simple.program, what: sent.what, ...end }];
      const device = isInteractiveShell(simple) ? null : deviceOf(simple);
      return device === null ? [] : [{ program: simple.program, what: namedBy(simple), ...device }];
    }),
  );
}

/** What a program is given to read: a file, what the programs before it name, or null where nothing of the machine is. */
function stdinOf(pipeline: Pipeline, at: number): readonly string[] | null {
  const simple = pipeline[at];
  if (simple?.input) return [simple.input];
  if (at === 0) return null;
  const before = pipeline.slice(0, at);
  // Whoever hands a shell over takes a seat at the machine, and no file of it.
  if (before.some(isInteractiveShell)) return null;
  const named = before
    .toReversed()
    .map(namedBy)
    .find(({ length }) => length > 0);
  return named ?? (before.some(isOfItsOwnWords) ? null : []);
}

const speaking: ReadonlySet<string> = new Set(['echo', 'printf', 'yes']);

/** `echo stats`, but not `echo "$(cat /etc/shadow)"`. */
const isOfItsOwnWords = ({ program, args }: SimpleCommand): boolean =>
  speaking.has(program) && !args.some((word) => /[$`]/.test(word));

/** What a program reads by its own words: the members of an archive, or its arguments. */
function namedBy(simple: SimpleCommand): readonly string[] {
  const packing = packingOf(simple);
  if (packing !== null) return packing.of;
  if (simple.input !== null) return [simple.input];
  if (speaking.has(simple.program)) return [];
  return simple.args.filter((word) => /^[^-].*[./]/.test(word));
}

/** A shell's own socket: `> /dev/tcp/203.0.113.9/443`. */
function deviceOf({ output }: SimpleCommand): End | null {
  const [, host, port] = /^\/dev\/(?:tcp|udp)\/([^/]+)\/(\d+)$/.exec(output ?? '') ?? [];
  return host === undefined || port === undefined ? null : { host: host.toLowerCase(), port };
}

const isStdin = (word: string): boolean => word === '-' || word === '.';

/** Files by name, and what is given to the program where `-` stands for a file. */
const filesOf = (names: readonly string[], stdin: readonly string[] | null): readonly string[] =>
  names.flatMap((name) => (isStdin(name) ? (stdin ?? []) : [name]));

const curl: Sender = {
  valued:
    'A b c C d D e E F h H K m o P r Q T t u U w x X y Y z cacert cert connect-timeout cookie cookie-jar data data-ascii data-binary data-raw data-urlencode form header interface json limit-rate max-time output proxy proxy-user referer request resolve retry upload-file url user user-agent',
  read: ({ values, rest }, stdin) => {
    const posted = values('d', 'data', 'data-ascii', 'data-binary', 'json').flatMap((value) =>
      value.startsWith('@') ? [value.slice(1)] : [],
    );
    const encoded = values('data-urlencode').flatMap((value) => /^[^=]*@(.+)$/.exec(value)?.[1] ?? []);
    const forms = values('F', 'form').flatMap((value) => /=[@<]([^;,]+)/.exec(value)?.[1] ?? []);
    const names = [...values('T', 'upload-file'), ...posted, ...encoded, ...forms];
    return names.length === 0
      ? null
      : { what: filesOf(names, stdin), end: urlEnd([...values('url'), ...rest].find(isUrl) ?? rest.at(-1)) };
  },
};

const wget: Sender = {
  valued:
    'O o a e T t w U P post-file body-file post-data body-data header method user password user-agent output-document timeout tries',
  read: ({ values, rest }, stdin) => {
    const names = values('post-file', 'body-file');
    return names.length === 0 ? null : { what: filesOf(names, stdin), end: urlEnd(rest.find(isUrl) ?? rest.at(-1)) };
  },
};

/** `[user@]host:path`, with an address of version 6 in brackets. */
const remote = /^(?:[^@/:]+@)?(\[[^\]]+\]|[^@/:[\]]+):/;

const copying = (valued: string, scheme: string): Sender => ({
  valued,
  read: ({ values, rest }) => {
    const to = rest.at(-1) ?? '';
    const from = rest.slice(0, -1);
    if (from.length === 0 || from.some((word) => remote.test(word))) return null;
    if (to.startsWith(`${scheme}://`)) return { what: from, end: urlEnd(to) };
    const host = remote.exec(to)?.[1];
    return host === undefined ? null : { what: from, end: endOf(host, values('P', 'port').at(-1) ?? '22') };
  },
});

const netcat: Sender = {
  valued: 'w i q s p X x o O P T I m M V idle-timeout source source-port wait',
  read: ({ has, rest: [host, port] }, stdin) =>
    stdin === null ||
    has('l', 'listen', 'e', 'exec', 'c', 'sh-exec') ||
    host === undefined ||
    !/^\d{1,5}$/.test(port ?? '')
      ? null
      : { what: stdin, end: endOf(host, port ?? '') },
};

const ssh: Sender = {
  valued: 'B b c D E e F I i J L l m O o p Q R S W w',
  read: ({ values, rest: [to, ...run] }, stdin) => {
    const host = to?.split('@').at(-1);
    return stdin === null || host === undefined || run.length === 0
      ? null
      : { what: stdin, end: endOf(host, values('p').at(-1) ?? '22') };
  },
};

const socat: Sender = {
  valued: '',
  read: ({ rest }, stdin) => {
    const files = rest.flatMap((word) => /^(?:FILE|G?OPEN|CREATE):([^,]+)/i.exec(word)?.[1] ?? []);
    const given = rest.some((word) => word === '-' || /^stdin$/i.test(word)) ? stdin : null;
    const what = files.length > 0 ? files : given;
    const peer = rest.flatMap((word) => {
      const [, host, port] =
        /^(?:TCP[46]?|UDP[46]?|OPENSSL|SSL)(?:-CONNECT|-SENDTO)?:([^:,]+|\[[^\]]+\]):(\d+)/i.exec(word) ?? [];
      return host === undefined || port === undefined ? [] : [endOf(host, port)];
    });
    return what === null ? null : { what, end: peer[0] ?? null };
  },
};

const openssl: Sender = {
  valued: 'connect host port cert key CAfile servername',
  read: ({ values, rest }, stdin) => {
    const [, host, port] = /^(.+):(\d+)$/.exec(values('connect').at(-1) ?? '') ?? [];
    return rest[0] !== 's_client' || stdin === null || host === undefined || port === undefined
      ? null
      : { what: stdin, end: endOf(host, port) };
  },
};

const senders: ReadonlyMap<string, Sender> = new Map(
  Object.entries({
    curl,
    wget,
    scp: copying('c D F i J l o P S X', 'scp'),
    rsync: copying('e f B T M port rsh exclude include filter bwlimit password-file timeout log-file', 'rsync'),
    nc: netcat,
    ncat: netcat,
    netcat,
    'nc.openbsd': netcat,
    'nc.traditional': netcat,
    ssh,
    socat,
    openssl,
  }),
);

const isUrl = (word: string): boolean => /^[a-z][a-z0-9+]*:\/\//i.test(word);
const ports: ReadonlyMap<string, string> = new Map(
  Object.entries({
    http: '80',
    https: '443',
    ftp: '21',
    ftps: '990',
    sftp: '22',
    scp: '22',
    rsync: '873',
  }),
);

/** The other end of a link; without a scheme it is the web's. */
function urlEnd(link: string | undefined): End | null {
  const [, scheme = 'http', authority = ''] = /^(?:([a-z][a-z0-9+]*):\/\/)?([^/?#\s]+)/i.exec(link ?? '') ?? [];
  const [, host, port] = /^(?:[^@]*@)?(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  return host === undefined ? null : endOf(host, port ?? ports.get(scheme.toLowerCase()) ?? '80');
}

const endOf = (host: string, port: string): End => ({ host: host.replace(/^\[(.*)\]$/, '$1').toLowerCase(), port });
