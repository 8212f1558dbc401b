import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { CheckedReport } from '../model/check-report.ts';
import { AppError, hasCode } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import { miningRates } from '../model/mining.ts';
import type { Prices } from '../model/prices.ts';
import type { Product } from '../model/product.ts';
import { redactSecrets } from '../model/redact.ts';
import { besideChecks } from '../report/check/beside-checks.ts';
import { checkReport } from '../report/check/check-report.ts';
import { chooseIncident } from '../report/check/choose-incident.ts';
import { mostBytes, readDocument } from '../report/check/documents/read-document.ts';
import type { Formulas } from '../report/check/formulas.ts';
import { insideChecks } from '../report/check/inside-checks.ts';
import { readStatements, type Around } from '../report/check/read-statements.ts';
import type { Statement } from '../report/check/statement.ts';
import { readIncidents } from './read-incidents.ts';

export interface CheckReportRequest {
  /** Relative to `cwd`; `-` for standard input. */
  readonly file: string;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Investigate's folder or an incident's own, relative to `cwd`; null to hold the report against itself alone. */
  readonly against: string | null;
  readonly prices: readonly Prices[];
  readonly products: readonly Product[];
}

/**
 * Reads a report by any author and says of each of its statements whether it holds: beside an incident, beside
 * itself, and by arithmetic. Secrets in it are redacted.
 * @throws AppError input.not-found, input.unreadable
 */
export async function runCheckReport(request: CheckReportRequest): Promise<CheckedReport> {
  const { against, cwd } = request;
  const report = await readDocument(await bytesOf(request)).catch((error: unknown) => {
    if (!hasCode(error, 'input.unreadable') || !(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${request.file}: ${error.message}`, { cause: error, ...hintOf(error) });
  });
  const incidents = against === null ? [] : await readIncidents(resolve(cwd, against));
  const readBeside = (one: Incident | null): readonly Statement[] =>
    readStatements(report, around(one, request.products));
  const chosen = against === null ? null : chooseIncident(report, () => readBeside(null), incidents);
  const incident = chosen?.incident ?? null;
  // Names of machines and users are known for what they are once the incident is.
  const read = readBeside(incident);
  const statements = report.language === null ? read : read.flatMap(ofAnyLanguage);
  const beside = { incident, formulas: formulasOf(request), passages: report.passages };
  const checked = checkReport(statements, beside, [...insideChecks, ...besideChecks]);
  return redactSecrets({
    ...checked,
    against: beside.incident?.incident_uid ?? null,
    notes: [...(chosen === null ? [] : [chosen.why]), ...languageNotes(report.language), ...report.notes],
  });
}

/** What is known of an incident beside a report of it. */
export function around(incident: Incident | null, products: readonly Product[]): Around {
  if (incident === null) return { zone: null, day: null, machines: [], users: [], products };
  const { resources, identities, first_seen: first } = incident;
  const hosts = identities.flatMap(({ uid, name }) => (uid.endsWith(`/${name}`) ? uid.slice(0, -name.length - 1) : []));
  const isMachine = (type: string): boolean => /:(?:instance|machine|server|host)$/.test(type);
  const isUser = (type: string): boolean => type.endsWith(':user');
  const namesOf = (isOne: (type: string) => boolean): readonly string[] =>
    resources.filter(({ type }) => isOne(type)).flatMap(({ uid, name }) => [uid, name ?? uid]);
  return {
    zone: null,
    day: first.slice(0, 10),
    machines: [...new Set([...namesOf(isMachine), ...hosts.filter((host) => !/[:/]/.test(host))])],
    users: [...new Set([...namesOf(isUser), ...identities.map(({ name }) => name)])],
    products,
  };
}

const hintOf = ({ hint }: AppError): { hint?: string } => (hint === undefined ? {} : { hint });

/** What reads the same in any language, without the sentence around it. */
function ofAnyLanguage(statement: Statement): readonly Statement[] {
  const { passage } = statement.quote;
  if (statement.about === 'indicator') return [{ ...statement, quote: { passage, text: statement.value } }];
  return statement.about === 'technique' ? [{ ...statement, quote: { passage, text: statement.id } }] : [];
}

const languageNotes = (language: string | null): readonly string[] =>
  language === null
    ? []
    : [
        `THE REPORT IS IN ${language.toUpperCase()}, and only English is read: addresses, names, hashes and techniques were checked, its sentences were not`,
      ];

async function bytesOf({ file, cwd, stdin }: CheckReportRequest): Promise<Uint8Array> {
  if (file === '-') return all(stdin);
  return all(createReadStream(resolve(cwd, file))).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EISDIR')
      throw new AppError('input.unreadable', `${file} is a folder: name the report itself`, { cause });
    throw new AppError('input.not-found', `no report can be read at ${file}`, { cause });
  });
}

/** What is there, but not much more than a report can have: a device gives bytes for ever. */
async function all(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > mostBytes) break;
  }
  return Buffer.concat(chunks);
}

export function formulasOf({ prices, products }: Pick<CheckReportRequest, 'prices' | 'products'>): Formulas {
  return {
    mining: miningRates,
    products,
    chargesOf: (machine) => {
      const region = /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(machine.region ?? '') ? machine.region : null;
      for (const { quote, named } of prices) {
        const charges = quote(named({ ...machine, region }))?.charges ?? [];
        if (charges.length > 0) return charges;
      }
      return null;
    },
  };
}
