import { optionsOf } from './program-options.ts';
import { pipelinesOf, type SimpleCommand } from './simple-commands.ts';

/** A command that puts other files, or what a database holds, into one file. */
export interface Packing {
  readonly program: string;
  /** Null where it goes to a pipe. */
  readonly archive: string | null;
  readonly of: readonly string[];
}

/** The archives and dumps that a command line writes. */
export const packingsIn = (command: string): readonly Packing[] =>
  pipelinesOf(command).flatMap((pipeline) => {
    const [packing] = pipeline.flatMap((simple) => packingOf(simple) ?? []);
    // `tar c … | gzip > file`: the last of a pipe says where it goes.
    const output = pipeline.at(-1)?.output ?? null;
    return packing === undefined ? [] : [{ ...packing, archive: packing.archive ?? output }];
  });

/** What one program packs, or null. */
export function packingOf(simple: SimpleCommand): Packing | null {
  const { program, args, output } = simple;
  const packed = packers.get(program)?.(args) ?? null;
  return packed === null || packed.of.length === 0 ? null : { program, ...packed, archive: packed.archive ?? output };
}

type Packed = Pick<Packing, 'archive' | 'of'>;

function tar(args: readonly string[]): Packed | null {
  // Its first word may be letters without a dash.
  const [first = '', ...others] = args;
  const isBare = /^[a-zA-Z]+$/.test(first);
  const { values, has, rest } = optionsOf(
    isBare ? [...bareOptions(first, others)] : args,
    'f C X T b file directory exclude',
  );
  if (!has('c', 'create', 'r', 'append')) return null;
  const [folder = null] = values('C', 'directory');
  const archive = values('f', 'file').at(-1) ?? null;
  return { archive: archive === '-' ? null : archive, of: rest.map((member) => within(folder, member)) };
}

/** `czf archive x` as `-cz -f archive x`: values of bare letters follow in the order of the letters. */
function bareOptions(letters: string, others: readonly string[]): readonly string[] {
  const valued = [...letters].filter((letter) => 'fCXTb'.includes(letter));
  const flags = [...letters].filter((letter) => !'fCXTb'.includes(letter)).map((letter) => `-${letter}`);
  return [
    ...flags,
    ...valued.flatMap((letter, at) => [`-${letter}`, others[at] ?? '']),
    ...others.slice(valued.length),
  ];
}

const within = (folder: string | null, member: string): string =>
  folder === null || member.startsWith('/')
    ? member
    : `${folder.replace(/\/$/, '')}/${member.replace(/^\.\//, '')}`.replace(/\/\.$/, '');

function zip(args: readonly string[]): Packed {
  const [archive, ...of] = optionsOf(args, 'P b t n x i').rest;
  if (archive === undefined) return { archive: null, of };
  return { archive: archive === '-' ? null : /\.[^/]+$/.test(archive) ? archive : `${archive}.zip`, of };
}

/** 7-Zip and RAR: a letter says what to do, and `a` adds. */
function adding(args: readonly string[]): Packed | null {
  const [letter, archive, ...of] = optionsOf(args, '').rest;
  return letter !== 'a' || archive === undefined ? null : { archive, of };
}

const squeezing =
  (ending: string) =>
  (args: readonly string[]): Packed | null => {
    const { has, rest } = optionsOf(args, 'S');
    const [file] = rest;
    if (file === undefined || has('d', 'decompress', 'l', 't')) return null;
    return { archive: has('c', 'stdout') ? null : `${file}${ending}`, of: rest };
  };

const dumping =
  (valued: string, into: readonly string[], unnamed = 'all databases') =>
  (args: readonly string[]): Packed => {
    const { values, rest } = optionsOf(args, valued);
    const names = [...values('d', 'db', 'dbname'), ...rest];
    return { archive: values(...into).at(-1) ?? null, of: databases(names, unnamed) };
  };

const databases = (names: readonly string[], unnamed = 'all databases'): readonly string[] =>
  names.length === 0 ? [unnamed] : names.map((name) => `database ${name}`);

/** Of one database all tables, or those that are named behind it. */
function mysqldump(args: readonly string[]): Packed {
  const { values, has, rest } = optionsOf(args, 'u h P p? r S user host port result-file');
  const [database, ...tables] = rest;
  const isOfOne = database !== undefined && tables.length > 0 && !has('B', 'databases');
  return {
    archive: values('r', 'result-file').at(-1) ?? null,
    of: isOfOne ? tables.map((table) => `table ${table} of database ${database}`) : databases(rest),
  };
}

const packers: ReadonlyMap<string, (args: readonly string[]) => Packed | null> = new Map(
  Object.entries({
    tar,
    bsdtar: tar,
    zip,
    '7z': adding,
    '7za': adding,
    '7zr': adding,
    rar: adding,
    gzip: squeezing('.gz'),
    bzip2: squeezing('.bz2'),
    xz: squeezing('.xz'),
    zstd: squeezing('.zst'),
    mysqldump,
    'mariadb-dump': mysqldump,
    pg_dump: dumping('U h p f d F n t file dbname host port username format', ['f', 'file'], 'a database'),
    pg_dumpall: dumping('U h p f file host port username', ['f', 'file']),
    mongodump: dumping('d c h o u p db host port out archive username password uri', ['o', 'out', 'archive']),
  }),
);
