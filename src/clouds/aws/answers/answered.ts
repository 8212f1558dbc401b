import type { Answer, Json, JsonObject, Made, Question } from '../../../model/simulation.ts';

/** What an operation answers, beside what every call has. */
export interface Answered {
  readonly response?: Json;
  readonly made?: readonly Made[];
  readonly changed?: Answer['changed'];
  readonly opens?: NonNullable<Answer['opens']>;
  readonly copies?: Answer['copies'];
  readonly isRead?: boolean;
  readonly deed?: Partial<Omit<Answer['deed'], 'service' | 'operation' | 'request' | 'response' | 'isRead'>>;
}

/** Service → operation → how it is answered. */
export type Answers = Readonly<Record<string, Readonly<Record<string, (question: Question) => Answered>>>>;

/** A field of a request, deep down; null where it is absent. */
export function ask(from: Json, ...path: readonly (string | number)[]): Json {
  let value: Json = from;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return null;
    value = (value as Readonly<Record<string | number, Json>>)[step] ?? null;
  }
  return value;
}

export function askText(from: Json, ...path: readonly (string | number)[]): string {
  const value = ask(from, ...path);
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

export function askNumber(from: Json, ...path: readonly (string | number)[]): number {
  const value = ask(from, ...path);
  return typeof value === 'number' ? value : Number(value ?? 0);
}

export function askList(from: Json, ...path: readonly (string | number)[]): readonly Json[] {
  const value = ask(from, ...path);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

interface More {
  readonly name?: string;
  readonly shape?: string;
}

/** Something that came into being. */
export function made(uid: string, type: string, { name, shape }: More = {}): Made {
  return { uid, type, name: name ?? null, shape: shape ?? null };
}

/** Something that came into being and runs until it is stopped. */
export function started(uid: string, type: string, more: More = {}): Made {
  return { ...made(uid, type, more), runs: true };
}

export const emptyAnswer = (question: Question): JsonObject => ({ requestId: question.requestUid, _return: true });

/** A request that the answer repeats. */
export function objectOf(request: Json): JsonObject {
  return request !== null && typeof request === 'object' && !Array.isArray(request) ? (request as JsonObject) : {};
}

export const answerDate = ({ time }: Question): string => new Date(time).toISOString();
