import type { TechniqueNamed } from '../statement.ts';

const technique = /\b(T\d{4}(?:\.\d{3})?)\b(?:\s{0,2}(?:[–—:-]|\()\s{0,2}([A-Z][A-Za-z/&' -]{2,60}))?/g;

/** ATT&CK techniques by number, with the name that stands after it. */
export function techniquesIn(text: string): readonly TechniqueNamed[] {
  return [...text.matchAll(technique)].map(([, id = '', name]) => ({
    about: 'technique',
    id,
    name: name?.trim() ?? null,
  }));
}
