import type { Member, ServiceModel, Shape } from './botocore.ts';

/** How a log writes what the model describes. */
export interface Style {
  /** The keys under which a member may stand. */
  readonly keys: (name: string, member: Member) => readonly string[];
  /** The items of a list; null where the value is none. */
  readonly items: (value: unknown) => readonly unknown[] | null;
}

/** What a log writes in the place of what it must not hold. */
const removed = new Set(['HIDDEN_DUE_TO_SECURITY_REASONS', '<sensitiveDataRemoved>', '***']);

/** Everything in which a value differs from its shape: unknown and missing members, types, lengths, patterns. */
export function checkShape(
  model: ServiceModel,
  style: Style,
  { name, value, path }: { readonly name: string; readonly value: unknown; readonly path: string },
): readonly string[] {
  const shape = model.shapes[name];
  if (shape === undefined) return [`${path}: the model has no shape ${name}`];
  if (shape.document || (typeof value === 'string' && removed.has(value))) return [];
  const inside = (member: Member, part: unknown, step: string): readonly string[] =>
    checkShape(model, style, { name: member.shape, value: part, path: `${path}${step}` });

  if (shape.type === 'structure') {
    if (!isMap(value)) return [`${path} is not an object`];
    return checkStructure(model, { shape, style, value, path });
  }
  if (shape.type === 'list') {
    const items = style.items(value);
    if (items === null || shape.member === undefined) return [`${path} is not a list`];
    const { member } = shape;
    return [
      ...outOfBounds(shape, items.length, path),
      ...items.flatMap((item, index) => inside(member, item, `[${index}]`)),
    ];
  }
  if (shape.type === 'map') {
    if (!isMap(value) || shape.value === undefined) return [`${path} is not a map`];
    const { value: member } = shape;
    return Object.entries(value).flatMap(([key, part]) => inside(member, part, `.${key}`));
  }
  return checkScalar(shape, onlyValue(value), path);
}

function checkStructure(
  model: ServiceModel,
  given: {
    readonly shape: Shape;
    readonly style: Style;
    readonly value: Readonly<Record<string, unknown>>;
    readonly path: string;
  },
): readonly string[] {
  const { shape, style, value, path } = given;
  const known = new Set<string>();
  const problems: string[] = [];
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const key = style.keys(name, member).find((one) => one in value);
    if (key !== undefined) {
      known.add(key);
      problems.push(...checkShape(model, style, { name: member.shape, value: value[key], path: `${path}.${key}` }));
      continue;
    }
    // A log keeps neither secrets nor bodies.
    const target = model.shapes[member.shape];
    const isSecret = target?.sensitive === true || target?.type === 'blob';
    if (shape.required?.includes(name) && !member.idempotencyToken && !isSecret)
      problems.push(`${path}.${name} is missing`);
  }
  const unknown = Object.keys(value).filter((key) => !known.has(key));
  return [...problems, ...unknown.map((key) => `${path}.${key} is not in the model`)];
}

function checkScalar(shape: Shape, value: unknown, path: string): readonly string[] {
  switch (shape.type) {
    case 'string':
      if (typeof value !== 'string') return [`${path} is not text`];
      if (shape.enum && !shape.enum.includes(value)) return [`${path}: ${value} is none of the allowed words`];
      return [...outOfBounds(shape, value.length, path), ...offPattern(shape, value, path)];
    case 'integer':
    case 'long':
      return Number.isInteger(value) ? outOfBounds(shape, Number(value), path) : [`${path} is not a whole number`];
    case 'float':
    case 'double':
      return typeof value === 'number' ? outOfBounds(shape, value, path) : [`${path} is not a number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is neither true nor false`];
    case 'timestamp':
      return Number.isNaN(new Date(value as string | number).getTime()) ? [`${path} is no time`] : [];
    default:
      return typeof value === 'string' ? [] : [`${path} is not text`];
  }
}

function outOfBounds({ min = -Infinity, max = Infinity }: Shape, size: number, path: string): readonly string[] {
  return size < min || size > max ? [`${path}: ${size} is not within ${min} and ${max}`] : [];
}

function offPattern({ pattern }: Shape, value: string, path: string): readonly string[] {
  const expression = pattern === undefined ? null : compiled(pattern);
  return expression === null || expression.test(value) ? [] : [`${path}: ${value} does not fit ${pattern ?? ''}`];
}

/** Some patterns are in a dialect that JavaScript does not read; those are not asked. */
function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return null;
  }
}

/** The EC2 API wraps each id of a list in an object of one key. */
function onlyValue(value: unknown): unknown {
  if (!isMap(value)) return value;
  const values = Object.values(value);
  return values.length === 1 ? values[0] : value;
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
