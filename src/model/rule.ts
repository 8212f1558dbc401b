/** How grave a finding is, in rising order. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

/** The logs that a Sigma rule is written for. */
export interface Logsource {
  readonly product?: string;
  readonly service?: string;
  readonly category?: string;
}

/** An ATT&CK technique with the version of ATT&CK in which that id has its meaning. */
export interface Technique {
  readonly id: string;
  readonly attackVersion: string;
}

/** Who a rule is, whatever it asks: what findings, listings and reports say of it. */
export interface RuleIdentity {
  /** The Sigma `id` where there is one, else the path. */
  readonly uid: string;
  readonly title: string;
  readonly level: Level;
  /** Of its findings, where not its level. */
  readonly severity?: Level;
  /** `beewolf` for ours, else the folder or file it was given by. */
  readonly origin: string;
  /** As the rule names them; SigmaHQ's licence asks that findings do. */
  readonly author: string | null;
  readonly techniques: readonly Technique[];
  readonly description: string | null;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Announced work may set it off: it asks how much or how large, never what, where or by whom. */
  readonly isAnnounceable?: true;
  /** Whoever administers a machine sets it off too: only who did it, and from where, tells more. */
  readonly isAdministrative?: true;
  readonly logsource: Logsource;
  /** File and one-based number of the document in it. */
  readonly path: string;
  readonly document: number;
}
