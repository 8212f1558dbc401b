import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { parseList } from '../detect/intel/parse-list.ts';
import { AppError } from '../model/errors.ts';
import type { IntelList } from '../model/intel.ts';

/** What a list says of itself, in a file beside it (`pools.txt.yml`), in comments at its head, or in its JSON. */
const aboutSchema = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  licence: z.string().trim().min(1).optional(),
  as_of: z.iso.date('must be a day such as 2026-01-31').optional(),
  expires_days: z.coerce.number().positive().max(36_500).optional(),
  weight: z.coerce.number().min(0).max(1).optional(),
});
type About = z.infer<typeof aboutSchema>;

/** What lists of most others hold true for: addresses of pools change within months. */
const defaultExpiresDays = 180;

/** A list is read whole. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads lists of addresses, networks, names and ports of miners: files, or all files of folders.
 * @throws AppError input.not-found, usage.invalid with the file and what is wrong with what it says of itself
 */
export async function readIntel(paths: readonly string[], cwd: string): Promise<readonly IntelList[]> {
  const files = await Promise.all(paths.map(async (path) => filesAt(path, resolve(cwd, path))));
  return Promise.all(files.flat().map(readOne));
}

async function filesAt(given: string, path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('input.not-found', `no list at ${given}`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => !/^\.|\.(?:ya?ml|md)$|^(?:readme|licen[cs]e)/i.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

async function readOne(path: string): Promise<IntelList> {
  const { size } = await stat(path);
  if (size > mostBytes) throw wrong(path, 'is larger than 64 MiB');
  const text = await readFile(path, 'utf8');
  const about = { ...aboutInJson(text), ...aboutInComments(path, text), ...(await aboutBeside(path)) };
  return {
    name: about.name ?? basename(path),
    licence: about.licence ?? null,
    asOf: about.as_of ?? null,
    expiresDays: about.expires_days ?? defaultExpiresDays,
    weight: about.weight ?? 1,
    isOwn: false,
    ...parseList(text),
  };
}

/** `# as_of: 2026-01-31` and the like, before the first entry; other comments say what they like. */
function aboutInComments(path: string, text: string): About {
  const said: Record<string, string> = {};
  for (const line of text.split('\n', 60)) {
    if (line.trim() !== '' && !line.startsWith('#')) break;
    const [, key, value] = /^#\s*(name|licence|as_of|expires_days|weight):\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) said[key] = value;
  }
  return read(path, said);
}

/** Lists of others that say who made them, and under which licence. */
const madeBy = z.object({
  source: z.string().optional(),
  licence: z.string().optional(),
  license: z.string().optional(),
});

function aboutInJson(text: string): About {
  if (!text.trimStart().startsWith('{')) return {};
  try {
    const { source, licence, license } = madeBy.parse(JSON.parse(text));
    return {
      ...(source !== undefined && { name: source.slice(0, 80) }),
      ...((licence ?? license) !== undefined && { licence: licence ?? license }),
    };
  } catch {
    return {};
  }
}

async function aboutBeside(path: string): Promise<About> {
  for (const ending of ['.yml', '.yaml']) {
    const text = await readFile(`${path}${ending}`, 'utf8').catch(() => null);
    if (text !== null) return read(`${path}${ending}`, await yamlIn(`${path}${ending}`, text));
  }
  return {};
}

async function yamlIn(path: string, text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { schema: 'failsafe' });
  } catch (cause) {
    throw new AppError('usage.invalid', `${path} is not valid YAML`, { cause });
  }
}

function read(path: string, said: unknown): About {
  const parsed = aboutSchema.safeParse(said ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(path, `says of itself: ${issue?.path.join('.') || 'a list'} ${issue?.message ?? 'is wrong'}`);
}

const wrong = (path: string, message: string): AppError =>
  new AppError('usage.invalid', `${path} ${message}`, {
    hint: 'a list may say of itself: name, licence, as_of, expires_days, weight',
  });
