/** What a person adds to an incident: it is told as that person's word, beside what records show. */
export const statedKinds = [
  'analyst',
  'ticket',
  'verdict',
  'statement',
  'operations',
  'reputation',
  'closing',
] as const;
export type StatedKind = (typeof statedKinds)[number];

/** A person's word on an alert or a finding. */
export const personVerdicts = ['true-positive', 'false-positive', 'benign', 'undetermined'] as const;
export type PersonVerdict = (typeof personVerdicts)[number];

/** One fact of a file of notes. Its evidence is `note:<number>`, and what it cites itself. */
export interface Stated {
  /** From 1, by the order of the kinds above and within one by that of the file. */
  readonly number: number;
  readonly kind: StatedKind;
  readonly text: string;
  /** What a verdict is on, as it was written: the uid of a finding, or the name of an alert. */
  readonly on: string | null;
  readonly verdict: PersonVerdict | null;
  /** Other evidence that it cites. */
  readonly evidence: readonly string[];
}

export interface Notes {
  /** As it was given, for messages. */
  readonly path: string;
  /** The file as it was read, kept with the evidence. */
  readonly content: string;
  /** The uid, or its beginning, of the incident that they are about; null where there is to be one only. */
  readonly incident: string | null;
  readonly stated: readonly Stated[];
}

/** The method of every claim that rests on a person's word. */
export const statedByPerson = 'stated by a person';
