import type { Part } from './forms.ts';

/** A row of query results: text by column. */
export type Row = Readonly<Record<string, string>>;

const columns = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'readOnly',
  'resources',
  'eventType',
  'managementEvent',
  'recipientAccountId',
  'sharedEventID',
  'insightDetails',
  'eventCategory',
  'tlsDetails',
];
const maps: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'insightDetails',
]);

/** A record as a row of CloudTrail Lake has it: text, nested values without quotes and in lower case. */
export const rowOf = (record: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(columns.map((column) => [column, shallow(() => cellOf(column, record[column]))]));

/** What is nested too deep to be written is left out. */
function shallow(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (error instanceof RangeError) return 'null';
    throw error;
  }
}

function cellOf(column: string, value: unknown): string {
  if (column === 'eventTime' && typeof value === 'string') return value.replace('T', ' ').replace('Z', '.000');
  return maps.has(column) ? mapText(value) : structText(value);
}

function structText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(structText).join(', ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key.toLowerCase()}=${structText(inner)}`)
    .join(', ')}}`;
}

function mapText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return structText(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`)
    .join(', ')}}`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as they are saved in CSV, under their header. */
export function csvParts(rows: readonly Row[]): readonly Part[] {
  const header = Object.keys(rows[0] ?? {});
  return [
    `${header.map(quoted).join(',')}\n`,
    ...rows.flatMap((row) => [{ record: header.map((column) => quoted(row[column] ?? '')).join(',') }, '\n']),
  ];
}

/** Rows as GetQueryResults answers them. */
export function answerParts(rows: readonly Row[]): readonly Part[] {
  const texts = rows.map((row) => JSON.stringify(Object.entries(row).map(([column, text]) => ({ [column]: text }))));
  return [
    `{"QueryStatus":"FINISHED","QueryStatistics":{"ResultsCount":${rows.length},"TotalResultsCount":${rows.length},"BytesScanned":1},"QueryResultRows":[`,
    ...texts.flatMap((record, index) => (index === 0 ? [{ record }] : [',', { record }])),
    ']}',
  ];
}
