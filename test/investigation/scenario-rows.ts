interface Row {
  /** The folder under scenarios/. */
  readonly name: string;
  /** How much ordinary life is played around it. */
  readonly events: number;
  /** What the investigation does not meet yet, and what it lacks. A test fails as soon as it does meet it. */
  readonly missing: Readonly<Record<string, string>>;
}

export const rows: readonly Row[] = [{ name: 'aws-leaked-key', events: 600, missing: {} }];
