import type { Verdict } from '../../src/model/claim.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { About, Bounds, Statement } from '../../src/report/check/statement.ts';

/** What a report says in a test: by itself a fact, its words only where they matter. */
export type Said = About & { readonly words?: string; readonly label?: string };

/** A report's statements beside an incident, and what the check of that name must find of the last of them. */
export interface Case {
  readonly check: string;
  readonly name: string;
  readonly says: readonly Said[];
  /** Null where the check has to be silent. */
  readonly finds: Verdict | null;
  readonly why?: RegExp;
  readonly on?: Partial<Incident>;
}

export const statementOf = ({ words, label, ...about }: Said): Statement => {
  const text = words ?? 'the words of the report';
  return { quote: { passage: { text, line: 1, headings: [], label: label ?? null, row: null }, text }, ...about };
};

export const exact = (said: number): Bounds => ({ low: said, high: said, said, isRough: false });
export const rough = (low: number, said: number, high: number): Bounds => ({ low, high, said, isRough: true });
export const atLeast = (said: number): Bounds => ({ low: said, high: null, said, isRough: false });

const minute = 60_000;

/** `08:15` of the day of the fixture, to the minute. */
export function clock(text: string, day = '2026-02-10'): Bounds {
  const said = Date.parse(`${day}T${text}:00Z`);
  return { low: said, high: said + minute - 1, said, isRough: false };
}
