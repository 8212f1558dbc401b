import { openDuckDb } from './lake/duckdb/engine.ts';
import { convertBatch } from './lake/convert.ts';
import { readFileSync } from 'node:fs';
const engine = await openDuckDb({ memoryMiB: 2000, threads: 2, tempDirectory: '/tmp' });
for (const which of ['auth','auditd']) {
const { source } = await import(`./hosts/linux/sources/${which}/source.ts`);
const cut = (sql: string) => sql.replace(/^COPY \(/,'').replace(/\) TO '\/tmp.*$/s,'');
const sql = convertBatch({file:`/tmp/conv-${which}.json`, form:'lines', told:{source, wrapping:null}, objects:[{path:'x',sha256:'a'.repeat(64),start:0,end:0,separator:null}]} as never, 'k', {source, into:'/tmp/conv-out', newest:'2026-01-01T00:00:00Z', notAfter:'2030-01-01T00:00:00Z', maxRecordBytes: 16777216});
await engine.run(`CREATE OR REPLACE TEMP TABLE a AS SELECT * EXCLUDE(time) FROM (${cut(readFileSync(`/tmp/old-${which}.sql`,'utf8'))})`);
await engine.run(`CREATE OR REPLACE TEMP TABLE b AS SELECT * EXCLUDE(time) FROM (${cut(sql)})`);
console.log(which, await engine.rows(`SELECT (SELECT count(*) FROM a) a, (SELECT count(*) FROM b) b, (SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)) diff`));
console.log(await engine.rows(`SELECT a.raw x, b.raw y FROM a JOIN b USING (record, part) WHERE a.raw::VARCHAR <> b.raw::VARCHAR LIMIT 2`));
}
