import type { Finding } from '../model/finding.ts';
import type { FindingContext } from '../report/finding-context.ts';
import { ocsfFinding } from '../report/finding-ocsf.ts';
import { findingsAsSarif } from '../report/findings-sarif.ts';
import { findingsAsCsv } from './findings-csv.ts';

/** Where findings of a form are written to, piece by piece. */
export interface FindingSink {
  /** Text as it is. */
  readonly write: (text: string) => Promise<void>;
  /** JSON text, after which a line break may stand. */
  readonly jsonText: (text: string) => Promise<void>;
  /** A value as JSON on a line of its own. */
  readonly jsonLine: (value: unknown) => Promise<void>;
}

type Form = (findings: AsyncIterable<Finding>, sink: FindingSink, context: FindingContext) => Promise<void>;

/** The forms of findings for programs. None holds more than a finding, and what it must say of the rules, at a time. */
export const findingForms = {
  json: async (findings, sink) => {
    let separator = '[\n';
    for await (const finding of findings) {
      await sink.write(separator);
      await sink.jsonLine(finding);
      separator = ',';
    }
    await sink.write(separator === ',' ? ']\n' : '[]\n');
  },
  jsonl: async (findings, sink) => {
    for await (const finding of findings) await sink.jsonLine(finding);
  },
  csv: async (findings, sink) => {
    for await (const line of findingsAsCsv(findings)) await sink.write(line);
  },
  sarif: async (findings, sink, context) => {
    for await (const piece of findingsAsSarif(findings, context)) await sink.jsonText(piece);
  },
  ocsf: async (findings, sink, context) => {
    for await (const finding of findings) await sink.jsonLine(ocsfFinding(finding, context));
  },
} as const satisfies Readonly<Record<string, Form>>;
