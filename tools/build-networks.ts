/**
 * Makes data/networks-<date>.parquet, to whom addresses belong, of two packages of CSV ranges that are
 * unpacked somewhere: `npm pack @ip-location-db/asn @ip-location-db/asn-country`, each into a folder.
 * 725,000 ranges, 78 MB of CSV, become some 5 MB. The data ask for attribution (CC BY 4.0: RouteViews,
 * DB-IP, NRO), which is written beside.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../src/lake/duckdb/engine.ts';
import { literal } from '../src/lake/sql.ts';

const [asn, country] = process.argv.slice(2);
if (asn === undefined || country === undefined) {
  process.stderr.write('node tools/build-networks.ts <folder of asn> <folder of asn-country>\n');
  process.exitCode = 2;
} else await build({ asn, country });

interface Folders {
  readonly asn: string;
  readonly country: string;
}

async function build({ asn: asnFolder, country: countryFolder }: Folders): Promise<void> {
  const date = dayOf(asnFolder);
  if (dayOf(countryFolder) !== date) throw new Error('the two packages are not of the same day');
  const folder = join(import.meta.dirname, '..', 'data');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `networks-${date}.parquet`);
  rmSync(file, { force: true });
  const engine = await openDuckDb({ memoryMiB: 1_024, threads: 2, tempDirectory: tmpdir() });
  await engine.run(`COPY (${rangesSql(asnFolder, countryFolder)} ORDER BY layer, version, "first", "last")
    TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)`);
  const [row] = await engine.rows(`SELECT count(*) AS ranges FROM read_parquet(${literal(file)})`);
  await engine.close();
  writeFileSync(join(folder, 'networks.txt'), attribution(date));
  process.stdout.write(`${file}: ${JSON.stringify(row?.['ranges'])} ranges\n`);
}

/** Of a version such as 2.3.2026061719. */
function dayOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  const found = /(\d{4})(\d\d)(\d\d)\d\d$/.exec(version);
  if (found === null) throw new Error(`no day in the version ${version} of ${folder}`);
  return found.slice(1).join('-');
}

/** IPv6 ranges are kept by the upper halves of their addresses: no network is smaller than a /64. */
function rangesSql(asnFolder: string, countryFolder: string): string {
  const csv = (path: string) => `read_csv(${literal(path)}, header = false, all_varchar = true)`;
  const range = (version: 4 | 6) =>
    [0, 1]
      .map((column) => (version === 4 ? `column${column}::UBIGINT` : `(column${column}::UHUGEINT >> 64)::UBIGINT`))
      .join(' AS "first", ');
  return ([4, 6] as const)
    .flatMap((version) => [
      `SELECT ${version} AS version, 'network' AS layer, ${range(version)} AS "last", column2::UINTEGER AS asn, column3 AS name FROM ${csv(join(asnFolder, `asn-ipv${version}-num.csv`))}`,
      `SELECT ${version}, 'country', ${range(version)}, NULL, column2 FROM ${csv(join(countryFolder, `asn-country-ipv${version}-num.csv`))}`,
    ])
    .join(' UNION ALL ');
}

function attribution(date: string): string {
  return `networks-${date}.parquet holds data of ${date}, changed in form only, from the packages
@ip-location-db/asn and @ip-location-db/asn-country (https://github.com/sapics/ip-location-db), under the
Creative Commons Attribution 4.0 International License: Route Views (https://www.routeviews.org), DB-IP
(https://db-ip.com, IP to ASN Lite), and the Number Resource Organization (https://www.nro.net).
`;
}
