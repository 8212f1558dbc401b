import type { TableValue } from '../../../model/source.ts';

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value from its text in a query result, such as `{type=Root, attributes={mfa=true}}`; undefined where
 * it is null. The form does not quote: a value that looks like the next key or unbalances brackets is
 * misread, and a structure that cannot be read at all is kept as text.
 */
export function valueOf(text: string, value: TableValue): Json | undefined {
  if (text === 'null' || text === '') return undefined;
  if (value === 'text') return text;
  if (value === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : text;
  if (value === 'instant') return instantOf(text);
  if (value === 'map') return mapOf(text);
  return 'keys' in value ? structOf(text, value.keys) : listOf(text, value.list);
}

/** `2026-03-10 11:02:41.000` as RFC 3339; other text as it is. */
function instantOf(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d*?[1-9])?\.?0*(?: UTC|Z)?$/.exec(text);
  return parts === null ? text : `${parts[1]}T${parts[2]}${parts[3] ?? ''}Z`;
}

function structOf(text: string, keys: Readonly<Record<string, TableValue>>): Json {
  const inner = within(text, '{', '}');
  if (inner === null) return text;
  const spelled = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), { key, value }]));
  const members = membersOf(inner, (key) => spelled.has(key.toLowerCase()));
  if (members === null) return text;
  return objectOf(
    members.map(({ name, rest }) => {
      const { key, value } = spelled.get(name.toLowerCase()) ?? { key: name, value: 'text' as const };
      return [key, valueOf(rest, value)];
    }),
  );
}

/** Keys are as the record spells them; a nested value stands as JSON. */
function mapOf(text: string): Json {
  const json = jsonOf(text);
  if (json !== undefined) return json;
  const inner = within(text, '{', '}');
  const members = inner === null ? null : membersOf(inner, (key) => /^[\w$.:@/-]+$/.test(key));
  if (members === null) return text;
  return objectOf(members.map(({ name, rest }) => [name, rest === 'null' ? undefined : (jsonOf(rest) ?? rest)]));
}

function listOf(text: string, item: TableValue): Json {
  const inner = within(text, '[', ']');
  if (inner === null) return text;
  const cuts = boundaries(inner, (rest) => rest.startsWith(', '));
  return cuts.flatMap(([from, to]) => valueOf(inner.slice(from, to).replace(/^, /, ''), item) ?? []);
}

const within = (text: string, open: string, close: string): string | null =>
  text.startsWith(open) && text.endsWith(close) ? text.slice(1, -1) : null;

const objectOf = (members: readonly (readonly [string, Json | undefined])[]): Json =>
  Object.fromEntries(members.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

function jsonOf(text: string): Json | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

interface Member {
  readonly name: string;
  readonly rest: string;
}

/** `a=1, b={c=2}` by its members; null where it does not begin with a key. */
function membersOf(inner: string, isKey: (name: string) => boolean): readonly Member[] | null {
  if (inner === '') return [];
  const keyAt = (text: string): string | null => {
    const name = /^([^=\s{}[\],"]{1,256})=/.exec(text)?.[1];
    return name !== undefined && isKey(name) ? name : null;
  };
  if (keyAt(inner) === null) return null;
  const cuts = boundaries(inner, (rest) => rest.startsWith(', ') && keyAt(rest.slice(2, 300)) !== null);
  return cuts.map(([from, to]) => {
    const member = inner.slice(from, to).replace(/^, /, '');
    const end = member.indexOf('=');
    return { name: member.slice(0, end), rest: member.slice(end + 1) };
  });
}

/** Parts of a text that begin where `begins` says so outside of brackets; strings inside JSON are passed over. */
function boundaries(text: string, begins: (rest: string) => boolean): readonly (readonly [number, number])[] {
  const starts = [0];
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isInString) {
      if (char === '\\') at += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = depth > 0 && opensString(text, at);
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth = Math.max(0, depth - 1);
    else if (char === ',' && depth === 0 && begins(text.slice(at, at + 302))) starts.push(at);
  }
  return starts.map((start, index) => [start, starts[index + 1] ?? text.length]);
}

/** In JSON a string follows a bracket, a comma or a colon. */
const opensString = (text: string, at: number): boolean => /[[{,:]\s*$/.test(text.slice(Math.max(0, at - 8), at));
