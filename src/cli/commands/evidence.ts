import type { Evidence } from '../../app/evidence.ts';
import { indentJson } from '../../model/json-text.ts';
import { redactJsonText, redactSecrets } from '../../model/redact.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { evidenceText } from '../evidence-text.ts';
import { choice, flag, required } from '../options.ts';

export const evidence = defineCommand({
  name: 'evidence',
  summary: 'the proof behind a uid: the record, its object and its hash',
  details: `
UID is an event's, a finding's, a claim's or an incident's, or another reference that a statement
rests on (coverage:…, table:…, note:…), or a part of an incident as reports name it, by its
place in incident.json (7c1e90a4d2b8/timeline/12). Findings, claims and incidents may be shortened.
The object of an event is hashed again: intact, changed or gone. Secrets in the record are redacted
unless --raw asks for it as the provider wrote it; then nothing else is printed.

  beewolf evidence aws.cloudtrail:3f2b7c1e-0d4a-4b6e-9c55-2f1a7d9e8b01
  beewolf evidence 7c1e90 -o json
  beewolf evidence aws.cloudtrail:3f2b7c1e-0d4a-4b6e-9c55-2f1a7d9e8b01 --raw > record.json`,
  arguments: { uid: required('uid', 'the uid of what is to be shown') },
  options: {
    output: choice('-o, --output <format>', 'form of the answer', ['text', 'json']),
    isRaw: flag('--raw', 'the record of an event alone, as it was written, secrets included'),
  },
  run: async ({ arguments: { uid }, options }, context) => {
    const { findEvidence } = await import('../../app/evidence.ts');
    const { priceTables } = await import('../../registry/prices.ts');
    const { workspace: folder, signal, progress, output, terminal } = context;
    const onWait = (): void => progress.note('  waiting for another run to leave the workspace');
    const found = await findEvidence({ uid, folder, tables: priceTables, signal, onWait });
    if (options.isRaw && found.is === 'event') await printRaw(found.event.raw, context);
    else if (options.output === 'json') await output.jsonText(indentJson(jsonOf(found)));
    else await output.line(evidenceText(found, terminal.colours));
    return 0;
  },
});

/** To a file or a pipe exactly as it was written; for a terminal what would act on it is escaped, which is the same JSON. */
async function printRaw(raw: string, { output }: Context): Promise<void> {
  if (output.isTerminal) await output.jsonText(raw);
  else await output.line(raw);
}

/** The record goes in as text, as neither long numbers nor repeated keys would survive JavaScript. */
function jsonOf(found: Evidence): string {
  if (found.is !== 'event') return JSON.stringify(redactSecrets(found));
  const { raw, ...event } = found.event;
  const head = JSON.stringify({ is: found.is, ...event, cited_by: found.cited_by });
  return `${head.slice(0, -1)},"raw":${redactJsonText(raw)}}`;
}
