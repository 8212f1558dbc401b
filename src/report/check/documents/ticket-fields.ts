import { paragraph, type ReadBlocks } from './block.ts';

/** Fields that a ticket of any system has one of: ServiceNow, GitHub and many others. */
const telling = new Set(['short_description', 'description', 'title', 'body', 'summary']);

/** Names of records of Beewolf itself, which are no reports. */
const isOwnRecord = (json: object): boolean => 'schema_version' in json;

/**
 * A ticket as a flat object of texts, `{short_description, description, severity, …}`: short texts are fields, those of
 * several lines are read by `readBody`. Null for any other JSON.
 */
export function ticketFields(json: unknown, readBody: (text: string) => ReadBlocks): readonly ReadBlocks[] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || isOwnRecord(json)) return null;
  const fields = Object.entries(json).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === null ? [] : [{ name, text }];
  });
  if (!fields.some(({ name, text }) => telling.has(name) && text.length > 0)) return null;
  const short = fields.filter(({ text }) => !text.includes('\n'));
  const long = fields.filter(({ text }) => text.includes('\n'));
  const told = short.map(({ name, text }) => paragraph(text, 0, { label: titleOf(name) }));
  return [{ blocks: told, notes: [], pictures: 0 }, ...long.map(({ text }) => readBody(text))];
}

/** Systems wrap what they show as `{display_value, value}` or `{name}`. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return null;
  const shown = Object.entries(value).find(([name]) => name === 'display_value' || name === 'name');
  return typeof shown?.[1] === 'string' && shown[1] !== '' ? shown[1] : null;
}

/** `Short description` of `short_description`. */
function titleOf(name: string): string {
  const words = name.replace(/^u_/, '').replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
