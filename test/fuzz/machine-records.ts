import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../src/model/simulation.ts';
import { projectRoot } from '../project-copy.ts';
import type { FuzzedRecord } from './mutant.ts';

/** Records of one log of machines, or of the cloud below them, a text each. */
export interface MachineLog {
  readonly name: string;
  readonly is: 'text' | 'JSON';
  readonly texts: readonly string[];
  /** What makes one of its records unlike any other, where there is such: it gives way to an id. */
  readonly mark: RegExp | null;
}

const host = /(?<= )(?:build|ns)-[0-9](?= )/;

const files: readonly (readonly [name: string, is: MachineLog['is'], path: string, mark: RegExp | null])[] = [
  ['auth.log', 'text', 'src/hosts/linux/sources/auth/fixtures/auth.log', host],
  ['audit.log', 'text', 'src/hosts/linux/sources/auditd/fixtures/audit.log', /(?<=:)[0-9]+(?=\):)/],
  ['process list', 'text', 'src/hosts/process-list/sources/text/fixtures/ps.txt', null],
  ['BIND', 'text', 'src/platforms/dns/sources/text/fixtures/bind.log', host],
  ['CoreDNS', 'text', 'src/platforms/dns/sources/text/fixtures/coredns.log', null],
  ['dnsmasq', 'text', 'src/platforms/dns/sources/text/fixtures/dnsmasq.log', host],
  ['journal', 'JSON', 'src/hosts/linux/sources/auth/fixtures/journal.ndjson', /(?<="_HOSTNAME":")[^"]+/],
  ['DNS', 'JSON', 'src/platforms/dns/fixtures/records.ndjson', null],
  ['flow', 'JSON', 'src/clouds/oci/sources/vcn-flow/fixtures/bare.ndjson', /(?<="id":")[^"]+/],
  ['wrapped flow', 'JSON', 'src/clouds/oci/sources/vcn-flow/fixtures/connector.ndjson', /(?<="id":")[^"]+/],
  ['found flow', 'JSON', 'src/clouds/oci/sources/vcn-flow/fixtures/search-logs.json', null],
  ['OCI audit', 'JSON', 'src/clouds/oci/sources/audit/shapes.ndjson', /(?<="eventId":")[^"]+/],
  ['falco', 'JSON', 'src/hosts/falco/fixtures/records.ndjson', null],
  ['osquery', 'JSON', 'src/hosts/osquery/fixtures/records.ndjson', null],
  ['crowdstrike', 'JSON', 'src/hosts/crowdstrike/fixtures/records.ndjson', null],
  ['processes', 'JSON', 'src/hosts/process-list/fixtures/records.ndjson', null],
  ['suricata', 'JSON', 'src/platforms/suricata/fixtures/records.ndjson', null],
];

/** What the sources' own tests read. */
export const readMachineLogs = (): readonly MachineLog[] =>
  files.map(([name, is, path, mark]) => {
    const text = readFileSync(join(projectRoot, path), 'utf8');
    const texts = path.endsWith('.json') ? [text.trim()] : text.split('\n').filter((line) => line.trim() !== '');
    return { name, is, texts, mark };
  });

/** Records one after another from some place on, as lines of one moment belong together; those that can have an id get one. */
export function pickMachineRecords(
  { texts, mark }: MachineLog,
  count: number,
  random: Random,
): readonly (FuzzedRecord | { readonly id: null; readonly text: string })[] {
  const start = random.between(0, texts.length - 1);
  const ids = new Map<string, string>();
  return Array.from({ length: Math.min(count, texts.length) }, (_, index) => {
    const text = texts[(start + index) % texts.length] ?? '';
    const found = mark?.exec(text)?.[0];
    if (mark === null || found === undefined) return { id: null, text };
    // Digits alone: they stand for a serial number as well as for a name. Lines of one serial keep one.
    const own = `${random.between(1e9, 9e9)}${random.between(1e5, 9e5)}`;
    const id = /^[0-9]/.test(found) ? (ids.get(found) ?? own) : own;
    ids.set(found, id);
    return { id, text: text.replace(mark, id) };
  });
}
