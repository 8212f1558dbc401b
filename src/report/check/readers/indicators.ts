import type { IndicatorNamed } from '../statement.ts';
import { addressForms } from './address-forms.ts';
import { hostForms } from './host-forms.ts';
import { containerImage, nameForms } from './name-forms.ts';

/** Something of a text that others can look for, armed again; `start` to `end` is where it stands as written. */
export interface IndicatorFound {
  readonly type: IndicatorNamed['type'];
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** How one sort of indicator is written. Forms that come first take their place; later ones read what is left. */
export interface IndicatorForm {
  readonly pattern: RegExp;
  /** Null or nothing where it only looks like one. `text` is all there is, for the words around. */
  readonly read: (match: RegExpExecArray, text: string) => readonly Part[] | Part | null;
}

/** A part of a match: the whole where no place is given. */
export interface Part {
  readonly type: IndicatorNamed['type'];
  readonly value: string;
  readonly at?: readonly [start: number, end: number];
}

/** The order matters: a URL before its host, a host before a file's name. */
const forms: readonly IndicatorForm[] = [...addressForms, containerImage, ...hostForms, ...nameForms];

/**
 * Indicators in free text: addresses, domains, URLs and ports, defanged or not; hashes, whole or cut; paths,
 * users, keys, accounts, machines, images, wallets, timetables. Never a file's name as a domain, a version as
 * an address, or a clock's time as a port. In order of place.
 */
export function indicatorsIn(text: string): readonly IndicatorFound[] {
  // Without a digit or a mark there is none, and most sentences have neither.
  if (!/[\d/@:_"“'`\\[-]|\.\S/.test(text)) return [];
  const found: IndicatorFound[] = [];
  let left = text;
  for (const { pattern, read } of forms) {
    const taken: (readonly [number, number])[] = [];
    for (const match of left.matchAll(pattern)) {
      const parts = [read(match, left) ?? []].flat();
      for (const part of parts) {
        const [start, end] = part.at ?? [match.index, match.index + match[0].length];
        found.push({ type: part.type, value: part.value, start, end });
        taken.push([start, end]);
      }
    }
    left = without(left, taken);
  }
  return found.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Taken places are blanked with a character that no form takes for a part of itself. */
function without(text: string, taken: readonly (readonly [number, number])[]): string {
  if (taken.length === 0) return text;
  let result = '';
  let at = 0;
  for (const [start, end] of taken.toSorted((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    result += text.slice(at, start) + '␀'.repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
